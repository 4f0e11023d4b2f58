"""What the booking page offers on the day that is shown: how many times, and which."""

import reflex as rx

from console.components.agent_day.look import slot
from console.scheduling.services.slot_calendar import SlotGroup
from console.state.agent_day import AgentDayState


def starts() -> rx.Component:
    """Their number; opened, the times themselves, by part of the day."""
    day = AgentDayState
    return rx.el.details(
        rx.el.summary(day.starts_told, class_name="w-fit cursor-pointer text-sm text-accent-ink hover:underline"),
        rx.el.div(rx.foreach(day.starts, _part), class_name="mt-2 flex flex-col gap-3"),
    )


def _part(part: SlotGroup) -> rx.Component:
    return rx.el.div(
        rx.el.p(part.title, class_name="mb-1.5 text-xs text-faint"),
        rx.el.div(rx.foreach(part.slots, slot), class_name="flex flex-wrap gap-2"),
        role="group",
        aria_label=part.title,
    )
