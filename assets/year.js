/* A year of small months. Days are pressed, dragged over with a mouse, or chosen with the keys of a calendar grid: arrows,
   Home and End in the week, Page Up and Page Down by month, with Shift a range, Enter to take it. Dates are YYYY-MM-DD. */
import { createElement as h, useEffect, useMemo, useRef, useState } from "react";

const utc = (iso) => new Date(`${iso}T00:00Z`);
const iso = (date) => date.toISOString().slice(0, 10);
const later = (day, days) => iso(new Date(utc(day).getTime() + days * 86_400_000));
const inOrder = (one, other) => (one < other ? [one, other] : [other, one]);
const weekday = (day, firstDay) => (utc(day).getUTCDay() - firstDay + 7) % 7;

/** The same day of another month, or that month's last one. */
function monthLater(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

/** `marks` are `{day, kind, note}`, `kinds` the words of each kind; `onChoose(first, last)` is told of a day or a range. */
export function Year({ year, marks, today, locale, firstDay, kinds, label, canChoose, onChoose }) {
  const box = useRef(null);
  const [anchor, setAnchor] = useState(null);
  const [at, setAt] = useState(null);
  const isDragging = useRef(false);
  const inYear = (day) => Number(day.slice(0, 4)) === year;
  const stop = at && inYear(at) ? at : today && inYear(today) ? today : `${year}-01-01`;

  useEffect(() => void import("$/public/year.css"), []);
  useEffect(() => {
    setAnchor(null);
    const months = box.current;
    months.scrollLeft = cellOf(stop).closest("table").offsetLeft - months.offsetLeft; // on a phone they stand in a row
  }, [year]);
  useEffect(() => {
    const [first, last] = anchor && at ? inOrder(anchor, at) : [];
    for (const cell of box.current.querySelectorAll("[data-day]")) {
      cell.tabIndex = cell.dataset.day === stop ? 0 : -1;
      cell.setAttribute("aria-selected", String(Boolean(first) && first <= cell.dataset.day && cell.dataset.day <= last));
    }
  });
  useEffect(() => {
    const drop = () => (isDragging.current = false);
    addEventListener("pointerup", drop);
    return () => removeEventListener("pointerup", drop);
  }, []);

  const cellOf = (day) => box.current.querySelector(`[data-day="${day}"]`);
  const dayOf = (event) => event.target.closest("[data-day]")?.dataset.day;
  const choose = (from, to) => {
    setAnchor(from);
    setAt(to);
    if (canChoose) onChoose(...inOrder(from, to));
  };

  const onPointerDown = (event) => {
    const day = dayOf(event);
    if (!day || event.pointerType !== "mouse" || event.button !== 0 || event.shiftKey || !canChoose) return;
    isDragging.current = true;
    setAnchor(day);
    setAt(day);
  };
  const onPointerOver = (event) => isDragging.current && dayOf(event) && setAt(dayOf(event));
  const onPointerUp = (event) => {
    const day = dayOf(event);
    if (isDragging.current && day && day !== anchor) choose(anchor, day); // one day alone is a click
    isDragging.current = false;
  };
  const onClick = (event) => {
    const day = dayOf(event);
    if (day) choose(event.shiftKey && anchor && inYear(anchor) ? anchor : day, day);
  };
  const onKeyDown = (event) => {
    const day = dayOf(event);
    if (!day || event.altKey || event.ctrlKey || event.metaKey) return;
    const place = weekday(day, firstDay);
    const steps = {
      ArrowRight: () => later(day, 1),
      ArrowLeft: () => later(day, -1),
      ArrowDown: () => later(day, 7),
      ArrowUp: () => later(day, -7),
      Home: () => later(day, -place),
      End: () => later(day, 6 - place),
      PageDown: () => monthLater(day, 1),
      PageUp: () => monthLater(day, -1),
    };
    if (event.key === "Enter" || event.key === " ") choose(anchor && at === day ? anchor : day, day);
    else if (event.key === "Escape" && anchor) setAnchor(null);
    else if (steps[event.key]) {
      const to = steps[event.key]();
      if (inYear(to)) {
        setAnchor(event.shiftKey ? (anchor ?? day) : null);
        setAt(to);
        cellOf(to).focus();
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const months = useMemo(
    () => drawn({ year, marks, today, locale, firstDay, kinds }),
    [year, marks, today, locale, firstDay, kinds],
  );
  const handlers = { onPointerDown, onPointerOver, onPointerUp, onClick, onKeyDown };
  return h(
    "div",
    { className: "year", role: "group", "aria-label": label, "data-choosable": canChoose || undefined },
    h("div", { ref: box, className: "year-months", ...handlers }, months),
    h(
      "ul",
      { className: "year-kinds" },
      Object.entries(kinds).map(([kind, told]) => h("li", { key: kind }, h("i", { "data-kind": kind }), told)),
    ),
  );
}

function drawn({ year, marks, today, locale, firstDay, kinds }) {
  const told = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  const monthName = told({ month: "long" });
  const [narrow, long] = [told({ weekday: "narrow" }), told({ weekday: "long" })];
  const dayName = told({ weekday: "long", day: "numeric", month: "long" });
  const marked = new Map(marks.map((mark) => [mark.day, mark]));
  const week = [...Array(7).keys()].map((place) => new Date(Date.UTC(2023, 0, 1 + firstDay + place))); // 1 January was a Sunday

  const cell = (day) => {
    const mark = marked.get(day);
    const why = mark && [kinds[mark.kind], mark.note].filter(Boolean).join(", ");
    return h(
      "td",
      {
        key: day,
        role: "gridcell",
        tabIndex: -1,
        "data-day": day,
        "data-kind": mark?.kind,
        title: why,
        "aria-label": [dayName.format(utc(day)), why].filter(Boolean).join(": "),
        "aria-current": day === today ? "date" : undefined,
      },
      h("span", null, Number(day.slice(8))),
    );
  };
  const month = (number) => {
    const first = iso(new Date(Date.UTC(year, number, 1)));
    const days = new Date(Date.UTC(year, number + 1, 0)).getUTCDate();
    const before = weekday(first, firstDay);
    const cells = [...Array(before).fill(null), ...[...Array(days).keys()].map((passed) => later(first, passed))];
    const weeks = [...Array(6).keys()].map((row) => cells.slice(row * 7, row * 7 + 7));
    const name = monthName.format(utc(first));
    const head = week.map((day) => h("th", { key: iso(day), scope: "col", abbr: long.format(day) }, narrow.format(day)));
    return h(
      "table",
      { key: first, role: "grid", "aria-label": `${name} ${year}`, "aria-multiselectable": true },
      h("caption", { "aria-hidden": true }, name),
      h("thead", null, h("tr", null, head)),
      h(
        "tbody",
        null,
        weeks.map((days, row) =>
          h("tr", { key: row }, days.map((day, place) => (day ? cell(day) : h("td", { key: place, role: "gridcell" })))),
        ),
      ),
    );
  };
  return [...Array(12).keys()].map(month);
}
