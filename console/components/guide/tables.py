"""Tables of names of the API and what they mean."""

import reflex as rx

from console.components import ui
from console.components.guide.prose import told

_CELL = "border-b border-line px-3 py-2 align-top"
_MONO = "font-mono text-xs leading-5"
_WIDE = "max-sm:hidden"
"""A status stands above its name where there is no room beside it."""


def facts(label: rx.Var[str], head: tuple[rx.Var[str], ...], *rows: rx.Component) -> rx.Component:
    """A table of `fact`s, with a title for each of its columns."""
    before = len(head) - 2
    columns = [ui.column(title, class_name=_WIDE if at < before else "") for at, title in enumerate(head)]
    return ui.table(columns, *rows, label=label)


def fact(name: rx.Var[str] | str, meaning: rx.Var[str], *before: str, code: bool = True) -> rx.Component:
    """A row: what stands `before`, the name, and its meaning in a sentence."""
    look = f"whitespace-nowrap {_MONO}" if code else "font-medium max-sm:w-28 sm:whitespace-nowrap"
    return rx.el.tr(
        *(rx.el.td(each, class_name=f"{_CELL} {_WIDE} w-16 {_MONO} text-muted") for each in before),
        rx.el.th(
            *(rx.el.span(each, class_name="block text-faint sm:hidden") for each in before),
            name,
            scope="row",
            class_name=f"{_CELL} text-left font-normal text-ink sm:w-px sm:pr-6 {look}",
        ),
        rx.el.td(told(meaning), class_name=f"{_CELL} text-muted"),
        class_name="[&:last-child>*]:border-b-0",
    )
