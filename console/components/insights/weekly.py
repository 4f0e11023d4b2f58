"""The wish for the figures of each week by e-mail."""

import reflex as rx

from console.components import ui
from console.components.insights.parts import part
from console.state.weekly_figures import WeeklyFiguresState
from console.state.words import words


def weekly() -> rx.Component:
    """A box to tick, with where the letter goes and when the next one does."""
    return rx.cond(
        WeeklyFiguresState.is_loaded & (WeeklyFiguresState.refusal == ""),
        part(
            words.insights_weekly,
            ui.checkbox(
                words.insights_weekly_wanted,
                hint=WeeklyFiguresState.told,
                name="weekly_figures",
                checked=WeeklyFiguresState.wanted,
                on_change=WeeklyFiguresState.choose,
            ),
            rx.cond(
                WeeklyFiguresState.failure != "",
                rx.el.p(WeeklyFiguresState.failure, role="alert", class_name="mt-2 text-sm text-danger-ink"),
                rx.fragment(),
            ),
            id="weekly",
        ),
        rx.fragment(),
    )
