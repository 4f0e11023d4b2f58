/* A field whose letters are answered by a list: arrows choose in it, Enter or a click takes. What is found comes from the
   server; which of it is chosen, and whether the list is open, is known here alone, so that no key waits for the wire. */
import { createElement, useEffect, useRef, useState } from "react";

/** Around an input and the list below it. `answered` is the text that the list answers. It opens its list, or the hint
    there, before anything is typed, and keeps the focus of who chose with the keyboard. */
export function Combobox({ answered, className, children }) {
  const box = useRef(null);
  const chosen = useRef(0);
  const isWaiting = useRef(false);
  const [isOpen, setOpen] = useState(false);

  const input = () => box.current.querySelector("input");
  const list = () => box.current.querySelector("[role=listbox]");
  const typed = () => input().value.trim();
  const options = () => (typed() ? [...list().querySelectorAll("[role=option]")] : []);
  const isAnswered = () => answered === typed();

  const choose = (place) => {
    const all = options();
    chosen.current = all.length ? (place + all.length) % all.length : 0;
    all.forEach((option, number) => {
      option.id = `${list().id}-${number}`;
      option.setAttribute("aria-selected", String(number === chosen.current));
    });
    all[chosen.current]?.scrollIntoView({ block: "nearest" });
    if (all.length && isOpen) input().setAttribute("aria-activedescendant", all[chosen.current].id);
    else input().removeAttribute("aria-activedescendant");
  };
  const leave = ({ byPointer = false } = {}) => {
    isWaiting.current = false;
    setOpen(false);
    input().value = "";
    if (byPointer) input().blur();
  };
  const take = () => {
    isWaiting.current = typed() !== "" && !isAnswered();
    if (!isWaiting.current) options()[chosen.current]?.click();
  };
  const look = () => setOpen(true);

  useEffect(() => {
    choose(0);
    if (isWaiting.current && isAnswered()) take();
  }, [answered, isOpen]);
  useEffect(() => {
    input().setAttribute("aria-expanded", String(isOpen));
    // On a phone the keyboard is about to cover the lower half, where the list would be.
    if (isOpen && matchMedia("(max-width: 48rem)").matches) box.current.scrollIntoView({ block: "start" });
  }, [isOpen]);

  const onKeyDown = (event) => {
    const keys = {
      ArrowDown: () => choose(chosen.current + 1),
      ArrowUp: () => choose(chosen.current - 1),
      Enter: take,
      Escape: () => leave(),
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
      onInput: look,
      onFocus: look,
      onBlur: () => setOpen(false),
      onMouseDown: (event) => event.target !== input() && event.preventDefault(), // the input keeps the focus
      onClick: (event) =>
        event.target.closest("[role=option]") && setTimeout(leave, 0, { byPointer: event.detail > 0 }),
    },
    children,
  );
}
