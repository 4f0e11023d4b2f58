/* Leads to the first field of a form that was refused. */
import { useEffect, useRef } from "react";

/** `busy`: the form is on its way. Once it came back, the first field that cannot be taken has the focus. Renders nothing. */
export function FirstProblem({ busy }) {
  const wasBusy = useRef(false);
  useEffect(() => {
    if (wasBusy.current && !busy) document.querySelector("form [aria-invalid=true]")?.focus();
    wasBusy.current = busy;
  }, [busy]);
  return null;
}
