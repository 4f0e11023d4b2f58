"""What insights look at: days, the period before, and whose calls; and what is looked at, in words."""

import reflex as rx

from console.components import ui
from console.components.date_ranges import date_ranges
from console.components.filter_menus import filter_chips, listed_filter, source_filter
from console.state.insights import InsightsState
from console.state.insights_view import SPANS
from console.state.words import words

_RANGES = sorted(
    SPANS, key=["week", "last_seven_days", "last_thirty_days", "last_month", "last_ninety_days", "custom"].index
)


def bar() -> rx.Component:
    """The choices, a chip for each that narrows, and a line that says it all."""
    chosen, toggle = InsightsState.filters, InsightsState.toggle
    return rx.fragment(
        rx.el.div(
            date_ranges(_RANGES, InsightsState),
            rx.el.div(
                listed_filter(words.filter_agent, "agents", chosen.agents, InsightsState.agents, toggle),
                listed_filter(words.filter_team, "teams", chosen.teams, InsightsState.teams, toggle),
                listed_filter(words.filter_preset, "presets", chosen.presets, InsightsState.presets, toggle),
                source_filter(chosen.sources, toggle),
                _compare(),
                class_name="flex flex-wrap items-center gap-2",
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-2",
        ),
        filter_chips(InsightsState),
        _told(),
    )


def _compare() -> rx.Component:
    return ui.button(
        rx.cond(InsightsState.filters.compares, ui.icon("check", size=14), rx.fragment()),
        words.insights_compare,
        aria_pressed=InsightsState.filters.compares,
        on_click=InsightsState.compare(~InsightsState.filters.compares),
        class_name="aria-pressed:bg-accent-soft aria-pressed:border-accent",
    )


def _told() -> rx.Component:
    """The days, those before, the zone they are of, and when the figures were worked out."""
    return rx.cond(
        InsightsState.is_loaded & (InsightsState.refusal == ""),
        rx.el.p(
            rx.el.span(InsightsState.days_told, class_name="font-medium text-ink"),
            rx.cond(
                InsightsState.before_told != "",
                rx.el.span(InsightsState.before_told),
                rx.fragment(),
            ),
            rx.el.span(InsightsState.zone_told),
            rx.el.span(
                InsightsState.worked_told,
                ui.icon_button(
                    "refresh-cw",
                    words.insights_refresh,
                    on_click=InsightsState.refresh,
                    class_name="-my-1",
                ),
                class_name="flex items-center gap-1",
            ),
            class_name="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted",
        ),
        ui.waiting(ui.skeleton("h-4 w-64 max-w-full"), class_name="flex min-h-8 items-center"),
    )
