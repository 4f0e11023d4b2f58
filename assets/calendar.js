/* The calendar: @event-calendar/core as a React component. It is told what stands where, and tells what was asked for.

   Times are wall-clock texts (`2026-11-24T14:00`) of the zone that the page chose, never instants: the browser's own zone
   has no say. What is dragged stays where it was dropped until the next `entries`, or until `version` grows: then what the
   server said last holds again. While a pointer is down nothing moves under it: news wait until it is up. */
import { createElement, useEffect, useRef } from "react";
import { grounds, height as heightOfRows, isTimeline, label, nested, relabel, slotWidth, standing, stretches } from "$/public/calendar_rows.js";

const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false };
const HEAD = 36;
const MOST = "max(70dvh, 420px)";
const TABLE = ["grid", "table", "row", "rowgroup", "rowheader", "columnheader", "gridcell", "cell"].map((role) => `[role=${role}]`).join();
const MINUTE = 60_000;
const FEW = 40; // changes that cost less one by one than all entries anew
const NOTHING = { time: "", title: "", note: "", day: "", tone: "", resource: "", lengths: [], version: 0, is_movable: false };

export function Calendar(props) {
  const ground = useRef(null);
  const calendar = useRef(null);
  const latest = useRef(props);
  const held = useRef(false);
  const carrying = useRef(null);
  latest.current = props;

  useEffect(() => {
    let isGone = false;
    const again = () => calendar.current && show(calendar.current, latest.current);
    const stop = holding(ground.current, held, again);
    import("$/public/calendar_parts.js").then((parts) => {
      if (isGone) return;
      const plugins = [parts.TimeGrid, parts.ResourceTimeline, parts.Interaction];
      calendar.current = parts.createCalendar(ground.current, plugins, options(ground.current, latest, carrying, parts, calendar));
      carrying.current = new parts.Carrying(ground.current, calendar.current, latest, event, (isHeld) => {
        held.current = isHeld;
        if (!isHeld) again();
      });
      begin(calendar.current, ground.current, latest.current);
    });
    return () => {
      isGone = true;
      stop();
      carrying.current?.stop();
      if (calendar.current) import("$/public/calendar_parts.js").then((parts) => parts.destroyCalendar(calendar.current));
    };
  }, []);

  useEffect(() => {
    if (calendar.current && !held.current) show(calendar.current, props);
    carrying.current?.refresh();
  });

  return createElement("div", {
    ref: ground,
    id: props.id,
    className: `calendar ${isTimeline(props) ? "calendar-rows" : ""} ${props.className ?? ""}`,
    role: "group",
    "aria-label": props.label,
    style: room(props), // before it is drawn, too: nothing jumps
    onKeyDown: (event) => carry(carrying.current, event) || walk(ground.current, event),
  });
}

/** What a calendar shows at present, so that only what changed is set. */
const shown = new WeakMap();

function begin(calendar, ground, props) {
  shown.set(calendar, { props: { ...props }, looks: looks(ground, props), ground, drawn: new Map() });
  draw(calendar);
}

function show(calendar, props) {
  const now = shown.get(calendar);
  const before = now.props;
  const looked = now.looks;
  now.props = { ...props };
  now.looks = looks(now.ground, props);
  if (before.date !== props.date) calendar.setOption("scrollTime", `${props.scrollHour}:00`); // before the other day comes
  const different = Object.keys(now.looks).filter((name) => looked[name] !== now.looks[name]);
  for (const name of different) calendar.setOption(name, now.looks[name]);
  if (before.resources !== props.resources) {
    if (isSame(before.resources?.map(standing), props.resources?.map(standing))) relabel(now.ground, props.resources);
    else calendar.setOption("resources", nested(props.resources));
  }
  const isAnew = before.version !== props.version || different.some((name) => name !== "timeZone");
  if (!isAnew && before.entries === props.entries) return;
  if (isAnew) now.drawn.clear();
  calendar.unselect();
  draw(calendar);
}

