"""One of a few views of the same thing, as buttons side by side of which one is pressed."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

_SEGMENT = (
    "h-7 flex-1 rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-muted transition-colors "
    "hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-low"
)


def segments(
    label: rx.Var[str], choices: Sequence[tuple[Any, rx.Var[str] | str]], chosen: rx.Var, on_choose: Any
) -> rx.Component:
    """A button for each of `choices`, value and text; a press calls `on_choose` with the value."""
    return rx.el.div(
        *(
            rx.el.button(
                text, type="button", aria_pressed=chosen == value, on_click=on_choose(value), class_name=_SEGMENT
            )
            for value, text in choices
        ),
        role="group",
        aria_label=label,
        class_name="flex h-8 w-full items-center gap-0.5 rounded-md bg-sunken p-0.5 sm:w-auto",
    )
