"""`/app/[app_id]/audit-log`: who changed what, for those who run the app."""

import reflex as rx

from console.components import ui
from console.components.audit_filters import audit_filters
from console.components.export_menu import export_menu
from console.components.frame import frame
from console.components.loading import loaded
from console.scheduling.messages.audit_story import AuditRow
from console.state.audit_log import AuditLogState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, AuditLogState.load]


def page() -> rx.Component:
    """The filters, and the entries below them."""
    state = AuditLogState
    return frame(
        rx.cond(
            state.refusal == "",
            rx.fragment(
                rx.el.p(words.audit_hint, class_name="-mt-2 max-w-3xl text-sm text-muted"),
                audit_filters(),
            ),
            rx.fragment(),
        ),
        loaded(
            state,
            rx.fragment(
                rx.cond(state.rows.length() > 0, _table(), _nothing()),
                rx.cond(
                    state.has_more,
                    ui.button(words.show_more, size="sm", on_click=state.show_more, class_name="self-center"),
                    rx.fragment(),
                ),
            ),
            ui.skeleton_rows(8),
            again=state.load,
        ),
        title=words.audit_log,
        actions=[
            rx.el.span(state.zone_told, class_name="flex items-center gap-1.5 text-sm text-muted max-sm:hidden"),
            rx.cond(
                state.refusal == "", export_menu("audit-log", state.exported, words.audit_export_hint), rx.fragment()
            ),
        ],
    )


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.audit_when, class_name="w-44 max-sm:w-auto"),
            ui.column(words.audit_done),
            ui.column(words.audit_fields, class_name="max-md:hidden"),
        ],
        rx.foreach(AuditLogState.rows, _row),
        label=words.audit_log,
    )


def _row(entry: AuditRow) -> rx.Component:
    return ui.row(
        ui.cell(
            rx.el.p(entry.at, title=entry.exactly, class_name="tabular max-sm:w-20 max-sm:whitespace-normal"),
            class_name="py-2 align-top text-muted max-sm:pr-0",
        ),
        ui.cell(
            rx.el.p(
                rx.el.span(entry.who, class_name="font-medium text-ink"), " ", entry.did, class_name="whitespace-normal"
            ),
            rx.el.p(entry.fields, class_name="whitespace-normal text-xs empty:hidden md:hidden"),
            class_name="py-2 align-top text-muted",
        ),
        ui.cell(
            rx.el.p(entry.fields, class_name="whitespace-normal"),
            class_name="max-w-80 py-2 align-top text-muted max-md:hidden",
        ),
        key=entry.id,
    )


def _nothing() -> rx.Component:
    return ui.empty_state(words.audit_none, words.audit_none_hint, glyph="history")
