"""Back and forth through pages of rows."""

import reflex as rx

from console.components.ui.button import button
from console.state.words import words


def pagination(
    told: rx.Var[str] | str, *, first: rx.Var[bool] | bool, last: rx.Var[bool] | bool, on_previous, on_next
) -> rx.Component:
    """`told` says where we are ("1-50 of 212"); `first` and `last` say that there is no page before or after."""
    return rx.el.nav(
        rx.el.span(told, class_name="text-sm text-muted tabular", aria_live="polite"),
        rx.el.div(
            button(words.previous, size="sm", glyph="chevron-left", on_click=on_previous, disabled=first),
            button(words.next, size="sm", on_click=on_next, disabled=last),
            class_name="flex gap-2",
        ),
        aria_label=words.pages,
        class_name="flex items-center justify-between gap-4",
    )
