/* The index at the side of a long page: it marks the part that is being read. */
import { createElement, useEffect, useRef } from "react";

/** Holds links such as `#links`. The one whose part stands first on the screen is `aria-current`. */
export function SideIndex({ label, className, children }) {
  const nav = useRef(null);
  useEffect(() => {
    const links = [...nav.current.querySelectorAll("a")];
    const parts = links.map((link) => document.querySelector(link.hash)?.closest("section"));
    const mark = () => {
      const atTheEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const first = parts.findIndex((part) => part && part.getBoundingClientRect().bottom > 96);
      const here = atTheEnd && scrollY > 0 ? links.length - 1 : first;
      links.forEach((link, at) => (at === here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")));
    };
    mark();
    addEventListener("scroll", mark, { passive: true });
    return () => removeEventListener("scroll", mark);
  }, []);
  return createElement("nav", { ref: nav, "aria-label": label, className }, children);
}
