"""`/app/[app_id]/insights`: how it goes, in figures, each with the way to the calls it counts."""

import reflex as rx

from console.components import ui
from console.components.export_menu import export_menu
from console.components.frame import frame
from console.components.insights.bar import bar
from console.components.insights.busiest import busiest
from console.components.insights.days import HEIGHT, days
from console.components.insights.headlines import headline_bars, headlines
from console.components.insights.outcomes import lead_times, outcomes
from console.components.insights.rates import rates
from console.components.insights.turns import turns
from console.components.insights.weekly import weekly
from console.components.loading import loaded
from console.state.insights import InsightsState
from console.state.next_turns import NextTurnsState
from console.state.session import SessionState
from console.state.weekly_figures import WeeklyFiguresState
from console.state.words import words

ON_LOAD = [SessionState.arrive, InsightsState.load, NextTurnsState.load, WeeklyFiguresState.load]


def page() -> rx.Component:
    """The choices, the headlines, and a part for each question that they raise."""
    return frame(
        rx.cond(InsightsState.refusal == "", bar(), rx.fragment()),
        loaded(
            InsightsState,
            rx.fragment(rx.cond(InsightsState.is_empty, _nothing(), _figures()), weekly()),
            _bars(),
            again=InsightsState.refresh,
        ),
        title=words.insights,
        actions=[
            rx.cond(
                InsightsState.refusal == "",
                export_menu("insights", InsightsState.exported, words.insights_export_hint),
                rx.fragment(),
            )
        ],
    )


def _figures() -> rx.Component:
    return rx.fragment(
        headlines(),
        days(),
        rx.el.div(outcomes(), lead_times(), class_name="insights-two"),
        rates(),
        busiest(),
        turns(),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        InsightsState.is_narrowed,
        ui.empty_state(
            words.insights_none_found,
            words.insights_none_found_hint,
            ui.button(words.clear_filters, on_click=InsightsState.clear),
            glyph="search",
        ),
        ui.empty_state(
            words.insights_none,
            words.insights_none_hint,
            ui.link_button(words.scheduled_calls, to="/app/" + SessionState.app + "/scheduled-calls"),
            glyph="chart-column",
        ),
    )


def _bars() -> rx.Component:
    def shape(height: str) -> rx.Component:
        return rx.el.div(
            ui.skeleton("h-5 w-40"),
            rx.el.div(ui.skeleton("h-full w-full"), class_name="mt-4", style={"height": height}),
            class_name="rounded-lg border border-line bg-surface p-4 sm:p-5",
        )

    return ui.waiting(
        headline_bars(),
        shape(f"{HEIGHT + 24}px"),
        rx.el.div(shape("260px"), shape("260px"), class_name="insights-two"),
        ui.skeleton_rows(8),
    )
