"""Calls by day: bars stacked by source, the period before as a line, and the same as a table."""

import reflex as rx

from console.components import ui
from console.components.charts import bars_chart
from console.components.insights.parts import as_table, part, to_calls
from console.scheduling.messages.charts import ChartRow, ChartSeries
from console.state.insight_rows import BarRow
from console.state.insights import InsightsState
from console.state.words import words

HEIGHT = 260


def days() -> rx.Component:
    """The chart under its key; each source of the key leads to its calls."""
    return part(
        words.insights_days,
        bars_chart(
            rows=InsightsState.days,
            series=InsightsState.series,
            before=rx.cond(InsightsState.has_before, words.insights_before, ""),
            total=words.insights_calls,
            label=InsightsState.chart_told,
            height=HEIGHT,
        ),
        as_table(
            words.insights_days,
            [
                ui.column(words.insights_day),
                rx.foreach(InsightsState.series, _head),
                ui.column(words.insights_calls, class_name="text-right"),
                rx.cond(
                    InsightsState.has_before,
                    ui.column(words.insights_before, class_name="text-right"),
                    rx.fragment(),
                ),
            ],
            rx.foreach(InsightsState.days, _row),
        ),
        id="days",
        beside=rx.el.ul(
            rx.foreach(InsightsState.sources, _source),
            rx.cond(InsightsState.has_before, _before(), rx.fragment()),
            class_name="flex flex-wrap gap-x-4 gap-y-1 text-xs",
        ),
    )


def _source(source: BarRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="size-2 rounded-full", style={"background": source.color}, aria_hidden="true"),
        ui.link(
            rx.el.span(source.label, class_name="text-muted"),
            " ",
            rx.el.span(source.value, class_name="font-medium text-ink tabular"),
            to=source.address,
            class_name="hover:underline",
        ),
        key=source.name,
        class_name="flex items-center gap-1.5",
    )


def _before() -> rx.Component:
    """The line's own entry."""
    return rx.el.li(
        rx.el.span(class_name="w-4 border-t border-control", style={"borderStyle": "dashed"}, aria_hidden="true"),
        rx.el.span(words.insights_before, class_name="text-muted"),
        class_name="flex items-center gap-1.5",
    )


def _head(series: ChartSeries) -> rx.Component:
    return ui.column(series.name, class_name="text-right")


def _row(day: ChartRow) -> rx.Component:
    return ui.row(
        ui.cell(day.title, class_name="whitespace-nowrap"),
        rx.foreach(day.said, lambda said: ui.cell(said, class_name="text-right text-muted")),
        ui.cell(to_calls(day.total, day.address), class_name="text-right"),
        rx.cond(InsightsState.has_before, ui.cell(day.before_said, class_name="text-right text-muted"), rx.fragment()),
        key=day.title,
    )
