"""Choosing a time as staff do: among the free ones, or typed for when hours and notice may be set aside."""

import reflex as rx

from console.components import ui
from console.components.slot_picker import slot_buttons, slot_picker
from console.state.time_choice import TimeChoiceState
from console.state.words import words


def time_choice(state: type[TimeChoiceState], *, narrow: bool = False) -> rx.Component:
    """The slot picker, or a date and a clock; and the nearest times when the one that was wanted cannot be had."""
    return rx.el.div(
        rx.cond(
            state.is_typed,
            _typed(state),
            rx.el.div(_instead(state), slot_picker(state, narrow=narrow), class_name="flex flex-col gap-3"),
        ),
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


def set_aside(**props) -> rx.Component:
    """The box that sets working hours and notice aside; the core decides for whom."""
    return ui.checkbox(words.set_aside, name="set_aside", **props)


def _typed(state: type[TimeChoiceState]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                ui.field(
                    words.label_date,
                    name="day",
                    type="date",
                    required=True,
                    default_value=state.typed_day,
                    on_change=state.type_day.debounce(300),
                ),
                ui.field(
                    words.fill("label_time_in", city=state.place.city),
                    name="clock",
                    type="time",
                    required=True,
                    default_value=state.typed_clock,
                    on_change=state.type_clock.debounce(300),
                ),
                class_name="grid grid-cols-2 gap-3",
            ),
            set_aside(default_checked=state.sets_aside, on_change=state.set_hours_aside),
            key=state.typed_number,
            class_name="flex flex-col gap-3",
        ),
        answer(state),
        class_name="flex flex-col gap-3",
    )


def answer(state: type[TimeChoiceState]) -> rx.Component:
    """What the engine says to a typed time, and the nearest times where that cannot be had."""
    return rx.fragment(_verdict(state), _instead(state))


def _verdict(state: type[TimeChoiceState]) -> rx.Component:
    """What a booking at the typed time would come to."""
    verdict = state.verdict
    return rx.el.div(
        rx.cond(
            verdict.is_known,
            rx.cond(
                verdict.works,
                ui.banner(verdict.told, tone="success", glyph="circle-check"),
                ui.banner(
                    rx.foreach(verdict.why_not, lambda said: rx.el.p(said, class_name="tabular")),
                    rx.cond(state.day_address != "", _day_link(state), rx.fragment()),
                    tone="warning",
                    glyph="triangle-alert",
                ),
            ),
            rx.fragment(),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _day_link(state: type[TimeChoiceState]) -> rx.Component:
    """To the agent's day, in a tab of its own: what is typed here stays."""
    return rx.el.a(
        words.see_the_day,
        ui.icon("external-link", size=14),
        href=state.day_address,
        target="_blank",
        rel="noopener",
        class_name="mt-1 inline-flex items-center gap-1 font-medium underline",
    )


def _instead(state: type[TimeChoiceState]) -> rx.Component:
    return rx.cond(
        state.alternatives.length() > 0,
        rx.el.div(
            rx.el.p(words.nearest_times_instead, class_name="mb-2 text-sm text-muted"),
            slot_buttons(state, state.alternatives, state.take_instead, wide=True),
            role="group",
            aria_label=words.nearest_times_instead,
        ),
        rx.fragment(),
    )
