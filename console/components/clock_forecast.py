"""What the next clock changes make of an agent's weekly hours, for the people who see them elsewhere."""

import reflex as rx

from console.components import ui
from console.scheduling.messages.clock_forecast import Forecast
from console.state.availability import AvailabilityState
from console.state.words import words


def clock_forecast() -> rx.Component:
    """A line for each time that shifts, or that none does."""
    return rx.el.section(
        rx.el.h3(words.forecast_title, id="clock-changes", class_name="text-sm font-medium"),
        rx.cond(
            AvailabilityState.unshifted != "",
            rx.el.p(AvailabilityState.unshifted, class_name="text-sm text-muted"),
            rx.el.div(
                rx.el.p(words.forecast_hint, class_name="text-sm text-muted"),
                rx.el.ul(rx.foreach(AvailabilityState.forecasts, _change), class_name="mt-2 flex flex-col gap-2"),
            ),
        ),
        aria_labelledby="clock-changes",
        class_name=[
            "mt-3 border-t border-line pt-3",
            rx.cond((AvailabilityState.forecasts.length() > 0) | (AvailabilityState.unshifted != ""), "", "hidden"),
        ],
    )


def _change(change: Forecast) -> rx.Component:
    return rx.el.li(
        ui.icon("clock", size=14, class_name="mt-[3px] text-faint"),
        rx.el.div(
            rx.el.p(
                rx.el.span(change.title, class_name="font-medium"),
                rx.cond(change.until != "", rx.el.span(" ", change.until, class_name="text-muted"), rx.fragment()),
            ),
            rx.foreach(change.lines, lambda line: rx.el.p(line, class_name="text-muted tabular")),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex items-start gap-2 text-sm",
    )
