/* Asks before a page is left with something typed that was not saved. */
import { createElement, useEffect, useRef } from "react";
import { useBlocker } from "react-router";

const CONTROLS = ":is(input, textarea, select)[name]";

function isTyped(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((one) => one.selected !== one.defaultSelected);
  return control.value !== control.defaultValue;
}

const isUnsaved = () => [...document.querySelectorAll(`form[data-guarded] ${CONTROLS}`)].some(isTyped);

/** Watches the forms that are marked `data-guarded`. Its children are the question, a `<dialog>`'s content; what is marked
    `data-answer` in it is pressed to `stay` or to `leave`. */
export function Unsaved({ label, className, children }) {
  const dialog = useRef(null);
  const way = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && isUnsaved());
  useEffect(() => {
    const ask = (event) => isUnsaved() && event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
  useEffect(() => {
    if (way.state === "blocked") dialog.current.showModal();
    else dialog.current.close();
  }, [way.state]);
  const answer = ({ target }) => {
    const chosen = target.closest("[data-answer]")?.dataset.answer;
    if (chosen === "leave") way.proceed?.();
    else if (chosen === "stay") way.reset?.();
  };
  const look = { ref: dialog, "aria-label": label, className, onClick: answer, onCancel: () => way.reset?.() };
  return createElement("dialog", look, children);
}
