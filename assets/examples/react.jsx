// The booking page in a React application: <BookCall base="https://calls.example" app="app_..." appKey="wk_..." />
import { useEffect, useRef } from "react";

const scripts = new Map();

/** Loads `embed.js` of this Callboard once, however many components ask. */
function embed(base) {
  if (!scripts.has(base)) {
    const loading = new Promise((loaded, failed) => {
      const script = Object.assign(document.createElement("script"), { src: `${base}/embed.js` });
      script.onload = () => loaded(window.Callboard);
      script.onerror = () => failed(new Error(`Callboard does not answer at ${base}.`));
      document.head.append(script);
    });
    scripts.set(base, loading);
  }
  return scripts.get(base);
}

/** `onBooked` gets { reference, startUtc, durationMinutes }; `preset`, `agent`, `name`, `email` ... are filled in beforehand. */
export function BookCall({ base, app, appKey, onBooked, ...filled }) {
  const place = useRef(null);
  const told = useRef(onBooked);
  told.current = onBooked;
  useEffect(() => {
    const element = place.current;
    const hear = (event) => told.current?.(event.detail);
    let mounted, isGone;
    element.addEventListener("callboard:booked", hear);
    embed(base).then((callboard) => {
      if (!isGone) mounted = callboard.mount(element, { app, key: appKey, ...filled });
    });
    return () => {
      isGone = true;
      element.removeEventListener("callboard:booked", hear);
      mounted?.unmount();
    };
  }, [base, app, appKey]);
  return <div ref={place} />;
}
