"""What was sent to a webhook's receiver: a table of deliveries, and what narrows it."""

import reflex as rx

from console.components import ui
from console.components.replays import replay_acts, replay_progress
from console.scheduling.services.webhooks import EVENTS
from console.state.deliveries import STATUSES, DeliveriesState
from console.state.delivery_rows import DeliveryRow
from console.state.replays import ReplaysState
from console.state.words import words

_WIDE = "max-md:hidden"
_TICK = "size-4 rounded-sm accent-accent align-middle"


def delivery_log() -> rx.Component:
    """The log of the chosen subscription; nothing while none is chosen."""
    return rx.cond(
        DeliveriesState.subscription_id != "",
        rx.el.section(
            _head(),
            replay_progress(),
            rx.cond(DeliveriesState.rows.length() > 0, rx.fragment(_table(), _pages()), _nothing()),
            aria_labelledby="log-title",
            class_name="mt-4 flex min-w-0 flex-col gap-3",
        ),
        rx.fragment(),
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(words.deliveries, id="log-title", class_name="text-lg font-semibold"),
            rx.el.p(DeliveriesState.url, class_name="truncate text-xs text-faint"),
            class_name="min-w-0 flex-1 basis-full",
        ),
        ui.search_input(
            words.delivery_search,
            value=DeliveriesState.search,
            on_change=DeliveriesState.look_for,
            class_name="min-w-48 flex-1 max-md:basis-full",
        ),
        ui.select(
            aria_label=words.filter_status,
            options=[("", words.delivery_any), *((one, getattr(words, f"delivery_{one}")) for one in STATUSES)],
            value=DeliveriesState.status,
            on_change=DeliveriesState.choose_status,
        ),
        ui.select(
            aria_label=words.delivery_event,
            options=[("", words.delivery_any_event), *((one, one) for one in EVENTS)],
            value=DeliveriesState.event,
            on_change=DeliveriesState.choose_event,
        ),
        rx.el.div(
            ui.text_input(
                type="date",
                aria_label=words.delivery_day,
                value=DeliveriesState.day,
                on_change=DeliveriesState.choose_day,
            ),
            class_name="w-36",
        ),
        rx.cond(
            _is_narrowed(),
            ui.button(words.clear_filters, kind="ghost", on_click=DeliveriesState.clear_filters),
            rx.fragment(),
        ),
        replay_acts(),
        class_name="flex flex-wrap items-center gap-2",
    )


def _is_narrowed() -> rx.Var[bool]:
    return (DeliveriesState.status + DeliveriesState.event + DeliveriesState.day + DeliveriesState.search) != ""


def _pages() -> rx.Component:
    return ui.pagination(
        DeliveriesState.told,
        first=DeliveriesState.is_first,
        last=DeliveriesState.is_last,
        on_previous=DeliveriesState.previous_page,
        on_next=DeliveriesState.next_page,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        _is_narrowed(),
        ui.empty_state(words.delivery_none_found, words.delivery_none_found_hint, glyph="search-x"),
        ui.empty_state(words.no_deliveries, words.no_deliveries_hint, glyph="send"),
    )


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(_tick_all(), class_name="w-8 pr-0"),
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


def _tick_all() -> rx.Component:
    return rx.el.input(
        type="checkbox",
        aria_label=words.choose_page,
        checked=(ReplaysState.chosen.length() > 0) & (ReplaysState.chosen.length() == DeliveriesState.rows.length()),
        on_change=ReplaysState.choose_page,
        class_name=_TICK,
    )


def _row(row: DeliveryRow) -> rx.Component:
    return ui.row(
        ui.cell(
            rx.el.input(
                type="checkbox",
                aria_label=row.choose_label,
                checked=ReplaysState.chosen.contains(row.id),
                on_change=lambda ticked: ReplaysState.choose(row.id, ticked),
                on_click=rx.stop_propagation,
                class_name=_TICK,
            ),
            class_name="w-8 pr-0",
        ),
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
