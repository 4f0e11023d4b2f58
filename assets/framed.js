/* The booking page within another site's page: how tall it is, that a call was booked, that Escape was pressed. Sites that
   may not frame it never get here (`frame-ancestors`); `embed.js` listens on the other side. */
import { useEffect, useRef } from "react";

const isFramed = () => window.parent !== window;

function tell(message) {
  const host = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
  if (host) window.parent.postMessage(message, host);
}

/** `reference`, `start` (ISO) and `minutes` are those of the call that was booked, empty before. Renders nothing. */
export function Framed({ reference, start, minutes }) {
  useEffect(() => {
    if (!isFramed()) return;
    document.documentElement.dataset.framed = "";
    // Links lead out of the frame, which none of our other pages may stand in.
    document.head.append(Object.assign(document.createElement("base"), { target: "_blank" }));
    const measure = () => tell({ callboard: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
    const watching = new ResizeObserver(measure);
    watching.observe(document.body);
    const leave = (event) => event.key === "Escape" && !event.defaultPrevented && tell({ callboard: "close" });
    addEventListener("keydown", leave);
    return () => {
      watching.disconnect();
      removeEventListener("keydown", leave);
    };
  }, []);
  const told = useRef(""); // a server that was started anew says it again
  useEffect(() => {
    if (!reference || reference === told.current || !isFramed()) return;
    told.current = reference;
    tell({ callboard: "booked", call: { reference, startUtc: start, durationMinutes: minutes } });
  }, [reference]);
  return null;
}
