/* The steps of a booking as entries of the browser's own history: its back button leads to the step before, not off the
   page. Each entry knows the steps that led to it. */
import { useEffect, useRef } from "react";

const ORDER = ["agent", "time", "details", "done"];
const trail = () => history.state?.steps ?? [];
const isBefore = (one, other) => ORDER.indexOf(one) < ORDER.indexOf(other);

/** `step` is the one that is shown; `onBack(step)` is told where the person wants to go back to. Renders nothing. */
export function Steps({ step, onBack }) {
  const latest = useRef({});
  latest.current = { step, onBack };
  useEffect(() => {
    const followBack = (event) => {
      const [wanted] = trail().slice(-1);
      if (!wanted) return;
      event.stopImmediatePropagation(); // no other page: nothing for the router
      if (isBefore(wanted, latest.current.step)) latest.current.onBack(wanted);
    };
    addEventListener("popstate", followBack, { capture: true });
    return () => removeEventListener("popstate", followBack, { capture: true });
  }, []);
  useEffect(() => {
    if (ORDER.includes(step)) follow(step);
  }, [step]);
  return null;
}

function follow(step) {
  const steps = trail();
  const [last] = steps.slice(-1);
  if (last === step) return;
  if (steps.includes(step)) history.go(steps.indexOf(step) - steps.length + 1);
  else if (!last || step === "done") mark("replaceState", [...steps.slice(0, -1), step]);
  else mark("pushState", [...steps, step]);
}

const mark = (how, steps) => history[how]({ ...history.state, steps }, "");
