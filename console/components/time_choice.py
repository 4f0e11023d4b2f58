"""Choosing a time as staff do: among the free ones, or typed for when hours and notice may be set aside."""

import reflex as rx

from console.components import ui
from console.components.slot_picker import slot_buttons, slot_picker
from console.state.time_choice import TimeChoiceState
from console.state.words import words


def time_choice(state: type[TimeChoiceState], *, narrow: bool = False) -> rx.Component:
    """The nearest times when one was refused, and the slot picker or a date and a clock."""
    return rx.el.div(
        rx.cond(state.alternatives.length() > 0, _instead(state), rx.fragment()),
        rx.cond(state.is_typed, _typed(state), slot_picker(state, narrow=narrow)),
        rx.el.div(
            rx.el.p(
                rx.cond(state.is_typed, "", state.start_words),
                aria_live="polite",
                class_name="text-sm font-medium tabular",
            ),
            rx.el.button(
                rx.cond(state.is_typed, words.choose_free_time, words.type_time),
                type="button",
                on_click=state.set_typed(~state.is_typed),
                class_name="ml-auto rounded-sm text-sm text-accent-ink hover:underline",
            ),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-1",
        ),
        class_name="flex flex-col gap-3",
    )


def set_aside() -> rx.Component:
    """The box that sets working hours and notice aside; the core decides for whom."""
    return ui.checkbox(words.set_aside, name="set_aside")


def _typed(state: type[TimeChoiceState]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            ui.field(words.label_date, name="day", type="date", required=True),
            ui.field(words.fill("label_time_in", city=state.place.city), name="clock", type="time", required=True),
            class_name="grid grid-cols-2 gap-3",
        ),
        set_aside(),
        class_name="flex flex-col gap-3",
    )


def _instead(state: type[TimeChoiceState]) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.nearest_times_instead, class_name="mb-2 text-sm text-muted"),
        slot_buttons(state, state.alternatives, state.take_instead, wide=True),
        role="group",
        aria_label=words.nearest_times_instead,
    )
