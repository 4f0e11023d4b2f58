"""The strip: a row a layer over the hours of the day, the cursor over them, and what their colours mean."""

import reflex as rx

from console.scheduling.messages.day_strip import Bar, StripRow, Tick
from console.state.agent_day import CURSOR_STEP, AgentDayState
from console.state.words import words

_BESIDE_LABELS = "absolute bottom-0 left-0 right-0 sm:left-36"
"""The part of the strip that the axis takes: all but the names of the layers, which on phones stand above them."""


def strip() -> rx.Component:
    """The layers below their hours; the arrow keys move the cursor."""
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


def key() -> rx.Component:
    """What the names of the layers do not say."""
    day = AgentDayState.strip
    return rx.el.p(
        rx.cond(
            day.has_starts,
            rx.fragment(_swatch("starts", words.key_starts), _swatch("free", words.key_free)),
            rx.fragment(),
        ),
        rx.cond(day.has_taken, _swatch("taken", words.key_taken), rx.fragment()),
        aria_hidden="true",
        class_name="flex flex-wrap gap-x-4 gap-y-1 text-xs text-faint empty:hidden sm:pl-36",
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


def _swatch(kind: str, label: rx.Var[str]) -> rx.Component:
    return rx.el.span(
        rx.el.span(
            rx.el.span(data_kind=kind, class_name="day-bar w-full"), class_name="relative inline-block h-2.5 w-5"
        ),
        label,
        class_name="inline-flex items-center gap-1.5",
    )
