/* Who is at the booking page: their time zone and language, told whenever the server does not know them; and, where it was
   started anew while they booked, what they had chosen and typed. That is kept nowhere but in the open page. */
import { useEffect, useRef } from "react";

/** `isKnown`: whether the server knows who this is. `chosen`: what they have come to, by name. `onArrive(zone, language, anew,
    before)`: `anew` when the page was opened and not reloaded; `before` is what the server forgot, nothing on a new page.
    Renders nothing. */
export function Customer({ isKnown, chosen, onArrive }) {
  const before = useRef({});
  useEffect(() => {
    const keep = ({ target }) => {
      if (target.form) before.current.fields = Object.fromEntries(new FormData(target.form));
    };
    document.addEventListener("input", keep);
    return () => document.removeEventListener("input", keep);
  }, []);
  useEffect(() => {
    if (isKnown) Object.assign(before.current, chosen);
  }, [isKnown, ...Object.values(chosen)]);
  useEffect(() => {
    if (!isKnown) onArrive(zone(), navigator.language ?? "", isOpened(), before.current);
  }, [isKnown]);
  return null;
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
const isOpened = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";
