"""A text that is there to be copied."""

import reflex as rx

from console.components import ui
from console.scheduling.messages.words import word
from console.state.notice import NoticeState
from console.state.words import words


def copy_field(label: rx.Var[str] | str, value: rx.Var[str] | str, *beside, id: rx.Var[str] | str) -> rx.Component:
    """A field that cannot be edited with a button that copies it, and whatever else stands `beside` it."""
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="text-sm font-medium text-ink"),
        rx.el.div(
            rx.el.input(
                id=id,
                value=value,
                read_only=True,
                class_name=(
                    "h-8 min-w-0 flex-1 rounded-sm border border-line bg-sunken px-2.5 font-mono text-xs text-muted"
                ),
            ),
            ui.button(words.copy, glyph="copy", on_click=[_copy(id), NoticeState.show("success", word("copied"))]),
            *beside,
            class_name="flex flex-wrap items-center gap-2",
        ),
        class_name="flex min-w-0 flex-col gap-1.5",
    )


def _copy(id: rx.Var[str] | str) -> rx.event.EventSpec:
    """Copy what the field holds. Browsers offer the clipboard on https and localhost alone; elsewhere the old way works."""
    named = rx.Var.create(id)
    return rx.call_function(
        rx.Var(
            f"(() => {{const field = document.getElementById({named!s}); field.select(); "
            "navigator.clipboard ? navigator.clipboard.writeText(field.value) : document.execCommand('copy')})",
            _var_data=named._get_all_var_data(),
        )
    )
