"""What was sent to a webhook's receiver: a table of deliveries, and a drawer with the attempts of one."""

import reflex as rx

from console.components import ui
from console.components.replays import replay_acts, replay_progress
from console.scheduling.services.webhooks import EVENTS
from console.state.deliveries import STATUSES, DeliveriesState
from console.state.delivery_rows import AttemptRow, DeliveryRow
from console.state.replays import ReplaysState
from console.state.words import words

_WIDE = "max-md:hidden"
_TICK = "size-4 rounded-sm accent-accent align-middle"
_CODE = "max-h-80 overflow-auto rounded-sm bg-sunken p-2.5 font-mono text-xs whitespace-pre-wrap break-all"


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
