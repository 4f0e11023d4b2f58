"""An agent's day: a strip of layers with a cursor over it, and what is to be said of the time that it points at."""

import reflex as rx

from console.components import ui
from console.scheduling.messages.day_strip import Bar, StripRow, Tick
from console.scheduling.services.slot_calendar import SlotButton
from console.state.agent_day import CURSOR_STEP, AgentDayState
from console.state.words import words

_BESIDE_LABELS = "absolute bottom-0 left-0 right-0 sm:left-36"
"""The part of the strip that the axis takes: all but the names of the layers, which on phones stand above them."""


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
    strip = AgentDayState.strip
    return rx.cond(
        strip.is_missing,
        ui.empty_state(strip.title, strip.remark, glyph="calendar-off"),
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    rx.el.span(strip.title, class_name="font-medium"),
                    rx.el.span(" · ", strip.zone, class_name="text-muted"),
                    aria_live="polite",
                    class_name="text-sm tabular",
                ),
                rx.cond(strip.remark != "", ui.badge(strip.remark), rx.fragment()),
                _width(),
                class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
            ),
            _strip(),
            _key(),
            _look(),
            class_name="flex flex-col gap-3",
        ),
    )


def _width() -> rx.Component:
    """More or fewer hours, where that is a difference."""
    day = AgentDayState
    return rx.cond(
        day.strip.is_cut | day.is_whole,
        rx.el.button(
            rx.cond(day.is_whole, words.show_lively_hours, words.show_whole_day),
            type="button",
            on_click=day.show_whole(~day.is_whole),
            class_name="ml-auto rounded-sm text-sm text-accent-ink hover:underline",
        ),
        rx.fragment(),
    )


def _strip() -> rx.Component:
    day = AgentDayState
    return rx.el.div(
        rx.el.div(
            rx.foreach(day.strip.ticks, _tick),
            rx.cond(
                day.strip.now_left != "",
                rx.el.span(style={"left": day.strip.now_left}, class_name="now-line"),
                rx.fragment(),
            ),
            aria_hidden="true",
            class_name=f"top-0 {_BESIDE_LABELS}",
        ),
        rx.el.ul(rx.foreach(day.strip.rows, _row), class_name="relative flex flex-col gap-1 pt-5"),
        rx.el.div(
            rx.el.input(
                type="range",
                min=day.strip.first,
                max=day.strip.last,
                step=CURSOR_STEP,
                default_value=day.minute,
                key=day.cursor_number,
                on_change=day.ask_minute.debounce(120),
                aria_label=words.look_at_cursor,
                aria_valuetext=rx.cond(day.look.is_known, day.look.spoken, words.looks_at_nothing),
                data_shown=day.look.is_known,
                class_name="day-cursor",
            ),
            class_name=f"top-5 {_BESIDE_LABELS}",
        ),
        class_name="relative select-none",
    )


def _tick(tick: Tick) -> rx.Component:
    return rx.el.span(
        rx.el.span(
            tick.label,
            class_name=[
                "absolute left-1 top-0 text-xs text-faint tabular",
                rx.match(tick.size, (2, ""), (1, "hidden lg:block"), "hidden"),
            ],
        ),
        style={"left": tick.left},
        class_name=["absolute inset-y-0 border-l border-line", rx.cond(tick.size == 2, "", "hidden sm:block")],
    )


def _row(row: StripRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            row.label,
            rx.el.span(": ", rx.cond(row.told != "", row.told, words.nothing_there), class_name="sr-only"),
            class_name="w-fit bg-surface pr-1 text-xs text-muted sm:w-36 sm:shrink-0",
        ),
        rx.el.div(
            rx.foreach(row.bars, _bar),
            aria_hidden="true",
            class_name="relative h-4 w-full sm:h-6 sm:min-w-0 sm:flex-1",
        ),
        class_name="flex flex-col sm:flex-row sm:items-center",
    )


def _bar(bar: Bar) -> rx.Component:
    return rx.el.span(
        rx.el.span(bar.label, class_name="hidden truncate px-1.5 sm:block"),
        data_kind=bar.kind,
        style={"left": bar.left, "width": bar.width},
        class_name="day-bar",
    )


def _key() -> rx.Component:
    """What the names of the layers do not say."""
    strip = AgentDayState.strip
    return rx.el.p(
        rx.cond(
            strip.has_starts,
            rx.fragment(_swatch("starts", words.key_starts), _swatch("free", words.key_free)),
            rx.fragment(),
        ),
        rx.cond(strip.has_taken, _swatch("taken", words.key_taken), rx.fragment()),
        aria_hidden="true",
        class_name="flex flex-wrap gap-x-4 gap-y-1 text-xs text-faint empty:hidden sm:pl-36",
    )


def _swatch(kind: str, label: rx.Var[str]) -> rx.Component:
    return rx.el.span(
        rx.el.span(
            rx.el.span(data_kind=kind, class_name="day-bar w-full"), class_name="relative inline-block h-2.5 w-5"
        ),
        label,
        class_name="inline-flex items-center gap-1.5",
    )


def _look() -> rx.Component:
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
        rx.el.div(rx.foreach(day.nearest, _slot), class_name="flex flex-wrap gap-2"),
        role="group",
        aria_label=words.look_nearest,
    )


def _slot(slot: SlotButton) -> rx.Component:
    return ui.button(
        slot.time, size="sm", aria_label=slot.label, on_click=AgentDayState.ask_start(slot.start), class_name="tabular"
    )
