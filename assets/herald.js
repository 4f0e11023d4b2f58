/* What the console says aloud: a desktop notification where this browser has it on, and a soft sound for what is urgent.
   Both choices belong to the browser, not to the person. Of several tabs the first one speaks. */
import { createElement, useEffect, useState } from "react";

const DESKTOP = "callboard-desktop";
const SOUND = "callboard-sound";
const SPOKEN = "callboard-spoken";

const may = () => "Notification" in window && Notification.permission === "granted";
const isOn = (name) =>
  name === DESKTOP ? localStorage.getItem(name) === "on" && may() : localStorage.getItem(name) !== "off";

/** Speaks once for each new `notice` (an id); renders nothing. */
export function Herald({ notice, loud, title, text, to }) {
  useEffect(() => {
    if (!notice || localStorage.getItem(SPOKEN) === notice) return;
    localStorage.setItem(SPOKEN, notice);
    if (isOn(DESKTOP)) show(notice, title, text, to);
    if (loud && isOn(SOUND)) ring();
  }, [notice]);
  return null;
}

/** A box that turns `name` (desktop or sound) on or off in this browser, and asks the browser for leave when it must. */
export function HeraldSwitch({ name, label, hint, refused }) {
  const key = `callboard-${name}`;
  const [on, setOn] = useState(false);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => setOn(isOn(key)), [key]);
  const turn = async (event) => {
    const wanted = event.target.checked;
    const asked = wanted && key === DESKTOP && "Notification" in window && (await Notification.requestPermission());
    localStorage.setItem(key, wanted ? "on" : "off");
    setOn(wanted && isOn(key));
    setRefused(wanted && key === DESKTOP && asked !== "granted");
    if (wanted && key === SOUND) ring();
  };
  return createElement(
    "label",
    { className: "flex items-start gap-2 text-sm" },
    createElement("input", {
      type: "checkbox",
      checked: on,
      onChange: turn,
      className: "mt-0.5 size-4 shrink-0 rounded-sm accent-accent",
    }),
    createElement(
      "span",
      null,
      label,
      createElement("span", { className: "block text-xs text-faint" }, hint),
      createElement("span", { className: "block text-xs text-danger-ink", role: "status" }, isRefused ? refused : ""),
    ),
  );
}

function show(id, title, text, to) {
  const shown = new Notification(title, { body: text, tag: id, icon: "/favicon.svg" });
  shown.onclick = () => {
    window.focus();
    window.location.assign(to);
  };
}

/** Two quiet tones, a third apart, within half a second. A browser that nobody has clicked in yet stays silent. */
function ring() {
  const audio = new AudioContext();
  [0, 0.18].forEach((after, place) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + after;
    tone.frequency.value = place ? 659 : 523;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.3);
  });
  setTimeout(() => audio.close(), 1000);
}
