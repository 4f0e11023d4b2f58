"""Which days a list is narrowed to: quick ranges to press, and two dates for any other span."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from console.components import ui
from console.state.words import words


def date_ranges(names: Sequence[str], state: Any) -> rx.Component:
    """A button for each range, and the dates once `custom` is chosen.

    `state` has `filters` with `span`, `start` and `end`, and takes `choose_range` and `choose_date`.
    """
    chosen = state.filters.span
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                *(_range(name, chosen == name, state) for name in names),
                role="group",
                aria_label=words.filter_dates,
                class_name="flex h-8 w-max items-center gap-0.5 rounded-md bg-sunken p-0.5",
            ),
            class_name="-mx-1 max-w-[calc(100%+0.5rem)] overflow-x-auto px-1 py-1",  # a phone scrolls the ranges alone
        ),
        rx.cond(chosen == "custom", _dates(state), rx.fragment()),
        class_name="flex min-w-0 max-w-full flex-wrap items-center gap-x-2",
    )


def _range(name: str, chosen: rx.Var[bool], state: Any) -> rx.Component:
    return rx.el.button(
        getattr(words, f"range_{name}"),
        type="button",
        aria_pressed=chosen,
        on_click=state.choose_range(name),
        class_name=(
            "h-7 rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-ink "
            "aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-low"
        ),
    )


def _dates(state: Any) -> rx.Component:
    return rx.el.div(
        _date("start", words.from_date, state.filters.start, state),
        rx.el.span("–", aria_hidden="true", class_name="text-faint"),
        _date("end", words.to_date, state.filters.end, state),
        class_name="flex items-center gap-1.5",
    )


def _date(side: str, label: rx.Var[str], value: rx.Var[str], state: Any) -> rx.Component:
    box = ui.text_input(
        type="date", aria_label=label, value=value, on_change=state.choose_date(side), class_name="w-36"
    )
    return rx.debounce_input(box, debounce_timeout=400)
