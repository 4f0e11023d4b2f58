/* The grid itself: seven days with time going down, on one wall clock, in quarters of an hour.

   It is told which windows there are and tells what was drawn. What was drawn stays in sight until `strokes` has grown: by
   then the server has taken note, and `blocks` hold again. While a pointer is down nothing moves under it. */
import { createElement as h, useEffect, useMemo, useRef, useState } from "react";

import "$/public/week_grid.css";

const DAY = 1440;
const STEP = 15;
const HOUR = 22; // pixels
const SLACK = 4; // pixels that a click may wander
const HOURS = [...Array(24).keys()];
const DAYS = [...Array(7).keys()];

export default function WeekGrid(props) {
  const { blocks, days, chosen, strokes } = props;
  const root = useRef(null);
  const latest = useRef(props);
  const drag = useRef(null);
  const asked = useRef(""); // the key of the window that was moved last, to be told when it has moved
  const [drawn, setDrawn] = useState(null);
  const [told, setTold] = useState("");
  latest.current = props;

  const clock = useMemo(() => clockOf(props.locale), [props.locale]);
  const ghost = drawn && (drawn.isHeld || drawn.strokes === strokes) ? drawn : null;

  useEffect(() => {
    if (!asked.current) return;
    const parts = blocks.filter((block) => block.key === asked.current);
    if (parts.length) setTold(parts.map((block) => block.label).join(", "));
    const isLost = document.activeElement === document.body; // it went to another day, where it was made anew
    if (isLost) root.current.querySelector(`[data-window="${asked.current}"]`)?.focus();
  }, [blocks]);

  useEffect(() => {
    const move = (event) => drag.current && setDrawn(follow(root.current, drag.current, event));
    const up = (event) => {
      if (drag.current) drop(follow(root.current, drag.current, event));
    };
    const stop = (event) => {
      if (!drag.current || (event.type === "keydown" && event.key !== "Escape")) return;
      event.preventDefault();
      drag.current = null;
      setDrawn(null);
    };
    const listeners = { pointermove: move, pointerup: up, pointercancel: stop, keydown: stop };
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener);
    };
  }, []);

  function take(event, mode, block) {
    const touched = event.pointerType === "touch";
    if (event.button !== 0 || (touched && (!block || latest.current.chosen !== block.key))) return; // touch scrolls
    const at = place(root.current, event);
    drag.current = { mode, block, at, x: event.clientX, y: event.clientY, hasMoved: false };
    if (!block) root.current.focus({ preventScroll: true }); // leave the field that has it, so that it is read
  }

  function drop(found) {
    const { mode, block, hasMoved } = drag.current;
    drag.current = null;
    const tell = latest.current;
    setDrawn(found && { ...found, isHeld: false, strokes: tell.strokes });
    if (!hasMoved) {
      if (!block && tell.chosen) tell.onChoose("");
    } else if (mode === "paint") tell.onPaint(found.first, found.last, found.start, found.end);
    else {
      const days = (found.first - block.weekday) * DAY;
      const by = [found.start - block.start + days, found.end - block.end + days];
      asked.current = block.key;
      if (by[0] || by[1]) tell.onShift(block.key, ...by);
      else setDrawn(null);
      tell.onChoose(block.key);
    }
  }

  function press(event, block) {
    const act = keyOf(event, getComputedStyle(root.current).direction === "rtl");
    if (!act) return;
    if (act.undo) props.onUndo();
    else if (!block) return;
    else if (act.remove) {
      focusBeside(event.currentTarget, root.current);
      props.onRemove(block.key);
    } else if (act.enter) enter(block.key);
    else if (act.choose) props.onChoose(block.key);
    else {
      const weekday = block.weekday + act.days;
      const start = block.start + act.start;
      const end = block.end + act.end;
      if (weekday >= 0 && weekday < 7 && start >= 0 && end <= DAY && end - start >= STEP) {
        asked.current = block.key;
        props.onShift(block.key, act.start + act.days * DAY, act.end + act.days * DAY);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  }

  const parts = (weekday) => blocks.filter((block) => block.weekday === weekday);
  return h(
    "div",
    {
      ref: root,
      id: props.id,
      className: "week-grid",
      role: "group",
      tabIndex: -1,
      "aria-label": props.label,
      "aria-describedby": props.describedBy,
      style: { "--hour": `${HOUR}px` },
      onKeyDown: (event) => press(event, null),
    },
    h("div", { className: "week-hours", "aria-hidden": true }, HOURS.slice(1).map((hour) => h("span", { key: hour, style: { top: hour * HOUR } }, clock(hour * 60)))),
    DAYS.map((weekday) =>
      h(
        "div",
        { key: weekday, className: "week-day", role: "group", "aria-label": days[weekday] },
        h("div", { className: "week-head", "aria-hidden": true }, props.heads[weekday]),
        h(
          "div",
          { className: "week-ground", "data-weekday": weekday, onPointerDown: (event) => take(event, "paint", null) },
          laid(parts(weekday)).map(({ block, lane, lanes, part }) =>
            h(Window, {
              key: `${block.key} ${part}`,
              block,
              lane,
              lanes,
              edges: edgesOf(block, blocks),
              isChosen: block.key === chosen,
              isMoving: Boolean(ghost) && ghost.key === block.key,
              onTake: take,
              onPress: press,
              onChoose: props.onChoose,
            }),
          ),
          ghost && weekday >= ghost.first && weekday <= ghost.last && h(Ghost, { ghost, clock }),
        ),
      ),
    ),
    h("p", { role: "status", className: "sr-only" }, told),
  );
}

function Window({ block, lane, lanes, edges, isChosen, isMoving, onTake, onPress, onChoose }) {
  const grip = (mode) =>
    edges[mode] &&
    h("span", {
      className: `week-grip week-grip-${mode}`,
      onPointerDown: (event) => {
        event.stopPropagation();
        onTake(event, mode, block);
      },
    });
  return h(
    "button",
    {
      type: "button",
      className: "week-window",
      "aria-label": block.label,
      "aria-pressed": isChosen,
      "data-window": block.key,
      "data-elsewhere": block.city !== "" || undefined,
      "data-moving": isMoving || undefined,
      style: { ...spanOf(block), insetInlineStart: `${(lane / lanes) * 100}%`, width: `${100 / lanes}%` },
      title: block.label,
      onPointerDown: (event) => {
        event.stopPropagation();
        onTake(event, "move", block);
      },
      onClick: () => onChoose(block.key),
      onKeyDown: (event) => onPress(event, block),
    },
    h("span", { className: "week-text" }, block.time, block.city && h("span", { className: "week-city" }, block.city)),
    grip("start"),
    grip("end"),
  );
}

function Ghost({ ghost, clock }) {
  return h("div", { className: "week-ghost", "aria-hidden": true, style: spanOf(ghost) }, `${clock(ghost.start)}–${clock(ghost.end)}`);
}

function spanOf({ start, end }) {
  return { top: (start / 60) * HOUR, height: ((end - start) / 60) * HOUR };
}

/** What would be drawn if the pointer were let go here; nothing before it has moved. */
function follow(root, drag, event) {
  drag.hasMoved ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK;
  if (!drag.hasMoved) return null;
  const { weekday, minute } = place(root, event);
  if (drag.mode === "paint") {
    const [first, last] = [drag.at.weekday, weekday].sort((one, other) => one - other);
    const [low, high] = [drag.at.minute, minute].sort((one, other) => one - other);
    const start = Math.min(Math.floor(low / STEP) * STEP, DAY - STEP);
    return { isHeld: true, first, last, start, end: Math.max(Math.ceil(high / STEP) * STEP, start + STEP) };
  }
  const { key, start, end } = drag.block;
  const held = { isHeld: true, key, first: drag.block.weekday, last: drag.block.weekday, start, end };
  if (drag.mode === "start") return { ...held, start: Math.min(quarter(minute), end - STEP) };
  if (drag.mode === "end") return { ...held, end: Math.max(quarter(minute), start + STEP) };
  const day = Math.min(Math.max(drag.block.weekday + weekday - drag.at.weekday, 0), 6);
  const to = Math.min(Math.max(quarter(start + minute - drag.at.minute), 0), DAY - (end - start));
  return { ...held, first: day, last: day, start: to, end: to + end - start };
}

function quarter(minute) {
  return Math.round(minute / STEP) * STEP;
}

/** The weekday whose column is nearest to the pointer, and the minute at its height. */
function place(root, { clientX, clientY }) {
  const grounds = [...root.querySelectorAll(".week-ground")].map((ground) => ground.getBoundingClientRect());
  const away = ({ left, right }) => Math.max(left - clientX, clientX - right, 0);
  const weekday = grounds.reduce((best, ground, at) => (away(ground) < away(grounds[best]) ? at : best), 0);
  const minute = ((clientY - grounds[0].top) / grounds[0].height) * DAY;
  return { weekday, minute: Math.min(Math.max(minute, 0), DAY) };
}

/** Which ends of a window this part of it has: one that passes midnight stands in two. */
function edgesOf(block, blocks) {
  const parts = blocks.filter((other) => other.key === block.key);
  if (parts.length < 2) return { start: true, end: true };
  return { start: block.start > 0, end: block.end < DAY };
}

/** Side by side where they overlap. */
function laid(blocks) {
  const lanes = [];
  const found = blocks.map((block) => {
    let lane = lanes.findIndex((end) => end <= block.start);
    if (lane < 0) lane = lanes.length;
    lanes[lane] = block.end;
    return { block, lane };
  });
  return found.map((one) => {
    const part = blocks.filter((other) => other.key === one.block.key).indexOf(one.block);
    const beside = found.filter((other) => other.block.start < one.block.end && one.block.start < other.block.end);
    return { ...one, part, lanes: 1 + Math.max(...beside.map((other) => other.lane)) };
  });
}

function keyOf(event, isMirrored) {
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) return { undo: true };
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const later = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: isMirrored ? 1 : -1, ArrowRight: isMirrored ? -1 : 1 }[event.key];
  if (later) {
    const isUpright = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (!event.shiftKey) return isUpright ? { days: 0, start: later * STEP, end: later * STEP } : { days: later, start: 0, end: 0 };
    return { days: 0, start: isUpright ? 0 : later * STEP, end: isUpright ? later * STEP : 0 };
  }
  return { Delete: { remove: true }, Backspace: { remove: true }, Enter: { enter: true }, " ": { choose: true } }[event.key] ?? null;
}

/** To the fields of this window, which stand beside the grid. */
function enter(key) {
  document.querySelector(`[data-times="${key}"] input`)?.focus();
}

/** What is about to go gives the focus to its neighbour. */
function focusBeside(button, root) {
  const all = [...root.querySelectorAll(".week-window")].filter((one) => one.dataset.window !== button.dataset.window);
  const after = all.find((one) => button.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  (after ?? all.at(-1) ?? root).focus();
}

function clockOf(locale) {
  const format = new Intl.DateTimeFormat(locale || undefined, { timeStyle: "short", timeZone: "UTC" });
  return (minute) => format.format(new Date(minute * 60_000));
}
