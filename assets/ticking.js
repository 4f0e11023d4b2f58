/* Time that passes before one's eyes: minutes and seconds from an instant, or until it, without asking the server. */
import { createElement, useEffect, useState } from "react";

/** `since` and `now` are ISO instants: what is counted, and the server's time when it said so. The browser's clock is not asked. */
export function Ticking({ since, now }) {
  const [anchor, setAnchor] = useState({ now, at: 0 });
  const [at, setAt] = useState(0);
  useEffect(() => {
    const here = performance.now();
    setAnchor({ now, at: here });
    setAt(here);
    const timer = setInterval(() => setAt(performance.now()), 1000);
    return () => clearInterval(timer);
  }, [now, since]);
  const server = Date.parse(anchor.now) + (at - anchor.at);
  return createElement("span", null, told(Math.floor(Math.abs(server - Date.parse(since)) / 1000)));
}

/** 75 -> "1:15", 3675 -> "1:01:15". */
function told(seconds) {
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${parts.join(":")}` : `${Number(parts[0])}:${parts[1]}`;
}
