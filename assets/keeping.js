/* A time that is kept for somebody while they are here: whatever they do keeps it on, and its end is spoken of only when it
   is near. */
import { createElement, useEffect, useRef, useState } from "react";

const MS_NEAR = 120000;
const NEAR_SHARE = 0.4; // of a time that is kept for a short while only
const MS_BETWEEN_SIGNS = 45000; // as often as the server keeps it on
const SIGNS = ["pointerdown", "pointermove", "touchmove", "keydown", "input", "scroll", "focusin", "visibilitychange"];

/**
 * `until` and `now` are ISO instants: the end, and the server's time when it said so. `calm`, `counting`, `near` (read
 * aloud, once) and `over` are the words, `keep` those of the button. `onStay` is told that somebody is here.
 */
export function Keeping({ until, now, calm, counting, near, over, keep, className, buttonClassName, onStay }) {
  const { left, whole } = useLeft(until, now);
  const [isHeld, hold] = useState(false); // a button that has the focus stays under it
  const stay = useSigns(until, onStay);
  const isNear = left < Math.min(MS_NEAR, whole * NEAR_SHARE);
  const said = !isNear ? calm : left > 0 ? counting.replace("{time}", clock(left)) : over;
  return createElement(
    "div",
    { className },
    createElement("p", { "aria-hidden": isNear && left > 0 ? "true" : undefined }, said),
    (isNear || isHeld) &&
      createElement(
        "button",
        { type: "button", className: buttonClassName, onClick: stay, onFocus: () => hold(true), onBlur: () => hold(false) },
        keep,
      ),
    createElement("p", { role: "status", className: "sr-only" }, isNear && left > 0 ? near : ""),
  );
}

/** Milliseconds left, told each second, and how many there were. The browser's clock is asked only for what has passed. */
function useLeft(until, now) {
  const whole = Date.parse(until) - Date.parse(now);
  const [left, setLeft] = useState(whole);
  useEffect(() => {
    const here = Date.now(); // goes on while the device sleeps
    const tell = () => setLeft(Math.max(0, whole - (Date.now() - here)));
    tell();
    const timer = setInterval(tell, 1000);
    return () => clearInterval(timer);
  }, [until, now]);
  return { left, whole };
}

/** Tells `onStay` of signs of life, now and then; gives what tells of one at once. */
function useSigns(until, onStay) {
  const tell = useRef(onStay);
  tell.current = onStay;
  useEffect(() => {
    let last = Date.now();
    const notice = () => {
      if (document.hidden || Date.now() - last < MS_BETWEEN_SIGNS) return;
      last = Date.now();
      tell.current();
    };
    SIGNS.forEach((sign) => document.addEventListener(sign, notice, { capture: true, passive: true }));
    return () => SIGNS.forEach((sign) => document.removeEventListener(sign, notice, { capture: true }));
  }, [until]);
  return () => tell.current();
}

/** 75000 -> "1:15". */
function clock(left) {
  const seconds = Math.ceil(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
