"""`/app/[app_id]/availability`: when an agent can take calls, week by week and by way of exception; closures of the app."""

import reflex as rx

from console.components import ui
from console.components.exceptions import exceptions
from console.components.frame import frame
from console.components.weekly_hours import weekly_hours
from console.state.availability import AvailabilityState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, AvailabilityState.load]


def page() -> rx.Component:
    """The choice of an agent, their week, and the exceptions to it."""
    return frame(
        rx.cond(
            AvailabilityState.refusal != "",
            ui.empty_state(AvailabilityState.refusal, glyph="lock"),
            rx.cond(AvailabilityState.is_loaded, _all(), ui.skeleton_rows()),
        ),
        title=words.availability,
    )


def _all() -> rx.Component:
    return rx.el.div(
        ui.field(
            words.availability_of,
            ui.select,
            name="agent",
            options=AvailabilityState.agents,
            value=AvailabilityState.agent_id,
            on_change=AvailabilityState.choose_agent,
            disabled=AvailabilityState.is_changed,
            hint=rx.cond(AvailabilityState.is_changed, words.availability_of_hint, ""),
            class_name="sm:max-w-xs",
        ),
        rx.el.div(
            weekly_hours(),
            exceptions(),
            class_name="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]",
        ),
        class_name="flex flex-col gap-4",
    )
