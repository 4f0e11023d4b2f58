"""The master view's table of calls: one line a call, sorted by the server, ticked for an act, opened by a click or Enter."""

import reflex as rx
from reflex_base.vars.base import VarData

from console.components import ui
from console.components.bulk_cancel import selection_bar
from console.components.outcome_acts import outcome_acts
from console.components.presence import Hand
from console.components.saved_views import has_views
from console.components.source_badge import source_badge
from console.components.status_badge import status_badge, status_icon, waiting_badge
from console.state.bookings import BookingsState
from console.state.call_drawer import MasterDrawerState
from console.state.call_selection import CallSelectionState
from console.state.words import words

_WIDE = "hidden lg:table-cell"
_WIDEST = "hidden xl:table-cell"
_MIDDLE = "hidden sm:table-cell"
_BOX = "block size-4 rounded-sm accent-accent"


def booking_table() -> rx.Component:
    """The rows, or what stands in their place: bars while they are loaded, a sentence when there are none."""
    return rx.cond(
        BookingsState.is_loading,
        ui.skeleton_rows(14),
        rx.cond(
            BookingsState.problem != "",
            _problem(),
            rx.cond(BookingsState.rows.length() > 0, _table(), _nothing()),
        ),
    )


def _table() -> rx.Component:
    return rx.el.div(
        _hand(),
        _waiting(),
        ui.table(
            [
                _boxes(_page_box()),
                _column(words.column_time, "scheduled_at", "w-28 sm:w-44 xl:w-52"),
                _column(words.column_customer, "guest_name", "max-sm:w-full"),
                _column(words.fact_agent, "agent_name", _MIDDLE),
                _column(words.fact_preset, "preset_name", _WIDE),
                _column(words.filter_status, "status", "w-px sm:w-36"),
                _column(words.filter_source, "booking_source", f"w-36 {_WIDEST}"),
                ui.column(words.label_reference, class_name=f"w-28 {_WIDEST}"),
            ],
            rx.foreach(BookingsState.rows, _row),
            label=words.scheduled_calls,
            class_name="md:overflow-y-auto md:max-h-[calc(100dvh-var(--above))]",
        ),
        selection_bar(),
        ui.pagination(
            BookingsState.told,
            first=BookingsState.filters.page <= 1,
            last=BookingsState.is_last,
            on_previous=BookingsState.turn(-1),
            on_next=BookingsState.turn(1),
        ),
        data_rows=rx.cond(BookingsState.is_held, "held", "free"),
        style={"--above": _above()},
        class_name="relative flex flex-col gap-4",
    )


def _hand() -> rx.Component:
    """Rows stay where they are for who has ticked some, or prepares an act beside them, too."""
    is_ticked = CallSelectionState.is_every | (CallSelectionState.chosen.length() > 0)
    return Hand.create(
        busy=is_ticked | (MasterDrawerState.panel != ""),
        held=BookingsState.is_held,
        waiting=BookingsState.waiting,
        arrived=BookingsState.arrived,
        on_change=BookingsState.hold,
    )


def _waiting() -> rx.Component:
    """How many calls came that are not shown, over the first rows; a press shows them."""
    return rx.el.div(
        rx.cond(
            BookingsState.waiting != "",
            rx.el.button(
                ui.icon("arrow-up", size=14),
                BookingsState.waiting,
                type="button",
                aria_keyshortcuts=".",
                on_click=BookingsState.bring,
                class_name=(
                    "appear pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full bg-accent px-3 text-sm "
                    "font-medium text-on-accent shadow-high tabular hover:bg-accent-hover"
                ),
            ),
            rx.fragment(),
        ),
        role="status",
        class_name=(
            "pointer-events-none absolute inset-x-0 top-11 z-20 flex justify-center max-md:fixed max-md:top-36"
        ),
    )


def _above() -> str:
    """How much of the window tabs, views and chips above and a selection below take: pages can be turned in sight."""
    is_ticked = CallSelectionState.is_every | (CallSelectionState.chosen.length() > 0)
    views, chips = rx.cond(has_views(), 3, 0), rx.cond(BookingsState.chips.length() > 0, 2.5, 0)
    return f"{18.25 + views + chips + rx.cond(is_ticked, 3.5, 0)}rem"


def _column(label: rx.Var[str], sort: str, class_name: str = "") -> rx.Component:
    order = rx.cond(BookingsState.is_descending, "descending", "ascending")
    return ui.column(
        label,
        sorted_=rx.cond(BookingsState.filters.sort == sort, order, "none"),
        on_sort=BookingsState.sort_by(sort),
        class_name=class_name,
    )


