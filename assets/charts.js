/* Bars over days or steps, stacked by series, with a line for the period before: recharts as one React component.

   Recharts lays out, scales, stacks and finds what is pointed at; axes, line and what is told are a few lines of our own, which
   weigh a fifth of its. The chart draws what it is told and reckons nothing: texts come ready from the server. Nothing moves by
   itself, so that nobody has to ask for less motion. A screen reader is given `label`, and the page's table of the same. */
import "$/public/charts.css";
import { createElement, useEffect, useState } from "react";
import { useNavigate } from "react-router";

const MARGIN = { top: 8, right: 12, bottom: 26, left: 34 };
const LABEL = 58; // pixels that a label below a bar has at least
const TEXT = { fill: "var(--faint)", fontSize: 12 };
const ABOVE_BARS = 400;

let loaded = null; // once for all charts: the second one is drawn at once

export function BarsChart({ rows, series, before, total, label, height }) {
  const [parts, setParts] = useState(loaded);
  const [place, setPlace] = useState(null);
  const navigate = useNavigate();
  useEffect(() => {
    if (parts) return;
    let isGone = false;
    import("$/public/charts_parts.js").then((all) => {
      loaded = all;
      if (!isGone) setParts(all);
    });
    return () => {
      isGone = true;
    };
  }, []);
  const row = place && rows[place.index];
  return createElement(
    "div",
    {
      role: "img",
      "aria-label": label,
      className: "relative",
      style: { height, cursor: row?.address ? "pointer" : undefined }, // before it is drawn, too: nothing jumps
    },
    parts &&
      createElement(
        parts.BarChart,
        {
          data: rows,
          responsive: true,
          style: { width: "100%", height },
          margin: MARGIN,
          barCategoryGap: rows.length > 45 ? 1 : "18%",
          accessibilityLayer: false, // the table beside it is for the keyboard
          onMouseMove: (at) => setPlace(pointedAt(at)),
          onMouseLeave: () => setPlace(null),
          onClick: (at) => {
            const address = rows[pointedAt(at)?.index]?.address;
            if (address) navigate(address);
          },
        },
        createElement(Axes, { key: "axes", parts, rows, chosen: place?.index }),
        ...bars(parts, series),
        createElement(parts.Bar, { key: "room", ...STACKED, dataKey: roomAbove, fill: "none", shape: () => null }),
        before && createElement(Before, { key: "before", parts, rows }),
      ),
    row && told(row, place.x, series, before, total),
  );
}

const STACKED = { stackId: "all", isAnimationActive: false, maxBarSize: 40 };

function pointedAt(at) {
  return at?.isTooltipActive ? { index: Number(at.activeTooltipIndex), x: at.activeCoordinate.x } : null;
}

function bars({ Bar }, series) {
  return series.map(({ name, color }, place) =>
    createElement(Bar, {
      key: name,
      ...STACKED,
      dataKey: (row) => row.values[place],
      fill: color,
      shape: ({ x, y, width, height, payload }) => {
        const round = isOnTop(payload, place) ? Math.min(3, width / 2, height) : 0;
        const top = `q0-${round} ${round}-${round}h${width - 2 * round}q${round} 0 ${round} ${round}`;
        return height > 0 && createElement("path", { fill: color, d: `M${x} ${y + height}V${y + round}${top}V${y + height}Z` });
      },
    }),
  );
}

function isOnTop(row, place) {
  return row.values[place] > 0 && row.values.slice(place + 1).every((value) => value === 0);
}

/** The line of before must fit as well: where it is higher than the bar, the stack has so much air. */
function roomAbove(row) {
  return Math.max(0, (row.before ?? 0) - row.values.reduce((sum, value) => sum + value, 0));
}

/** Lines and figures at the side, as many labels below as have room, and a ground for the bar that is pointed at. */
function Axes({ parts, rows, chosen }) {
  const area = parts.usePlotArea();
  const across = parts.useXAxisScale();
  const up = parts.useYAxisScale();
  if (!area || !across || !up || !rows.length) return null;
  const band = area.width / rows.length;
  const every = Math.max(1, Math.ceil(LABEL / band));
  const bottom = area.y + area.height;
  const most = Math.round(area.height / (up(0) - up(1)));
  return createElement(
    "g",
    { "aria-hidden": true },
    chosen >= 0 && createElement("rect", { x: area.x + chosen * band, y: area.y, width: band, height: area.height, fill: "var(--hover)" }),
    ...steps(most).map((value) =>
      createElement(
        "g",
        { key: `line ${value}` },
        createElement("line", { x1: area.x, x2: area.x + area.width, y1: up(value), y2: up(value), stroke: "var(--line)" }),
        createElement("text", { ...TEXT, x: area.x - 8, y: up(value), dy: "0.35em", textAnchor: "end" }, value),
      ),
    ),
    ...rows.map(
      ({ label }, index) =>
        index % every === 0 &&
        createElement("text", { ...TEXT, key: `label ${index}`, x: middle(across, index), y: bottom + 18, textAnchor: "middle" }, label),
    ),
  );
}

/** Whole numbers from nothing on, five of them or six: 0, 5, 10, 15, 20. */
function steps(most) {
  const least = Math.max(1, most / 5);
  const unit = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((each) => each >= least);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, place) => place * step);
}

function middle(across, index) {
  return across(index, { position: "middle" });
}

/** The period before, as a line over the bars. */
function Before({ parts, rows }) {
  const across = parts.useXAxisScale();
  const up = parts.useYAxisScale();
  if (!across || !up) return null;
  const points = rows.map((row, index) => row.before != null && `${middle(across, index)},${up(row.before)}`);
  const line = { points: points.filter(Boolean).join(" "), fill: "none", stroke: "var(--muted)", strokeWidth: 1.5, strokeDasharray: "4 3" };
  return createElement(parts.ZIndexLayer, { zIndex: ABOVE_BARS }, createElement("polyline", { ...line, pointerEvents: "none" }));
}

/** What stands beside the pointer: the day, each series that has something, all together, and the day before it stands for. */
function told(row, x, series, before, total) {
  const lines = series
    .map(({ name, color }, place) => ({ name, color, value: row.values[place], said: row.said[place] }))
    .filter(({ value }) => value > 0 || series.length === 1)
    .map(({ name, color, said }) => fact(name, said, color));
  return createElement(
    "div",
    {
      "aria-hidden": true,
      className: "chart-told flex min-w-44 flex-col gap-1 rounded-md bg-raised p-3 text-xs text-ink shadow-high",
      style: { "--x": `${x}px` },
    },
    createElement("p", { className: "font-medium" }, row.title),
    ...(series.length > 1 ? lines.toReversed() : lines), // as they are stacked
    series.length > 1 && fact(total, row.total),
    before && row.before_said && fact(row.before_title, row.before_said),
  );
}

function fact(name, said, color) {
  return createElement(
    "p",
    { key: name, className: "flex items-center gap-2 tabular" },
    color && createElement("span", { className: "size-2 rounded-full", style: { background: color } }),
    createElement("span", { className: "flex-1 text-muted" }, name),
    createElement("span", { className: "font-medium" }, said),
  );
}
