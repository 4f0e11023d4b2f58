"""A text that is there to be copied: one line, a few lines of code, or whatever an element says."""

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
                    "h-8 min-w-0 flex-1 rounded-sm border border-line bg-sunken px-2.5 font-mono text-xs text-muted "
                    "max-sm:basis-full"
                ),
            ),
            ui.button(words.copy, glyph="copy", on_click=copied(id)),
            *beside,
            class_name="flex flex-wrap items-center gap-2",
        ),
        class_name="flex min-w-0 flex-col gap-1.5",
    )


def copy_code(label: rx.Var[str] | str, code: rx.Var[str] | str, *, id: str, rows: int) -> rx.Component:
    """Lines of code, called `label` by screen readers, with a button that copies them all. Long lines scroll."""
    return rx.el.div(
        rx.el.textarea(
            id=id,
            value=code,
            read_only=True,
            wrap="off",
            rows=str(rows),
            spell_check=False,
            aria_label=label,
            class_name=(
                "w-full resize-none overflow-auto rounded-sm border border-line bg-sunken p-2.5 "
                "max-sm:pt-10 font-mono text-xs leading-5 text-muted"
            ),
        ),
        ui.button(
            words.copy,
            glyph="copy",
            size="sm",
            aria_label=words.fill("copy_what", name=label),
            on_click=copied(id),
            class_name="absolute right-2 top-2",
        ),
        class_name="relative min-w-0",
    )


def copied(id: rx.Var[str] | str) -> list[rx.event.EventSpec]:
    """What a click does to copy the text of this element, a field or any other, and to say so."""
    return [_copy(id), NoticeState.show("success", word("copied"))]


def _copy(id: rx.Var[str] | str) -> rx.event.EventSpec:
    """Select it and copy it. Browsers offer the clipboard on https and localhost alone; elsewhere the old way works."""
    named = rx.Var.create(id)
    return rx.call_function(
        rx.Var(
            f"(() => {{const it = document.getElementById({named!s}); "
            "it.select ? it.select() : getSelection().selectAllChildren(it); navigator.clipboard "
            "? navigator.clipboard.writeText(it.value ?? it.textContent) : document.execCommand('copy')})",
            _var_data=named._get_all_var_data(),
        )
    )