/** Set the entries; where only some differ from what stands there, those alone: what stays keeps the focus. */
function draw(calendar) {
  const now = shown.get(calendar);
  const { drawn } = now;
  const wanted = new Map(events(now).map((one) => [one.id, one]));
  const gone = [...drawn.keys()].filter((id) => !wanted.has(id));
  const changed = [...wanted.values()].filter((one) => !isSame(one, drawn.get(one.id)));
  if (!drawn.size || changed.length + gone.length > FEW) {
    calendar.setOption("events", [...wanted.values()]);
  } else {
    for (const id of gone) calendar.removeEventById(id);
    for (const one of changed) drawn.has(one.id) ? calendar.updateEvent(one) : calendar.addEvent(one);
  }
  now.drawn = wanted;
}

function isSame(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The options that may change while the calendar stands. On a narrow screen a week is shown a day at a time. */
function looks(ground, props) {
  const isNarrow = window.matchMedia("(max-width: 639px)").matches;
  return {
    view: isNarrow && props.view === "timeGridWeek" ? "timeGridDay" : props.view,
    date: props.date,
    timeZone: props.offset,
    slotMinTime: `${props.firstHour}:00`,
    slotMaxTime: `${props.lastHour}:00`,
    ...(isTimeline(props) ? { slotWidth: slotWidth(ground, props) } : {}),
  };
}

function options(ground, latest, carrying, { place }, calendar) {
  const props = latest.current;
  const moved = (info) => {
    const { id, kind } = info.event.extendedProps;
    shown.get(calendar.current).drawn.set(info.event.id, null); // it no longer stands where it was set
    if (kind !== "call") latest.current.onMove?.(id, ...wanted(info), info.newResource?.id ?? "");
  };
  const taken = ({ event }) => event.extendedProps.kind === "call" && carrying.current.take(event.extendedProps);
  const over = (info) => {
    const [start, end] = wanted(info);
    carrying.current.over(start, minutesBetween(start, end), info.event.resourceIds[0] ?? "");
  };
  const released = () => {
    const { entry, start, minutes, row } = carrying.current.end() ?? {};
    if (entry) latest.current.onDrop(entry.id, entry.version, start, minutes, row);
  };
  return {
    ...looks(ground, props),
    events: [],
    resources: nested(props.resources),
    resourceLabelContent: label,
    buttonText: (texts) => ({ ...texts, collapse: props.fold, expand: props.unfold }),
    firstDay: props.firstDay,
    locale: props.locale,
    headerToolbar: { start: "", center: "", end: "" },
    allDaySlot: false,
    nowIndicator: true,
    slotDuration: "00:30",
    snapDuration: "00:15",
    slotHeight: props.slotHeight,
    slotEventOverlap: false,
    slotLabelFormat: CLOCK,
    slotLabelInterval: "01:00",
    eventTimeFormat: CLOCK,
    dayHeaderFormat: { weekday: "short", day: "numeric" },
    scrollTime: `${props.scrollHour}:00`,
    selectable: Boolean(props.onSelect) && props.mayDraw !== false,
    unselectAuto: Boolean(props.words?.fresh), // a form that a drawn call opens has it all
    editable: false,
    eventResizableFromStart: true,
    longPressDelay: 350,
    eventContent: content,
    eventClick: ({ event }) => latest.current.onPress?.(event.id, event.extendedProps.kind),
    select: ({ startStr, endStr, resource }) =>
      latest.current.onSelect(startStr.slice(0, 16), endStr.slice(0, 16), resource?.id ?? ""),
    dayCellContent: props.onLift ? place : undefined,
    eventDragStart: taken,
    eventResizeStart: taken,
    dragConstraint: over,
    resizeConstraint: (info) => mayLast(info) && over(info),
    eventDragStop: released,
    eventResizeStop: released,
    eventDrop: moved,
    eventResize: moved,
    eventAllUpdated: () => settle(ground),
  };
}

function events({ props, looks: { slotWidth: halfHour } }) {
  if (!isTimeline(props)) return props.entries.map(event);
  return [...grounds(props, halfHour), ...props.entries.filter((entry) => !entry.is_behind).map(event)];
}

function event(given) {
  const entry = { ...NOTHING, ...given };
  return {
    id: entry.id,
    start: entry.start,
    end: entry.end,
    display: entry.is_behind ? "background" : "auto",
    startEditable: entry.is_movable,
    durationEditable: entry.is_movable && (entry.kind !== "call" || entry.lengths.length > 1),
    resourceIds: entry.resource ? [entry.resource] : [],
    classNames: [`entry-${entry.kind}`, ...(entry.tone ? [`tone-${entry.tone}`] : [])],
    extendedProps: entry,
  };
}

/** From when until when something that is dragged or resized would be. */
function wanted(info) {
  const { start, end } = info.event.extendedProps;
  const by = info.delta ? [info.delta, info.delta] : [info.startDelta, info.endDelta];
  return [later(start, by[0]), later(end, by[1])];
}

/** A call keeps its start, and lasts as long as calls of its kind may. */
function mayLast(info) {
  const { kind, lengths, start } = info.event.extendedProps;
  const [from, until] = wanted(info);
  return kind !== "call" || (from === start && lengths.includes(minutesBetween(from, until)));
}

/** What stands for a name where there is no room for it: SW. */
const initials = (name) =>
  (name ?? "").split(/\s+/).filter(Boolean).map((word) => [...word][0]).slice(0, 2).join("").toLocaleUpperCase();

/** Lines of text, never HTML: names are the customers' own. While something is dragged its time is where it is dragged. */
function content({ event, timeText }) {
  const entry = event.extendedProps;
  if (entry.kind === "closed") return { domNodes: [] };
  if (entry.kind === "ground") return { domNodes: stretches(entry) };
  const isFixed = entry.time && event.display === "auto" && !entry.is_movable;
  const [from, until] = (isFixed || entry.is_behind ? entry.time : timeText).split(/\s?–\s?/);
  const note = part("div", "entry-note", [entry.note]);
  note.dataset.initials = entry.kind === "call" ? initials(entry.title) : "";
  const text = part("div", "entry-text", [
    part("div", "entry-head", [
      part("span", "entry-time", [from, until && part("span", "entry-until", [`–${until}`]), " "]),
      part("span", "entry-title", [entry.title]),
    ]),
    note,
    part("span", "sr-only", [entry.day]),
  ]);
  text.dataset.start = entry.start ?? "";
  text.dataset.entry = entry.id ?? "";
  text.dataset.row = entry.resource ?? "";
  text.title = [entry.time, entry.title, entry.note].filter(Boolean).join("\n");
  return { domNodes: [text] };
}

function minutesBetween(from, until) {
  return (Date.parse(`${until}:00Z`) - Date.parse(`${from}:00Z`)) / MINUTE;
}

function part(tag, className, inner) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...inner.filter(Boolean));
  return made;
}

