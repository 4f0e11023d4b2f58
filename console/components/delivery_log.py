"""What was sent to a webhook's receiver: a table of deliveries, and a drawer with the attempts of one."""

import reflex as rx

from console.components import ui
from console.state.deliveries import SPANS, STATUSES, AttemptRow, DeliveriesState, DeliveryRow
from console.state.words import words

_WIDE = "max-md:hidden"
_CODE = "max-h-80 overflow-auto rounded-sm bg-sunken p-2.5 font-mono text-xs whitespace-pre-wrap break-all"


def delivery_log() -> rx.Component:
    """The log of the chosen subscription; nothing while none is chosen."""
    return rx.cond(
        DeliveriesState.subscription_id != "",
        rx.el.section(
            _head(),
            rx.cond(DeliveriesState.rows.length() > 0, _table(), _nothing()),
            rx.cond(
                DeliveriesState.has_more,
                ui.button(words.show_older, size="sm", on_click=DeliveriesState.show_more, class_name="self-center"),
                rx.fragment(),
            ),
            aria_labelledby="log-title",
            class_name="mt-4 flex min-w-0 flex-col gap-3",
        ),
        rx.fragment(),
    )


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
                ui.button(words.replay, glyph="rotate-ccw", on_click=DeliveriesState.replay(row.id)),
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


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(words.deliveries, id="log-title", class_name="text-lg font-semibold"),
            rx.el.p(DeliveriesState.url, class_name="truncate text-xs text-faint"),
            class_name="min-w-0 flex-1 max-md:basis-full",
        ),
        ui.select(
            aria_label=words.filter_status,
            options=[("", words.delivery_any), *((one, getattr(words, f"delivery_{one}")) for one in STATUSES)],
            value=DeliveriesState.status,
            on_change=DeliveriesState.choose_status,
        ),
        ui.menu(
            ui.button(words.replay_failed, glyph="rotate-ccw"),
            ui.menu_label(words.replay_failed_since),
            *(
                ui.menu_item(getattr(words, f"last_{hours}_hours"), on_select=DeliveriesState.replay_failed(hours))
                for hours in SPANS
            ),
            align="end",
        ),
        class_name="flex flex-wrap items-end gap-2",
    )


def _nothing() -> rx.Component:
    return ui.empty_state(words.no_deliveries, words.no_deliveries_hint, glyph="send")


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.column_time, class_name=_WIDE),
            ui.column(words.delivery_event),
            ui.column(words.label_reference, class_name=_WIDE),
            ui.column(words.member_status),
            ui.column(words.delivery_attempts, class_name=f"text-right {_WIDE}"),
            ui.column(words.delivery_answer, class_name=_WIDE),
        ],
        rx.foreach(DeliveriesState.rows, _row),
        label=words.deliveries,
    )


def _row(row: DeliveryRow) -> rx.Component:
    return ui.row(
        ui.cell(row.time, class_name=f"text-muted {_WIDE}"),
        ui.cell(
            rx.el.button(
                row.event,
                type="button",
                data_delivery=row.id,
                on_click=DeliveriesState.open_delivery(row.id).stop_propagation,
                class_name="font-mono text-xs hover:underline",
            ),
            rx.cond(row.is_test, ui.badge(words.delivery_test, "accent", class_name="ml-2"), rx.fragment()),
            rx.el.p(row.time, class_name="text-xs text-faint md:hidden"),
            class_name="max-md:w-full max-md:py-1.5",
        ),
        ui.cell(row.reference, class_name=f"text-muted {_WIDE}"),
        ui.cell(ui.badge(row.status_label, row.tone)),
        ui.cell(row.attempts, class_name=f"text-right text-muted {_WIDE}"),
        ui.cell(row.remark, class_name=f"w-1/3 max-w-0 truncate text-muted {_WIDE}"),
        on_click=DeliveriesState.open_delivery(row.id),
    )


def _facts(row: DeliveryRow) -> rx.Component:
    return rx.el.dl(
        _fact(words.label_reference, row.reference),
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
            class_name="flex flex-col gap-3 px-3 pb-3",
        ),
        open=place == 0,
        key=one.number,
        class_name="rounded-md border border-line",
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
