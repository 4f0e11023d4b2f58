/* How far it is to an instant, told calmly: in minutes until the last two, in seconds from then on. No server is asked. */
import { createElement, useEffect, useState } from "react";

const MINUTE = 60000;
const CALM = 2 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/**
 * `until` and `now` are ISO instants: what is counted, and the server's time when it said so; the browser's clock is not
 * asked. `far` is said where it is more than a day. `before`, `after`, `here`, `hours` and `minutes` are the words.
 */
export function Countdown({ until, now, far, ...words }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const here = performance.now();
    const left = () => Date.parse(until) - Date.parse(now) - (performance.now() - here);
    const tell = () => setSaid(Math.abs(left()) > DAY ? far : told(left(), words));
    tell();
    const timer = setInterval(tell, 1000);
    return () => clearInterval(timer);
  }, [until, now, far, ...Object.values(words)]);
  return createElement("span", null, said);
}

function told(left, { before, after, here, hours, minutes }) {
  if (left > 0) return before.replace("{time}", left > CALM ? length(Math.ceil(left / MINUTE), hours, minutes) : seconds(left));
  const gone = Math.floor(-left / MINUTE);
  return gone ? after.replace("{time}", length(gone, hours, minutes)) : here;
}

/** 65 -> "1 h 5 min". */
function length(all, hours, minutes) {
  const whole = Math.floor(all / 60);
  const rest = all % 60;
  const parts = whole ? [hours.replace("{hours}", whole)] : [];
  if (rest || !whole) parts.push(minutes.replace("{minutes}", rest));
  return parts.join(" ");
}

/** 75000 -> "1:15". */
function seconds(left) {
  const whole = Math.ceil(left / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
