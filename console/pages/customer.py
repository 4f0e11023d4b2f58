"""`/app/[app_id]/customers/[customer_id]`: one customer, with their calls, what is known of them, and their data."""

import reflex as rx

from console.components import ui
from console.components.customer_data import customer_data
from console.components.customer_details import contact, details, wanted
from console.components.frame import frame
from console.components.loading import loaded
from console.components.status_badge import status_badge
from console.scheduling.messages.rows import BookingRow
from console.state.customer import CustomerState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, CustomerState.load]

_COLUMNS = "grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem] xl:grid-cols-[minmax(0,1fr)_22rem]"
_CARD = "rounded-lg border border-line bg-surface p-4"


def page() -> rx.Component:
    """Their calls, and beside them what is known."""
    state = CustomerState
    return frame(
        ui.link(
            ui.icon("arrow-left", size=14),
            words.customers,
            to="/app/" + SessionState.app + "/customers",
            class_name="-mt-2 inline-flex w-fit items-center gap-1 text-sm text-muted hover:text-ink",
        ),
        rx.cond(
            state.is_missing,
            ui.empty_state(words.customer_missing, words.customer_missing_hint, glyph="user-round-x"),
            loaded(state, _all(), _bars()),
        ),
        title=rx.cond(state.is_missing | (state.sheet.name == ""), words.customer, state.sheet.name),
        actions=[
            rx.cond(
                state.may_book & ~state.is_missing,
                ui.button(words.book_call, kind="primary", glyph="plus", on_click=state.book),
                rx.fragment(),
            )
        ],
    )


def _bars() -> rx.Component:
    return ui.waiting(
        rx.el.div(ui.skeleton_rows(1, tall=True), ui.skeleton_rows(3, tall=True), class_name="flex flex-col gap-4"),
        rx.el.div(ui.skeleton_form(1), ui.skeleton_form(2), ui.skeleton_form(2), class_name="flex flex-col gap-4"),
        class_name=_COLUMNS,
    )


def _all() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _calls("coming", words.customer_coming, CustomerState.sheet.coming, words.customer_no_coming),
            _calls("past", words.customer_past, CustomerState.sheet.others, words.customer_no_past),
            rx.cond(
                CustomerState.sheet.has_more,
                ui.button(words.show_more, size="sm", on_click=CustomerState.show_more, class_name="self-center"),
                rx.fragment(),
            ),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        rx.el.div(
            *(rx.el.section(part, class_name=_CARD) for part in (contact(), details(), wanted())),
            rx.cond(
                CustomerState.acts.contains("export_customer"),
                rx.el.section(customer_data(), class_name=_CARD),
                rx.fragment(),
            ),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        class_name=_COLUMNS,
    )


def _calls(name: str, title: rx.Var[str], rows: rx.Var[list[BookingRow]], nothing: rx.Var[str]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=name, class_name="text-base font-semibold"),
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, _call), class_name="mt-2"),
            rx.el.p(nothing, class_name="mt-1 text-sm text-muted"),
        ),
        aria_labelledby=name,
        class_name=_CARD,
    )


def _call(call: BookingRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            ui.link(
                call.day,
                ", ",
                call.time,
                to="/app/" + SessionState.app + "/scheduled-calls?call=" + call.id,
                class_name="font-medium tabular hover:underline",
            ),
            rx.el.p(
                call.reference, " · ", call.preset, " · ", call.agent, class_name="truncate text-xs text-faint tabular"
            ),
            class_name="min-w-0 flex-1",
        ),
        status_badge(call.status, call.status_label),
        class_name="flex items-center gap-3 border-b border-line py-2 text-sm last:border-0 last:pb-0",
    )
