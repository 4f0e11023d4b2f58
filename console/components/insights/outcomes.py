"""What became of the calls, what was said of them, and how long before they were booked."""

import reflex as rx

from console.components import ui
from console.components.charts import bars_chart
from console.components.insights.parts import as_table, change, part, to_calls
from console.scheduling.messages.charts import ChartRow
from console.state.insight_rows import BarRow
from console.state.insights import InsightsState
from console.state.words import words


def outcomes() -> rx.Component:
    """The four ends of a call; below them what agents said of those that were completed."""
    return part(
        words.insights_outcomes,
        _bars(InsightsState.statuses, words.insights_outcomes),
        rx.cond(
            InsightsState.outcomes.length() > 0,
            rx.fragment(
                rx.el.h3(words.insights_said, class_name="mb-2 mt-4 border-t border-line pt-4 text-sm font-medium"),
                _bars(InsightsState.outcomes, words.insights_said),
            ),
            rx.fragment(),
        ),
        id="outcomes",
    )


def _bars(rows: rx.Var[list[BarRow]], label: rx.Var[str]) -> rx.Component:
    """Figures that add up to a whole, a line with a bar each."""
    return rx.el.ul(rx.foreach(rows, _bar), aria_label=label, class_name="flex flex-col gap-2.5")


def _bar(row: BarRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.label, class_name="w-28 truncate text-sm"),
            rx.el.span(
                rx.el.span(class_name="block h-full rounded-full bg-accent/70", style={"width": row.bar}),
                aria_hidden="true",
                class_name="block h-2 flex-1 rounded-full bg-sunken",
            ),
            rx.el.span(row.share, class_name="w-12 text-right text-sm text-muted tabular"),
            rx.el.span(to_calls(row.value, row.address), class_name="w-10 text-right text-sm font-medium tabular"),
            class_name="flex items-center gap-3",
        ),
        rx.el.div(change(row.change, row.goes), class_name="flex justify-end empty:hidden"),
        key=row.name,
        data_figure=row.name,
    )


def lead_times() -> rx.Component:
    """The histogram, its median in words, and the same as a table."""
    return part(
        words.insights_leads,
        bars_chart(
            rows=InsightsState.leads,
            series=InsightsState.lead_series,
            before=rx.cond(InsightsState.has_before, words.insights_before, ""),
            total=words.insights_calls,
            label=InsightsState.lead_told,
            height=280,
        ),
        as_table(
            words.insights_leads,
            [
                ui.column(words.insights_booked),
                ui.column(words.insights_calls, class_name="text-right"),
                ui.column(words.insights_share, class_name="text-right"),
            ],
            rx.foreach(InsightsState.leads, _step),
        ),
        id="lead-times",
        hint=InsightsState.lead_told,
    )


def _step(step: ChartRow) -> rx.Component:
    return ui.row(
        ui.cell(step.title),
        ui.cell(to_calls(step.said[0], step.address), class_name="text-right"),
        ui.cell(step.total, class_name="text-right text-muted"),
        key=step.title,
    )
