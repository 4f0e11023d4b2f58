"""The way to a day's list that can be printed, in a tab of its own."""

import reflex as rx

from console.components import ui
from console.state.words import words


def print_day(address: rx.Var[str] | str) -> rx.Component:
    """A small button; `address` is that of `console.http.day_lists`."""
    return rx.el.a(
        ui.icon("printer"),
        href=address,
        target="_blank",
        rel="noopener",
        aria_label=words.print_day,
        title=words.print_day,
        class_name="grid size-8 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink",
    )
