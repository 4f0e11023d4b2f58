"""An agent's day: a strip of layers with a cursor over it, and what is to be said of the time that it points at."""

import reflex as rx

from console.components import ui
from console.components.agent_day.look import look
from console.components.agent_day.starts import starts
from console.components.agent_day.strip import key, strip
from console.state.agent_day import AgentDayState
from console.state.words import words


def agent_day() -> rx.Component:
    """The whole panel."""
    day = AgentDayState
    return rx.el.section(
        rx.el.div(
            rx.el.h2(words.the_day, id="the-day", class_name="text-base font-semibold"),
            _turning(),
            _call(),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-3",
        ),
        rx.cond(day.problem != "", _problem(), rx.fragment()),
        rx.cond(day.is_loaded, _day(), ui.waiting(ui.skeleton(class_name="h-40 w-full"))),
        aria_labelledby="the-day",
        class_name="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4 sm:p-5",
    )


def _problem() -> rx.Component:
    day = AgentDayState
    again = ui.button(words.try_again, size="sm", on_click=day.refresh)
    said = rx.el.div(day.problem, again, class_name="flex flex-wrap items-center justify-between gap-2")
    return rx.el.div(ui.banner(said, tone="danger", glyph="circle-alert"), role="alert")


def _turning() -> rx.Component:
    day = AgentDayState
    return rx.el.div(
        ui.icon_button("chevron-left", words.previous_day, on_click=day.turn(-1)),
        ui.text_input(
            type="date",
            aria_label=words.label_date,
            default_value=day.day,
            key=day.day_number,
            on_change=day.go_to.debounce(400),
            class_name="max-w-36 tabular",
        ),
        ui.icon_button("chevron-right", words.next_day, on_click=day.turn(1)),
        ui.button(words.today, kind="ghost", disabled=day.is_today, on_click=day.go_today),
        class_name="flex items-center gap-1",
    )


def _call() -> rx.Component:
    """Which call the day is looked at for."""
    day = AgentDayState
    return rx.el.div(
        rx.el.span(words.look_of_call, class_name="shrink-0 text-sm text-muted"),
        ui.select(
            aria_label=words.call_length,
            options=day.durations,
            value=day.duration,
            on_change=day.choose_duration,
            class_name="min-w-24",
        ),
        ui.select(
            aria_label=words.fact_preset,
            options=day.presets,
            value=day.preset_id,
            on_change=day.choose_preset,
            class_name="max-w-56",
        ),
        class_name="flex min-w-0 items-center gap-2 sm:ml-auto",
    )


def _day() -> rx.Component:
    day = AgentDayState.strip
    return rx.cond(
        day.is_missing,
        ui.empty_state(day.title, day.remark, glyph="calendar-off"),
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    rx.el.span(day.title, class_name="font-medium"),
                    rx.el.span(" · ", day.zone, class_name="text-muted"),
                    aria_live="polite",
                    class_name="text-sm tabular",
                ),
                rx.cond(day.remark != "", ui.badge(day.remark), rx.fragment()),
                rx.cond(AgentDayState.has_unsaved, _unsaved(), rx.fragment()),
                _width(),
                class_name="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1",
            ),
            strip(),
            key(),
            starts(),
            look(),
            class_name="flex flex-col gap-3",
        ),
    )


def _unsaved() -> rx.Component:
    """With which hours the day is shown while they are being edited; in a line that is there anyway, so nothing jumps."""
    day = AgentDayState
    other = rx.cond(day.is_as_saved, words.day_show_unsaved, words.day_show_saved)
    said = rx.cond(day.is_as_saved, words.day_saved, words.day_unsaved)
    return rx.cond(
        day.is_unreadable,
        rx.el.span(words.day_hours_wrong, class_name="text-sm text-warning-ink"),
        rx.fragment(ui.badge(said, "accent"), _switch(other, day.show_as_saved(~day.is_as_saved))),
    )


def _width() -> rx.Component:
    """More or fewer hours, where that is a difference."""
    day = AgentDayState
    return rx.cond(
        day.strip.is_cut | day.is_whole,
        rx.el.div(
            _switch(
                rx.cond(day.is_whole, words.show_lively_hours, words.show_whole_day), day.show_whole(~day.is_whole)
            ),
            class_name="ml-auto",
        ),
        rx.fragment(),
    )


def _switch(label: rx.Var[str], on_click: rx.event.EventType[()]) -> rx.Component:
    return rx.el.button(
        label, type="button", on_click=on_click, class_name="rounded-sm text-sm text-accent-ink hover:underline"
    )
