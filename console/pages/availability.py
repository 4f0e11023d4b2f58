"""`/app/[app_id]/availability`: when an agent can take calls, on one day and why, week by week, and by way of exception."""

import reflex as rx

from console.components import ui
from console.components.agent_day import agent_day
from console.components.away import away_buttons, away_forms
from console.components.calendars import agent_calendars
from console.components.copy_hours import copy_hours_done
from console.components.exceptions import exceptions
from console.components.frame import frame
from console.components.impact import impact, undo_banner
from console.components.loading import loaded
from console.components.weekly_hours import weekly_hours
from console.state.availability import AvailabilityState
from console.state.impact import ImpactState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, AvailabilityState.load, ImpactState.load_undoable]


def page() -> rx.Component:
    """The choice of an agent, their day, and, for who may edit them, their week and the exceptions to it."""
    return frame(
        loaded(AvailabilityState, _all(), _bars()),
        title=words.availability,
    )


def _bars() -> rx.Component:
    return ui.waiting(
        ui.skeleton(class_name="h-14 w-full sm:max-w-xs"),
        ui.skeleton(class_name="h-96 w-full rounded-lg"),
        rx.el.div(
            ui.skeleton_form(7),
            ui.skeleton_form(2),
            class_name="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]",
        ),
    )


def _all() -> rx.Component:
    return rx.el.div(
        undo_banner(),
        copy_hours_done(),
        rx.el.div(
            rx.cond(AvailabilityState.agents.length() > 1, _choice(), rx.fragment()),
            rx.cond(AvailabilityState.may_edit, away_buttons(AvailabilityState.agent_id), rx.fragment()),
            class_name="flex flex-wrap items-end justify-between gap-3 empty:hidden",
        ),
        agent_day(),
        rx.cond(
            AvailabilityState.may_edit,
            rx.fragment(
                weekly_hours(),
                exceptions(agent_calendars()),
            ),
            rx.fragment(),
        ),
        away_forms(),
        impact(),
        class_name="flex flex-col gap-4",
    )


def _choice() -> rx.Component:
    return ui.field(
        words.availability_of,
        ui.select,
        name="agent",
        options=AvailabilityState.agents,
        value=AvailabilityState.agent_id,
        on_change=AvailabilityState.choose_agent,
        disabled=AvailabilityState.is_changed,
        hint=rx.cond(AvailabilityState.is_changed, words.availability_of_hint, ""),
        class_name="w-full sm:max-w-xs",
    )