/** A wall-clock text so much later; reckoned without any zone. */
function later(wall, { days = 0, seconds = 0 }) {
  return new Date(Date.parse(`${wall}:00Z`) + days * 1440 * MINUTE + seconds * 1000).toISOString().slice(0, 16);
}

/** Rows grow where calls stand below one another; the hours of a day do not. */
function room(props) {
  if (isTimeline(props)) return { minHeight: `min(${heightOfRows(props)}px, ${MOST})`, maxHeight: MOST };
  const { firstHour, lastHour, slotHeight } = props;
  return { height: `min(${(lastHour - firstHour) * 2 * slotHeight + HEAD}px, ${MOST})` };
}

/** Remember whether a pointer is down on the calendar, and show what came meanwhile once it is up. */
function holding(ground, held, release) {
  const down = () => {
    held.current = true;
  };
  const up = () => {
    if (!held.current) return;
    held.current = false;
    setTimeout(release); // after the calendar has said what was dropped
  };
  ground.addEventListener("pointerdown", down, true);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", up);
  const narrow = window.matchMedia("(max-width: 639px)");
  narrow.addEventListener("change", release);
  return () => {
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", up);
    narrow.removeEventListener("change", release);
  };
}

/** Keys that take a call, and those that move it then. Gives whether this was one. */
function carry(carrying, event) {
  if (!carrying || event.ctrlKey || event.metaKey || event.altKey) return false;
  const id = event.target.closest?.("article[role=button]")?.querySelector("[data-entry]")?.dataset.entry;
  if (!carrying.key(event) && !(id && carrying.begin(event.key, id))) return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** One stop for the Tab key, however many entries. They say their day: roles of a table, which has no cells, go. */
function settle(ground) {
  for (const one of ground.querySelectorAll(TABLE)) {
    for (const name of ["role", "aria-colindex", "aria-colspan"]) one.removeAttribute(name);
  }
  const all = inOrder(ground);
  const current = all.find((one) => one === document.activeElement) ?? all.find((one) => one.tabIndex === 0) ?? all[0];
  for (const one of all) one.tabIndex = one === current ? 0 : -1;
  const scrolled = ground.querySelector(".ec-main");
  if (scrolled) scrolled.tabIndex = current ? -1 : 0; // without entries the keyboard must get there to scroll
}

/** Arrows go from entry to entry: up and down in time, left and right to the nearest time of another day. */
function walk(ground, event) {
  const from = event.target.closest?.("article[role=button]");
  const all = inOrder(ground);
  const at = all.indexOf(from);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = {
    ...(rowOf(from) ? alongRows(all, from) : alongDays(all, from)),
    Home: () => all[0],
    End: () => all.at(-1),
  }[event.key]?.();
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function alongDays(all, from) {
  const at = all.indexOf(from);
  return {
    ArrowDown: () => all[at + 1],
    ArrowUp: () => all[at - 1],
    ArrowRight: () => nearestOfAnotherDay(all, from, 1),
    ArrowLeft: () => nearestOfAnotherDay(all, from, -1),
  };
}

/** Along a row in time, and to the nearest time of the row above or below. */
function alongRows(all, from) {
  const mates = all.filter((one) => rowOf(one) === rowOf(from));
  const at = mates.indexOf(from);
  const rows = [...new Set(all.map(rowOf))];
  const top = (row) => all.find((one) => rowOf(one) === row).getBoundingClientRect().top;
  const beside = (step) => {
    const inOrder = rows.map((row) => [top(row), row]).sort(([one], [two]) => one - two).map(([, row]) => row);
    const other = inOrder[inOrder.indexOf(rowOf(from)) + step];
    const distance = (one) => Math.abs(Date.parse(`${startOf(one)}Z`) - Date.parse(`${startOf(from)}Z`));
    return all.filter((one) => rowOf(one) === other).sort((one, two) => distance(one) - distance(two))[0];
  };
  return {
    ArrowRight: () => mates[at + 1],
    ArrowLeft: () => mates[at - 1],
    ArrowDown: () => beside(1),
    ArrowUp: () => beside(-1),
  };
}

function nearestOfAnotherDay(all, from, step) {
  const [day, clock] = startOf(from).split("T");
  const days = [...new Set(all.map((one) => startOf(one).slice(0, 10)))].sort();
  const other = days[days.indexOf(day) + step];
  const distance = (one) => Math.abs(Date.parse(`${other}T${clock}Z`) - Date.parse(`${startOf(one)}Z`));
  return all.filter((one) => startOf(one).startsWith(other)).sort((one, two) => distance(one) - distance(two))[0];
}

function inOrder(ground) {
  const starts = [...ground.querySelectorAll("article[role=button]")].map((one) => [startOf(one), one]);
  return starts
    .filter(([start]) => start)
    .sort(([one], [two]) => (one < two ? -1 : one > two))
    .map(([, article]) => article);
}

function startOf(article) {
  return article.querySelector("[data-start]")?.dataset.start ?? "";
}

function rowOf(article) {
  return article.querySelector("[data-start]")?.dataset.row ?? "";
}
