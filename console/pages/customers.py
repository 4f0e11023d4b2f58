"""`/app/[app_id]/customers`: everybody who was ever booked, by their latest call, and a search among them."""

import reflex as rx

from console.components import ui
from console.components.frame import frame
from console.components.loading import loaded
from console.scheduling.messages.customers import CustomerLine
from console.state.customers import CustomersState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, CustomersState.load]

_WIDE = "max-md:hidden"
"""Columns that a narrow screen does without."""


def page() -> rx.Component:
    """The search and the table."""
    state = CustomersState
    return frame(
        rx.cond(
            state.refusal == "",
            ui.search_input(
                words.search_customers,
                value=state.search,
                on_change=state.search_for,
                auto_focus=True,
                class_name="w-full sm:w-80",
            ),
            rx.fragment(),
        ),
        loaded(
            state,
            rx.fragment(
                rx.cond(state.rows.length() > 0, _table(), _nobody()),
                rx.cond(
                    state.has_more,
                    ui.button(words.show_more, size="sm", on_click=state.show_more, class_name="self-center"),
                    rx.fragment(),
                ),
            ),
            ui.skeleton_rows(12, tall=True),
        ),
        title=words.customers,
    )


def _nobody() -> rx.Component:
    return rx.cond(
        CustomersState.search == "",
        ui.empty_state(words.customers_none, words.customers_none_hint, glyph="users-round"),
        ui.empty_state(words.customers_nobody_found, words.customers_nobody_found_hint, glyph="search"),
    )


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.column_customer),
            ui.column(words.column_next_call),
            ui.column(words.column_last_call, class_name=_WIDE),
            ui.column(words.column_calls, class_name=f"text-right {_WIDE}"),
        ],
        rx.foreach(CustomersState.rows, _row),
        label=words.customers,
    )


def _row(customer: CustomerLine) -> rx.Component:
    return ui.row(
        ui.cell(
            ui.link(
                customer.name,
                to="/app/" + SessionState.app + "/customers/" + customer.id,
                class_name="block truncate font-medium text-ink hover:underline",
            ),
            rx.el.p(customer.contact, class_name="truncate text-xs text-faint"),
            class_name="max-w-52 py-1.5 sm:max-w-80",
        ),
        ui.cell(customer.next, class_name="text-accent-ink"),
        ui.cell(customer.last, class_name=f"text-muted {_WIDE}"),
        ui.cell(customer.calls, class_name=f"text-right text-muted {_WIDE}"),
    )
