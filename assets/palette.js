/* The command palette: one field in the middle of the screen, the whole of it on a phone. What it shows is loaded when it is
   about to be opened; keys that are pressed meanwhile are not lost. */
import { createElement, lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";

const OTHER_DIALOG = "[role=dialog]:not([data-beside]), [role=alertdialog]";
const OPENER = "[data-opens=palette]";
const GROUND = "fixed inset-0 h-dvh w-full max-w-full bg-overlay md:py-12";

const load = () => import("$/public/palette_panel.js");
const Panel = lazy(load);

/** Opens with Cmd or Ctrl and K, or by what `data-opens="palette"`, unless another dialog waits for an answer. */
export function Palette({ label, ...panel }) {
  const dialog = useRef(null);
  const early = useRef([]);
  const [isOpen, setOpen] = useState(false);
  const end = () => dialog.current?.close();

  useEffect(() => {
    const isTaken = () => [...document.querySelectorAll(OTHER_DIALOG)].some((one) => one.checkVisibility());
    const start = () => {
      early.current = [];
      if (!isTaken()) setOpen(true);
    };
    const pressed = (event) => {
      if (event.key === "Control" || event.key === "Meta") load();
      const isAsked = (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey;
      if (!isAsked || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      if (dialog.current.open) end();
      else start();
    };
    const clicked = (event) => event.target.closest?.(OPENER) && start();
    document.addEventListener("keydown", pressed);
    document.addEventListener("click", clicked);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("click", clicked);
    };
  }, []);
  useLayoutEffect(() => {
    if (!isOpen) return;
    dialog.current.showModal();
    const pressed = (event) => {
      const isOfPanel = dialog.current.querySelector("input");
      if (event.key === "Escape" && !event.isComposing) {
        event.stopImmediatePropagation(); // a drawer behind this stays open
        end();
      } else if (!isOfPanel && !event.ctrlKey && !event.metaKey && (event.key.length === 1 || event.key === "Enter")) {
        early.current.push(event.key);
      } else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed, { capture: true });
    return () => window.removeEventListener("keydown", pressed, { capture: true });
  }, [isOpen]);

  return createElement(
    "dialog",
    {
      ref: dialog,
      "aria-label": label,
      className: GROUND,
      style: { maxHeight: "none" },
      onClose: () => setOpen(false),
      onMouseDown: (event) => event.target === dialog.current && end(), // beside the panel
    },
    isOpen && createElement(Suspense, null, createElement(Panel, { ...panel, end, early })),
  );
}
