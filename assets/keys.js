/* Shortcuts by single keys. A thing says its own with aria-keyshortcuts: pressing the key is a click on it, or puts the
   cursor into it. In a list whose lines have a button [data-booking] and a box [data-tick], j and k go from line to line
   and x ticks. Nothing happens while somebody types, chooses from a menu or answers a dialog. */
import { createElement, useEffect, useState } from "react";

const OFF = "callboard-keys-off";
const LINES = "[data-booking]";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const BUSY = "[role=menu], [role=listbox], [role=dialog]:not([data-beside])";

const isOn = () => localStorage.getItem(OFF) === null;
const isShown = (thing) => thing.checkVisibility();
const isBusy = () => [...document.querySelectorAll(BUSY)].some(isShown);

/** Listens for as long as the page stands; renders nothing. */
export function Keys() {
  useEffect(() => {
    const pressed = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key === "Escape" ? leave(event.target) : isOn() && press(event)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return null;
}

function press(event) {
  if (event.target.closest?.(TYPING) || isBusy()) return false;
  if (event.key === "j") return step(1);
  if (event.key === "k") return step(-1);
  if (event.key.toLowerCase() === "x") return tick(event.shiftKey);
  return use(event.key);
}

function leave(from) {
  if (from.closest?.("[type=search]")) return (from.blur(), true);
  return !isBusy() && use("Escape");
}

function use(key) {
  const thing = [...document.querySelectorAll("[aria-keyshortcuts]")].find(
    (one) => one.getAttribute("aria-keyshortcuts") === key && isShown(one),
  );
  if (!thing) return false;
  if (thing.matches("input")) thing.focus();
  else thing.click();
  return true;
}

/** The line that has the focus, else the one that is open beside the list. */
function current() {
  const line = document.activeElement?.closest("tr") ?? document.querySelector("tr[aria-selected=true]");
  return line?.querySelector(LINES);
}

function step(by) {
  const lines = [...document.querySelectorAll(LINES)].filter(isShown);
  const at = lines.indexOf(current());
  const next = lines[at < 0 ? 0 : Math.min(Math.max(at + by, 0), lines.length - 1)];
  next?.focus();
  return next !== undefined;
}

function tick(shiftKey) {
  const box = current()?.closest("tr").querySelector("[data-tick]");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
  return Boolean(box);
}

/** A box that turns the shortcuts on or off in this browser. */
export function KeysSwitch({ label, hint }) {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(isOn()), []);
  const turn = (event) => {
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
    setOn(isOn());
  };
  return createElement(
    "label",
    { className: "flex items-start gap-2 text-sm" },
    createElement("input", {
      type: "checkbox",
      checked: on,
      onChange: turn,
      className: "mt-0.5 size-4 shrink-0 rounded-sm accent-accent",
    }),
    createElement("span", null, label, createElement("span", { className: "block text-xs text-faint" }, hint)),
  );
}
