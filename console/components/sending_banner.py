"""The banner of a restored installation: what is held back, and the buttons by which an owner sends or skips it."""

import reflex as rx

from console.components import ui
from console.state.sending import HeldRow, SendingState
from console.state.words import words


def sending_banner() -> rx.Component:
    """Nothing while sending is not paused."""
    return rx.cond(
        SendingState.told != "",
        ui.banner(
            rx.el.p(SendingState.told),
            rx.el.ul(rx.foreach(SendingState.rows, _row), class_name="mt-2 divide-y divide-current/15"),
            rx.cond(SendingState.may_decide, rx.fragment(), rx.el.p(words.sending_owner_decides, class_name="mt-2")),
            tone="warning",
            glyph="pause",
        ),
        rx.fragment(),
    )


def _row(row: rx.Var[HeldRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.told, class_name="min-w-0 flex-1"),
        rx.cond(
            SendingState.may_decide,
            rx.el.div(
                rx.cond(
                    row.is_due,
                    rx.fragment(_send(words.sending_send, row, row.send), _skip(row)),
                    _send(words.sending_resume, row, row.resume),
                ),
                class_name="flex shrink-0 items-center gap-2 max-md:[&_button]:min-h-11",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2",
    )


def _send(says: rx.Var[str], row: rx.Var[HeldRow], label: rx.Var[str]) -> rx.Component:
    return ui.button(says, size="sm", aria_label=label, on_click=SendingState.send(row.kind))


def _skip(row: rx.Var[HeldRow]) -> rx.Component:
    return ui.button(words.sending_skip, size="sm", aria_label=row.skip, on_click=SendingState.skip(row.kind))
