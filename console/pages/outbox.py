"""`/app/[app_id]/outbox`: the app's messages to customers, what became of each, and sending one by hand."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.components.frame import frame
from console.components.loading import loaded
from console.components.unsent_banner import unsent_banner
from console.scheduling.services.channels import CHANNELS
from console.scheduling.services.reminders.outbox import STATUSES
from console.state.outbox import MessageRow, OutboxState
from console.state.session import SessionState
from console.state.unsent import UnsentState
from console.state.words import words

ON_LOAD = [SessionState.arrive, OutboxState.load, UnsentState.load]

_WIDE = "max-md:hidden"
"""Columns that a narrow screen does without."""
_BROAD = "max-xl:hidden"


def page() -> rx.Component:
    """The filters, the table, and the question before a message goes out."""
    return frame(
        rx.cond(OutboxState.refusal == "", rx.fragment(unsent_banner(with_link=False), _filters()), rx.fragment()),
        loaded(
            OutboxState,
            rx.fragment(
                rx.cond(OutboxState.rows.length() > 0, _table(), _nothing()),
                rx.cond(
                    OutboxState.has_more,
                    ui.button(words.show_older, size="sm", on_click=OutboxState.show_more, class_name="self-center"),
                    rx.fragment(),
                ),
            ),
            ui.skeleton_rows(14),
        ),
        _question(),
        title=words.outbox,
    )


def _filters() -> rx.Component:
    return rx.el.div(
        ui.select(
            aria_label=words.filter_status,
            options=[
                ("", words.message_status_any),
                *((one, getattr(words, f"message_status_{one}")) for one in STATUSES),
            ],
            value=OutboxState.status,
            on_change=OutboxState.choose_status,
        ),
        ui.select(
            aria_label=words.message_channel,
            options=[("", words.channel_any), *((one, getattr(words, f"channel_{one}")) for one in CHANNELS)],
            value=OutboxState.channel,
            on_change=OutboxState.choose_channel,
        ),
        class_name="flex flex-wrap items-center gap-2",
    )


def _nothing() -> rx.Component:
    return ui.empty_state(words.outbox_empty, words.outbox_empty_hint, glyph="send")


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.column_time, class_name=_WIDE),
            ui.column(words.message_kind),
            ui.column(words.message_recipient, class_name=_BROAD),
            ui.column(words.message_call, class_name=_WIDE),
            ui.column(words.member_status),
            ui.column("", class_name="w-10"),
        ],
        rx.foreach(OutboxState.rows, _row),
        label=words.outbox,
    )


def _row(row: MessageRow) -> rx.Component:
    return ui.row(
        ui.cell(row.time, class_name=f"text-muted {_WIDE}"),
        ui.cell(
            rx.el.div(
                _channel(row),
                rx.el.span(row.kind, class_name="truncate font-medium"),
                class_name="flex min-w-0 items-center gap-2",
            ),
            rx.cond(
                row.text != "",
                rx.el.p(row.text, title=row.text, class_name="max-w-72 truncate text-xs text-faint"),
                rx.fragment(),
            ),
            rx.el.p(
                rx.el.span(row.customer, class_name="truncate"),
                rx.el.span(row.time, class_name="shrink-0 tabular"),
                class_name="flex flex-wrap gap-x-2 text-xs text-faint md:hidden",
            ),
            _why(row, "md:hidden"),
            class_name="py-1.5 max-md:w-full max-md:max-w-0",
        ),
        ui.cell(row.recipient, class_name=f"max-w-56 truncate text-muted {_BROAD}"),
        ui.cell(_call(row), class_name=f"max-w-56 truncate {_WIDE}"),
        ui.cell(
            ui.badge(row.status, row.tone),
            _why(row, "max-w-56 xl:max-w-72 max-md:hidden"),
            class_name="py-1.5",
        ),
        ui.cell(
            rx.cond(
                row.can_send,
                ui.icon_button(
                    "send",
                    words.fill("message_send_this", kind=row.kind, name=row.customer),
                    on_click=OutboxState.ask_first(row.id),
                ),
                rx.fragment(),
            ),
            class_name="text-right",
        ),
        data_message=row.id,
    )


def _why(row: MessageRow, look: str) -> rx.Component:
    """Why it did not go out; whole where there is room, else at the pointer."""
    return rx.cond(
        row.why != "",
        rx.el.p(
            row.why,
            title=row.why,
            class_name=f"mt-0.5 line-clamp-3 whitespace-normal break-words text-xs text-faint {look}",
        ),
        rx.fragment(),
    )


def _channel(row: MessageRow) -> rx.Component:
    return rx.el.span(
        rx.cond(row.channel == "email", ui.icon("mail", size=14), ui.icon("message-circle", size=14)),
        rx.el.span(row.channel_label, class_name="sr-only"),
        title=row.channel_label,
        class_name="shrink-0 text-faint",
    )


def _call(row: MessageRow) -> rx.Component:
    return ReactRouterLink.create(
        row.customer,
        rx.el.span(" ", row.reference, class_name="text-xs text-faint"),
        to="/app/" + SessionState.app + "/scheduled-calls?call=" + row.call,
        class_name="hover:underline",
    )


def _question() -> rx.Component:
    row = OutboxState.chosen
    return ui.dialog(
        rx.el.p(row.kind, " · ", row.channel_label, class_name="text-sm font-medium"),
        rx.el.p(row.recipient, class_name="text-sm text-muted"),
        rx.cond(
            OutboxState.problem != "",
            ui.banner(OutboxState.problem, tone="danger", glyph="circle-alert", class_name="mt-3"),
            rx.fragment(),
        ),
        title=words.message_send_title,
        description=words.message_send_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=OutboxState.set_asking(False)),
            ui.button(words.message_send, kind="primary", on_click=OutboxState.send),
        ],
        open=OutboxState.is_asking,
        on_open_change=OutboxState.set_asking,
    )
