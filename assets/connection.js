/* Says that the server is out of reach, quietly and only when it lasts: what was typed stays, and what was pressed is sent
   when it answers again. */
import { createElement, useEffect, useState } from "react";

const MS_TO_NOTICE = 1000; // a page that is left or loaded anew drops its socket for a moment
const MS_TO_READ = 2500;

/** `isLost`: the socket could not be opened again. Shows `lost` while it is, then `found` for a moment. A dialog hides all
    but what is aria-live. */
export function Connection({ isLost, lost, found, className, saidClassName }) {
  const isOffline = useOffline();
  const [said, say] = useState("");
  useEffect(() => {
    const isAway = isLost || isOffline;
    if (!isAway && said !== lost) return;
    say(isAway ? said : found);
    const next = setTimeout(() => say(isAway ? lost : ""), isAway ? MS_TO_NOTICE : MS_TO_READ);
    return () => clearTimeout(next);
  }, [isLost, isOffline]);
  return createElement(
    "div",
    { role: "status", "aria-live": "polite", "data-connection": said === lost ? "lost" : "", className },
    said && createElement("p", { className: saidClassName }, said),
  );
}

function useOffline() {
  const [isOffline, setOffline] = useState(false);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return isOffline;
}
