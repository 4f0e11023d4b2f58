"""Who was told of the call: the customer by messages, other systems by webhooks; and what became of each."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.section import section
from console.state.call_drawer import CallDrawerState
from console.state.words import words

_MESSAGE_TONES = {
    "sent": "success",
    "delivered": "success",
    "read": "success",
    "failed": "danger",
    "not_sent": "warning",
    "pending": "neutral",
    "cancelled": "neutral",
}
_DELIVERY_TONES = {"delivered": "success", "failed": "danger", "pending": "neutral", "skipped": "neutral"}
_LIST = "rounded-md border border-line px-3"
_LINE = "flex items-center gap-3 border-b border-line py-2 last:border-0"


def messages(state: type[CallDrawerState]) -> rx.Component:
    """Each message with its state; nothing where none was planned."""
    rows = state.sheet.messages
    return rx.cond(
        rows.length() > 0,
        section(words.section_messages, rx.el.ul(rx.foreach(rows, _message), class_name=_LIST)),
        rx.fragment(),
    )


def deliveries(state: type[CallDrawerState]) -> rx.Component:
    """What became of them in a few words, and on demand each."""
    rows = state.sheet.deliveries
    return rx.cond(
        rows.length() > 0,
        section(
            words.section_deliveries,
            rx.el.details(
                rx.el.summary(state.sheet.deliveries_told, class_name="cursor-pointer text-sm"),
                rx.el.ul(rx.foreach(rows, _delivery), class_name=f"mt-2 {_LIST}"),
            ),
        ),
        rx.fragment(),
    )


def _message(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(line.kind, class_name="truncate text-sm"),
            rx.el.p(line.channel, " · ", line.when, class_name="truncate text-xs text-faint tabular"),
            rx.cond(
                line.problem != "", rx.el.p(line.problem, class_name="break-words text-xs text-muted"), rx.fragment()
            ),
            class_name="min-w-0 flex-1",
        ),
        ui.badge(line.status_label, rx.Var.create(_MESSAGE_TONES)[line.status]),
        data_message=line.status,
        class_name=_LINE,
    )


def _delivery(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(line.event, class_name="font-mono text-xs"),
            rx.el.p(
                rx.el.span(line.receiver, class_name="truncate"),
                rx.el.span(line.when, class_name="shrink-0 tabular"),
                class_name="flex flex-wrap gap-x-2 text-xs text-faint",
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.el.span(line.attempts, class_name="text-xs text-faint"),
        ui.badge(line.status_label, rx.Var.create(_DELIVERY_TONES)[line.status]),
        class_name=_LINE,
    )
