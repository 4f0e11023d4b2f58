/* A page within the page: what stands in it is part of the console, but goes by a width and a theme of its own, as on a
   customer's screen. */
import { createElement, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

const PAUSE = 350; // milliseconds without a letter

/** `form`: the id of the form that is being filled. `onTyped(fields)` is called when it is there, after a pause in the
    typing, and when `anew` changes. `width`: how many CSS pixels the page believes it has; it is shrunk to fit. */
export function Preview({ form, anew, onTyped, label, width, theme, children }) {
  const around = useRef(null);
  const [page, setPage] = useState(null);
  const [size, setSize] = useState({ width, height: 0 });
  const tell = useRef(onTyped);
  tell.current = onTyped;
  useEffect(() => {
    let waiting;
    const send = () => {
      const it = document.getElementById(form);
      if (it) tell.current(Object.fromEntries(new FormData(it)));
    };
    const later = ({ target }) => {
      if (target.form?.id !== form) return;
      clearTimeout(waiting);
      waiting = setTimeout(send, PAUSE);
    };
    const first = setTimeout(send);
    for (const event of ["input", "change"]) document.addEventListener(event, later);
    return () => {
      for (const event of ["input", "change"]) document.removeEventListener(event, later);
      clearTimeout(first);
      clearTimeout(waiting);
    };
  }, [form, anew]);
  useEffect(() => {
    const watching = new ResizeObserver(([{ contentRect }]) => setSize(contentRect));
    watching.observe(around.current);
    return () => watching.disconnect();
  }, []);
  useEffect(() => {
    if (!page) return;
    page.documentElement.className = theme;
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.dir = document.documentElement.dir;
  }, [page, theme]);
  const dress = ({ target }) => {
    const inside = target.contentDocument;
    for (const sheet of document.querySelectorAll("link[rel=stylesheet], head style")) inside.head.append(sheet.cloneNode(true));
    setPage(inside);
  };
  const scale = Math.min(1, size.width / width) || 1;
  const look = { width, height: size.height / scale, border: 0, transform: `scale(${scale})`, transformOrigin: "0 0" };
  const frame = { title: label, srcDoc: "<!doctype html><title>-</title>", onLoad: dress, style: look };
  const shift = Math.max(0, (size.width - width * scale) / 2);
  return createElement(
    "div",
    { ref: around, style: { height: "100%", overflow: "hidden", paddingInlineStart: shift, boxSizing: "border-box" } },
    createElement("iframe", frame),
    page && createPortal(children, page.body),
  );
}