def _row(call: rx.Var) -> rx.Component:
    """The customer's name is the row's button: Enter on it is a click on the row."""
    is_ticked = CallSelectionState.is_every | CallSelectionState.chosen.contains(call.id)
    return ui.row(
        _boxes(_box(call, is_ticked), cell=True),
        ui.cell(_time(call)),
        ui.cell(
            rx.el.button(
                call.customer,
                type="button",
                data_booking=call.id,
                class_name=(
                    "block max-w-full scroll-mt-12 truncate rounded-sm text-left font-medium text-ink "
                    "max-md:scroll-mb-20 max-md:scroll-mt-40"
                ),
            ),
            rx.el.span(call.agent, class_name="block truncate text-xs text-faint sm:hidden"),
            rx.el.span(*_marks(call), class_name="flex flex-wrap gap-1 pb-1 empty:hidden sm:hidden"),
            class_name="max-w-0 sm:max-w-36 xl:max-w-56",
        ),
        ui.cell(call.agent, class_name=f"max-w-32 truncate text-muted xl:max-w-40 {_MIDDLE}"),
        ui.cell(call.preset, class_name=f"max-w-28 truncate text-muted xl:max-w-40 {_WIDE}"),
        ui.cell(
            rx.cond(
                BookingsState.filters.needs_outcome & BookingsState.may_settle,
                outcome_acts(BookingsState, call),
                rx.el.span(
                    rx.el.span(status_icon(call.status), class_name="sm:hidden", title=call.status_label),
                    status_badge(call.status, call.status_label, class_name="max-sm:sr-only"),
                    rx.el.span(*_marks(call), class_name="flex items-center gap-2 empty:hidden max-sm:hidden"),
                    class_name="flex items-center gap-x-2 gap-y-0.5 max-xl:max-w-40 max-xl:flex-wrap max-xl:py-1",
                ),
            ),
        ),
        ui.cell(source_badge(call.source, call.source_label), class_name=_WIDEST),
        ui.cell(call.reference, class_name=f"font-mono text-xs text-faint in-data-[arrived=true]:text-muted {_WIDEST}"),
        key=call.id,
        data_arrived=BookingsState.arrived.contains(call.id),
        on_click=MasterDrawerState.open_call(call.id),
        selected=MasterDrawerState.is_open & (MasterDrawerState.sheet.row.id == call.id),
    )


def _marks(call: rx.Var) -> tuple[rx.Component, ...]:
    """What somebody should look after: beside the status, or under the name where that column is narrow."""
    return waiting_badge(call), rx.cond(call.needs_outcome, ui.badge(words.needs_outcome, "warning"), rx.fragment())


def _boxes(box: rx.Component, *, cell: bool = False) -> rx.Component:
    """The column of boxes, for who may act on several calls at once."""
    look = "w-10 border-b border-line pl-3 pr-0"
    frame = (
        rx.el.td(box, on_click=rx.stop_propagation, class_name=look)
        if cell
        else rx.el.th(box, scope="col", class_name=look)
    )
    return rx.cond(BookingsState.may_choose, frame, rx.fragment())


def _box(call: rx.Var, is_ticked: rx.Var[bool]) -> rx.Component:
    return rx.el.input(
        type="checkbox",
        checked=is_ticked,
        read_only=True,  # the click is answered by the server
        data_tick=call.id,
        aria_label=words.fill("choose_call", customer=call.customer),
        on_click=lambda click: CallSelectionState.tick(call.id, click.shift_key).stop_propagation,
        class_name=_BOX,
    )


def _page_box() -> rx.Component:
    return rx.el.input(
        type="checkbox",
        checked=CallSelectionState.is_every | _all_ticked(),
        read_only=True,
        aria_label=words.choose_page,
        on_click=CallSelectionState.tick_page,
        class_name=_BOX,
    )


def _all_ticked() -> rx.Var[bool]:
    rows, chosen = BookingsState.rows, CallSelectionState.chosen
    return rx.Var(
        f"{rows!s}.every((row) => {chosen!s}.includes(row.id))",
        _var_type=bool,
        _var_data=VarData.merge(rows._get_all_var_data(), chosen._get_all_var_data()),
    ).bool()


def _time(call: rx.Var) -> rx.Component:
    return rx.el.time(
        rx.el.span(call.day, class_name="text-muted sm:inline-block sm:min-w-22 sm:pr-2 xl:min-w-24"),
        rx.el.span(call.time, class_name=rx.cond(call.is_over, "text-muted", "text-ink")),
        date_time=call.starts_at,
        class_name="flex flex-col sm:block max-sm:py-1.5",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        BookingsState.is_narrowed,
        ui.empty_state(
            words.nothing_found,
            words.nothing_found_hint,
            ui.button(words.clear_filters, on_click=BookingsState.clear),
            glyph="search",
        ),
        ui.empty_state(words.no_calls, words.no_calls_hint),
    )


def _problem() -> rx.Component:
    return ui.not_loaded(
        words.not_loaded, BookingsState.problem, ui.button(words.try_again, on_click=BookingsState.load)
    )
