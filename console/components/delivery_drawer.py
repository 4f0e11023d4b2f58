"""One delivery of a webhook beside the log: its attempts with what was sent and answered, and how it was signed."""

import reflex as rx

from console.components import ui
from console.state.deliveries import DeliveriesState
from console.state.delivery_rows import AttemptRow, DeliveryRow
from console.state.replays import ReplaysState
from console.state.words import words

_CODE = "max-h-80 overflow-auto rounded-sm bg-sunken p-2.5 font-mono text-xs whitespace-pre-wrap break-all"


def delivery_drawer() -> rx.Component:
    """One delivery, its latest attempt first."""
    row = DeliveriesState.sheet.row
    return ui.drawer(
        rx.el.div(
            rx.el.div(
                ui.badge(row.status_label, row.tone),
                rx.cond(row.is_test, ui.badge(words.delivery_test, "accent"), rx.fragment()),
                rx.el.span(row.remark, class_name="text-sm text-muted"),
                class_name="flex flex-wrap items-center gap-2",
            ),
            _facts(row),
            rx.el.div(
                ui.button(words.replay, glyph="rotate-ccw", on_click=ReplaysState.replay(row.id)),
                class_name="flex",
            ),
            rx.foreach(DeliveriesState.sheet.attempts, _attempt),
            class_name="flex flex-col gap-4",
        ),
        title=row.event,
        description=row.time,
        opened_from='[data-delivery="' + row.id + '"]',
        open=DeliveriesState.is_open,
        on_open_change=DeliveriesState.set_open,
    )


def _facts(row: DeliveryRow) -> rx.Component:
    return rx.el.dl(
        rx.cond(row.reference != "", _fact(words.label_reference, row.reference), rx.fragment()),  # a test has none
        _fact(words.delivery_event_id, row.event_id),
        _fact(words.delivery_sequence, row.sequence),
        class_name="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm",
    )


def _fact(label: rx.Var[str], value: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.dt(label, class_name="text-faint"), rx.el.dd(value, class_name="min-w-0 break-words tabular")
    )


def _attempt(one: AttemptRow, place: rx.Var[int]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.span(words.fill("attempt_number", number=one.number.to_string()), class_name="font-medium"),
            ui.badge(one.answer, one.tone),
            rx.el.span(one.took, " · ", one.time, class_name="text-xs text-faint tabular"),
            class_name="flex cursor-pointer flex-wrap items-center gap-2 px-3 py-2 text-sm",
        ),
        rx.el.div(
            _part(words.attempt_headers, one.headers),
            _part(words.attempt_body, one.body),
            _part(words.attempt_reply, one.reply),
            _proof(one),
            class_name="flex flex-col gap-3 px-3 pb-3",
        ),
        open=place == 0,
        key=one.number,
        class_name="rounded-md border border-line",
    )


def _proof(one: AttemptRow) -> rx.Component:
    """How the receiver should come to the signatures of this attempt."""
    return rx.cond(
        one.proof.length() > 0,
        rx.el.details(
            rx.el.summary(words.proof_title, class_name="cursor-pointer text-xs font-medium text-accent-ink"),
            rx.el.ol(
                rx.foreach(
                    one.proof,
                    lambda step: rx.el.li(
                        rx.el.p(step.told, class_name="text-xs text-muted"),
                        rx.cond(
                            step.text != "",
                            rx.el.pre(step.text, tab_index=0, class_name=f"mt-1 {_CODE}"),
                            rx.fragment(),
                        ),
                    ),
                ),
                class_name="mt-2 flex list-decimal flex-col gap-3 pl-4 text-xs",
            ),
        ),
        rx.fragment(),
    )


def _part(label: rx.Var[str], text: rx.Var[str]) -> rx.Component:
    return rx.cond(
        text != "",
        rx.el.div(
            rx.el.h4(label, class_name="mb-1 text-xs font-medium text-faint"),
            rx.el.pre(text, tab_index=0, class_name=_CODE),
        ),
        rx.fragment(),
    )
