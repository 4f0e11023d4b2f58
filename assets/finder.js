/* The search in the console's frame: Cmd/Ctrl-K leads there, arrows choose, Enter opens. What is found comes from the
   server; which of it is chosen, and whether the list is open, is known here alone, so that no key waits for the wire. */
import { createElement, useEffect, useRef, useState } from "react";

/** Around an input and the list below it. `answered` is the text that the list answers. */
export function Finder({ answered, className, children }) {
  const box = useRef(null);
  const chosen = useRef(0);
  const isWaiting = useRef(false);
  const [isOpen, setOpen] = useState(false);

  const input = () => box.current.querySelector("input");
  const options = () => [...box.current.querySelectorAll("[role=option]")];
  const isAnswered = () => answered === input().value.trim();

  const choose = (place) => {
    const all = options();
    chosen.current = all.length ? (place + all.length) % all.length : 0;
    all.forEach((option, number) => {
      option.id = `finder-option-${number}`;
      option.setAttribute("aria-selected", String(number === chosen.current));
    });
    all[chosen.current]?.scrollIntoView({ block: "nearest" });
    if (all.length) input().setAttribute("aria-activedescendant", `finder-option-${chosen.current}`);
    else input().removeAttribute("aria-activedescendant");
  };
  const leave = () => {
    isWaiting.current = false;
    setOpen(false);
    input().value = "";
    input().blur();
  };
  const open = () => {
    isWaiting.current = !isAnswered();
    if (!isWaiting.current) options()[chosen.current]?.click();
  };

  useEffect(() => {
    const toSearch = (event) => {
      const isAsked = (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey;
      if (!isAsked || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      input().focus();
      input().select();
    };
    document.addEventListener("keydown", toSearch);
    return () => document.removeEventListener("keydown", toSearch);
  }, []);
  useEffect(() => {
    choose(0);
    if (isWaiting.current && isAnswered()) open();
  }, [answered]);
  useEffect(() => input().setAttribute("aria-expanded", String(isOpen)), [isOpen]);

  const onKeyDown = (event) => {
    const keys = {
      ArrowDown: () => choose(chosen.current + 1),
      ArrowUp: () => choose(chosen.current - 1),
      Enter: open,
      Escape: leave,
    };
    if (!keys[event.key] || event.nativeEvent.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  };
  return createElement(
    "div",
    {
      ref: box,
      className,
      "data-open": isOpen,
      onKeyDown,
      onInput: () => setOpen(input().value.trim() !== ""),
      onFocus: () => setOpen(input().value.trim() !== ""),
      onBlur: () => setOpen(false),
      onMouseDown: (event) => event.target !== input() && event.preventDefault(), // the input keeps the focus
      onClick: (event) => event.target.closest("[role=option]") && setTimeout(leave),
    },
    children,
  );
}
