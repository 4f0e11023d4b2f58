"""A table of rows 40 px high that scrolls sideways inside its own frame, with a head that sorts on the server."""

import reflex as rx

from console.components.ui.icon import icon

Text = rx.Var[str] | str


def table(head: list[rx.Component], *body, label: Text, class_name: str = "", **frame) -> rx.Component:
    """`head` are `column`s, `body` are `row`s (or a foreach of them); `label` names the table for screen readers.

    A table of limited height gets `tab_index=0`, so that the keyboard can scroll it.
    """
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*head), class_name="sticky top-0 z-10 bg-surface"),
            rx.el.tbody(*body),
            aria_label=label,
            class_name="w-full border-separate border-spacing-0 text-sm tabular",
        ),
        class_name=["overflow-x-auto rounded-md border border-line bg-surface", class_name],
        **frame,
    )


def column(
    label: Text, *, sorted_: rx.Var[str] | str | None = None, on_sort=None, class_name: str = ""
) -> rx.Component:
    """A column's head. With `on_sort` it is a button; `sorted_` is "ascending", "descending" or "none"."""
    look = "h-9 border-b border-line px-3 text-left text-xs font-medium text-faint whitespace-nowrap"
    if on_sort is None:
        return rx.el.th(label, scope="col", class_name=[look, class_name])
    return rx.el.th(
        rx.el.button(
            label,
            rx.match(
                sorted_,
                ("ascending", icon("arrow-up", size=12)),
                ("descending", icon("arrow-down", size=12)),
                rx.fragment(),
            ),
            type="button",
            on_click=on_sort,
            class_name="-mx-1.5 inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-ink",
        ),
        scope="col",
        aria_sort=sorted_,
        class_name=[look, class_name],
    )


def row(*cells, on_click=None, selected: rx.Var[bool] | bool = False, **props) -> rx.Component:
    """A row. With `on_click` all of it can be clicked: give one cell a real button too, for the keyboard."""
    if on_click is not None:
        props["on_click"] = on_click
    return rx.el.tr(
        *cells,
        aria_selected=selected,
        class_name=[
            "group hover:bg-hover/60 aria-selected:bg-accent-soft/60 [&:last-child>td]:border-b-0",
            "cursor-pointer" if on_click is not None else "",
        ],
        **props,
    )


def cell(*children, class_name: str = "", **props) -> rx.Component:
    """A cell, one line, cut with an ellipsis when too long (set a width on the column)."""
    return rx.el.td(*children, class_name=["h-10 border-b border-line px-3 whitespace-nowrap", class_name], **props)
