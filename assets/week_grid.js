/* The week as a grid on which windows are painted. What it is made of is loaded when one is first shown. */
import { createElement, lazy, Suspense } from "react";

const Grid = lazy(() => import("$/public/week_grid_parts.js"));

export function WeekGrid(props) {
  const room = createElement("div", { style: { height: "572px" } }); // as high as the grid: nothing jumps
  return createElement(Suspense, { fallback: room }, createElement(Grid, props));
}
