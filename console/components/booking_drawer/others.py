"""The same customer's other calls, each a press away."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.section import section
from console.components.status_badge import status_icon
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def other_calls(state: type[CallDrawerState]) -> rx.Component:
    """A few to come and a few before, as far as this person may see them; nothing where there are none."""
    others = state.others
    return rx.cond(
        others.coming.length() + others.past.length() > 0,
        section(
            words.section_other_calls,
            _side(state, words.other_calls_coming, others.coming),
            _side(state, words.other_calls_past, others.past),
            rx.cond(
                others.all_of_them != "",
                ui.link(
                    words.other_calls_all, to=others.all_of_them, class_name="text-sm text-accent-ink hover:underline"
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(),
    )


def _side(state: type[CallDrawerState], label: rx.Var[str], rows: rx.Var[list]) -> rx.Component:
    return rx.cond(
        rows.length() > 0,
        rx.el.div(
            rx.el.h4(label, class_name="text-xs text-faint"),
            rx.el.ul(rx.foreach(rows, lambda row: rx.el.li(_call(state, row))), class_name="-mx-2"),
            class_name="mb-1",
        ),
        rx.fragment(),
    )


def _call(state: type[CallDrawerState], row: rx.Var) -> rx.Component:
    return rx.el.button(
        status_icon(row.status),
        rx.el.span(row.status_label, class_name="sr-only"),
        rx.el.span(row.day, ", ", row.time, class_name="whitespace-nowrap tabular"),
        rx.el.span(row.agent, class_name="ml-auto min-w-0 truncate text-muted"),
        type="button",
        on_click=state.open_call(row.id),
        data_other=row.id,
        class_name="flex min-h-9 w-full items-center gap-2.5 rounded-sm px-2 text-left text-sm hover:bg-hover",
    )
