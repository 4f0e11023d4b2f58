"""No-shows and cancellations, told apart by agent, source, weekday or hour: figures with small bars, to be compared."""

import reflex as rx

from console.components import ui
from console.components.insights.parts import part, to_calls
from console.components.segments import segments
from console.state.insight_rates import RateRow
from console.state.insights import InsightsState
from console.state.insights_view import BY
from console.state.words import words


def rates() -> rx.Component:
    """The choice of what they are told apart by, and the table; agents come in pages."""
    return part(
        words.insights_rates,
        ui.table(
            [
                _column(rx.match(InsightsState.filters.by, *_NAMES, words.fact_agent), "name"),
                _column(words.insights_calls, "calls", "text-right max-sm:hidden"),
                _column(words.insights_no_show, "no_show", "w-[30%]"),
                _column(words.insights_cancel, "cancel", "w-[30%]"),
            ],
            rx.foreach(InsightsState.rates, _row),
            label=words.insights_rates,
        ),
        rx.cond(
            (InsightsState.filters.by == "agent") & ((InsightsState.filters.page > 1) | ~InsightsState.rates_end),
            rx.el.div(
                ui.pagination(
                    InsightsState.rates_told,
                    first=InsightsState.filters.page <= 1,
                    last=InsightsState.rates_end,
                    on_previous=InsightsState.turn(-1),
                    on_next=InsightsState.turn(1),
                ),
                class_name="mt-2",
            ),
            rx.fragment(),
        ),
        id="rates",
        hint=words.insights_rates_hint,
        beside=segments(
            words.insights_apart,
            [(by, getattr(words, f"insights_by_{by}")) for by in BY],
            InsightsState.filters.by,
            InsightsState.tell_apart,
        ),
    )


_NAMES = tuple((by, getattr(words, f"insights_by_{by}")) for by in BY)


def _column(label: rx.Var[str], sort: str, class_name: str = "") -> rx.Component:
    """Weekdays and hours have an order of their own."""
    order = rx.cond(InsightsState.is_descending, "descending", "ascending")
    return rx.cond(
        (InsightsState.filters.by == "agent") | (InsightsState.filters.by == "source"),
        ui.column(
            label,
            sorted_=rx.cond(InsightsState.filters.sort == sort, order, "none"),
            on_sort=InsightsState.sort_by(sort),
            class_name=class_name,
        ),
        ui.column(label, class_name=class_name),
    )


def _row(row: RateRow) -> rx.Component:
    return ui.row(
        rx.el.th(
            rx.el.span(row.name, class_name="block truncate font-medium"),
            rx.el.span(row.note, class_name="block truncate text-xs font-normal text-faint empty:hidden"),
            scope="row",
            class_name="h-10 max-w-0 border-b border-line px-3 py-1.5 text-left group-last:border-b-0",
        ),
        ui.cell(to_calls(row.calls, row.calls_address), class_name="text-right max-sm:hidden"),
        _rate(row.no_show, row.no_show_of, row.no_show_bar, row.no_show_before, row.no_show_address),
        _rate(row.cancel, row.cancel_of, row.cancel_bar, row.cancel_before, row.cancel_address),
        key=row.id,
    )


def _rate(
    rate: rx.Var[str], of: rx.Var[str], bar: rx.Var[str], before: rx.Var[str], address: rx.Var[str]
) -> rx.Component:
    return ui.cell(
        rx.el.span(
            rx.el.span(to_calls(rate, address), class_name="font-medium"),
            rx.el.span(of, class_name="text-xs text-faint max-md:hidden"),
            rx.el.span(before, class_name="ml-auto text-xs text-faint max-lg:hidden"),
            class_name="flex items-center gap-2",
        ),
        rx.el.span(
            rx.el.span(class_name="block h-full rounded-full bg-accent/70", style={"width": bar}),
            aria_hidden="true",
            class_name="mt-1 block h-2 rounded-full bg-sunken",
        ),
        class_name="py-1.5",
    )
