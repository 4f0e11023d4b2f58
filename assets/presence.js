/* What the browser tells of the person before it: whether they see this page, and whether a list is under their hand. */
import { useEffect, useRef } from "react";

const FIELDS = "[role=dialog] :is(input:not([type=checkbox], [type=radio], [type=hidden]), textarea)";

/** Tells `onChange(seen)` when another tab covers the page, and when it is seen again; renders nothing. */
export function Presence({ onChange }) {
  const tell = useLatest(onChange);
  useEffect(() => {
    const changed = () => tell.current(!document.hidden);
    if (document.hidden) changed();
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return null;
}

/** Tells `onChange(held)` when rows [data-rows] should stay where they are, and when they may move again: the person has
    scrolled into them, marked text, typed something beside them, or is `busy` as the server knows. `held` is what was told
    last. Rows that were brought (`arrived`: their ids; none is `waiting` any more) are put into sight. Renders nothing. */
export function Hand({ busy, held, waiting, arrived, onChange }) {
  const tell = useLatest(() => {
    const now = Boolean(busy) || isScrolled() || isMarked() || isTyped();
    if (now !== held) onChange(now);
  });
  useEffect(() => {
    let timer;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => tell.current(), 120);
    };
    const signs = ["scroll", "input", "focusin", "focusout", "selectionchange"];
    signs.forEach((sign) => document.addEventListener(sign, look, { capture: true, passive: true }));
    return () => {
      clearTimeout(timer);
      signs.forEach((sign) => document.removeEventListener(sign, look, { capture: true }));
    };
  }, []);
  useEffect(() => tell.current(), [busy, held]);
  const waited = useRef(waiting);
  useEffect(() => {
    if (waited.current && !waiting && held) bringIntoSight(arrived);
    waited.current = waiting;
  }, [waiting, arrived]);
  return null;
}

const rows = () => document.querySelector("[data-rows]");

function isScrolled() {
  const list = rows()?.querySelector("table")?.parentElement;
  return Boolean(list) && (list.scrollTop > 0 || list.getBoundingClientRect().top < 0);
}

function isMarked() {
  const marked = document.getSelection();
  return !marked.isCollapsed && Boolean(rows()?.contains(marked.anchorNode));
}

/** Also where what is typed is the server's at once: then it has the focus. */
function isTyped() {
  const isBegun = (field) => field.value !== field.defaultValue || (field.value && field === document.activeElement);
  return [...document.querySelectorAll(FIELDS)].some((field) => field.checkVisibility() && isBegun(field));
}

function bringIntoSight([first]) {
  const line = first && document.querySelector(`[data-booking="${first}"]`);
  line?.scrollIntoView({ block: "nearest" });
  if (document.activeElement === document.body) line?.focus({ preventScroll: true }); // the button that had it is gone
}

/** A ref to what a prop was when the page was last drawn. */
function useLatest(value) {
  const latest = useRef(value);
  latest.current = value;
  return latest;
}
