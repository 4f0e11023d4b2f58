"""What is said of the time that the cursor points at, and the nearest times instead."""

import reflex as rx

from console.components import ui
from console.scheduling.services.slot_calendar import SlotButton
from console.state.agent_day import AgentDayState
from console.state.words import words


def look() -> rx.Component:
    """The clock to type into, and the answer beside it."""
    day = AgentDayState
    return rx.el.div(
        ui.field(
            words.look_at,
            name="look_at",
            type="time",
            default_value=day.clock,
            key=day.clock_number,
            on_change=day.ask_clock.debounce(350),
            class_name="w-32 shrink-0",
        ),
        rx.el.div(
            rx.el.div(
                rx.cond(
                    day.look.is_known, _found(), rx.el.p(words.look_hint, class_name="text-sm text-muted sm:pt-1.5")
                ),
                role="status",
            ),
            rx.cond(day.nearest.length() > 0, _nearest(), rx.fragment()),
            class_name="flex min-w-0 flex-1 flex-col gap-3 sm:pt-6",
        ),
        class_name="flex flex-col gap-3 border-t border-line pt-4 sm:min-h-28 sm:flex-row sm:gap-6",
    )


def _found() -> rx.Component:
    look = AgentDayState.look
    return rx.fragment(
        rx.el.p(
            rx.el.span(look.time, class_name="text-base font-semibold tabular"),
            rx.cond(look.works, ui.badge(words.look_works, "success"), ui.badge(words.look_works_not, "danger")),
            rx.cond(
                look.own_time != "",
                rx.el.span(look.own_time, class_name="text-sm text-muted tabular"),
                rx.fragment(),
            ),
            class_name="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.cond(
            look.why_not.length() > 0,
            rx.el.ul(
                rx.foreach(
                    look.why_not,
                    lambda said: rx.el.li(
                        ui.icon("minus", size=14, class_name="mt-[3px] text-danger-ink"),
                        said,
                        class_name="flex items-start gap-2 text-sm tabular",
                    ),
                ),
                class_name="mt-1 flex flex-col gap-1",
            ),
            rx.fragment(),
        ),
    )


def _nearest() -> rx.Component:
    day = AgentDayState
    return rx.el.div(
        rx.el.p(words.look_nearest, class_name="mb-1.5 text-xs text-faint"),
        rx.el.div(rx.foreach(day.nearest, slot), class_name="flex flex-wrap gap-2"),
        role="group",
        aria_label=words.look_nearest,
    )


def slot(slot: SlotButton) -> rx.Component:
    """A start to look at."""
    return ui.button(
        slot.time, size="sm", aria_label=slot.label, on_click=AgentDayState.ask_start(slot.start), class_name="tabular"
    )
