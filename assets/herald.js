/* What the console says beyond its page: how many notices are new, in the tab's title and icon and on the icon of the
   installed app; a desktop notification where this browser has it on, and a soft sound for what is urgent. Both choices
   belong to the browser, not to the person. Of several tabs the first one speaks. */
import { createElement, useEffect, useState } from "react";

const DESKTOP = "callboard-desktop";
const SOUND = "callboard-sound";
const SPOKEN = "callboard-spoken";
const SECONDS_TO_HEAR = 10; // within which every tab has heard of a notice
const COUNTED = /^\(\d+\) /;

const may = () => "Notification" in window && Notification.permission === "granted";
const isOn = (name) =>
  name === DESKTOP ? localStorage.getItem(name) === "on" && may() : localStorage.getItem(name) !== "off";

/** Speaks once for each new `notice` (an id), and opens it with `onOpen` when pressed; renders nothing. */
export function Herald({ notice, loud, title, text, unread, onOpen }) {
  useEffect(() => {
    if (notice) first(notice, () => speak(notice, loud, title, text, onOpen));
  }, [notice]);
  useEffect(() => count(unread), [unread]);
  return null;
}

/** Calls `act` in one tab alone. Browsers without locks are those without notifications. */
function first(notice, act) {
  const actOnce = () => {
    if ((localStorage.getItem(SPOKEN) ?? "") >= notice) return; // ids are in the order of time
    localStorage.setItem(SPOKEN, notice);
    act();
  };
  if (!navigator.locks) return actOnce();
  navigator.locks.request(`${SPOKEN}-${notice}`, { ifAvailable: true }, (lock) => {
    if (!lock) return null;
    actOnce();
    return new Promise((over) => setTimeout(over, 1000 * SECONDS_TO_HEAR));
  });
}

function speak(notice, loud, title, text, onOpen) {
  if (isOn(DESKTOP)) show(notice, title, text, onOpen);
  if (loud && isOn(SOUND)) ring();
}

/** Says how many are new until the page goes or says another number: (3) before the title, a dot, the app's badge. */
function count(unread) {
  const title = () => {
    const bare = document.title.replace(COUNTED, "");
    const told = unread ? `(${unread}) ${bare}` : bare;
    if (document.title !== told) document.title = told;
  };
  const watch = new MutationObserver(title); // another page sets its own
  watch.observe(document.head, { childList: true, subtree: true, characterData: true });
  title();
  document.querySelector("link[rel=icon]")?.setAttribute("href", unread ? "/favicon-new.svg" : "/favicon.svg");
  const badged = unread ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.();
  badged?.catch(() => {}); // not installed
  return () => watch.disconnect();
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

function show(id, title, text, onOpen) {
  try {
    const shown = new Notification(title, { body: text, tag: id, icon: "/icons/icon-192.png" });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen(id);
    };
  } catch {
    // Chrome on Android leaves notifications to service workers; the badge and the sound are there.
  }
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
