"""Charts of bars, stacked by series, with a line for what was before: recharts, wrapped once.

bars_chart(rows=State.days, series=State.series, before=State.before_named, label=State.told, height=240)

It loads its own chunk when it is first shown, so that no other page pays for it; `assets/charts.js` is its other half. Of
recharts it takes what lays out and stacks: Reflex's own wrap takes all of it, twice as much.
"""

import reflex as rx

from console.scheduling.messages.charts import ChartRow, ChartSeries


class BarsChart(rx.Component):
    """One chart. A press on a bar goes where its row says; the same figures must stand in a table beside it."""

    library = "$/public/charts.js"
    tag = "BarsChart"
    lib_dependencies: list[str] = ["recharts@3.10.1"]

    rows: rx.Var[list[ChartRow]]
    series: rx.Var[list[ChartSeries]]
    """What each bar is stacked of, from below."""
    before: rx.Var[str]
    """What the line is called; empty: there is none."""
    total: rx.Var[str]
    """What all parts of a bar together are called."""
    label: rx.Var[str]
    """What the chart shows, for who cannot see it."""
    height: rx.Var[int]
    """In pixels."""


bars_chart = BarsChart.create
