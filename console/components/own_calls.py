"""An agent's own calls: those that lack an outcome, today's, and the coming days'; or what to do where there are none."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_field
from console.components.own_acts import how_it_went, what_was_said
from console.components.source_badge import source_badge
from console.components.status_badge import status_badge, status_icon, waiting_badge
from console.state.book_call import BookForMyselfState
from console.state.call_drawer import MyDrawerState
from console.state.my_schedules import MySchedulesState
from console.state.words import words

_CARD = "rounded-lg border border-line bg-surface"
_is_empty = (MySchedulesState.today.length() == 0) & (MySchedulesState.later.length() == 0)


def todays_calls() -> rx.Component:
    """Today, or what stands in its place."""
    return rx.cond(
        MySchedulesState.is_loading,
        ui.skeleton_rows(8),
        rx.cond(
            MySchedulesState.problem != "",
            _problem(),
            rx.cond(
                _is_empty,
                _nobody_yet(),
                rx.el.section(
                    _heading(
                        words.today, rx.cond(MySchedulesState.today.length() > 0, MySchedulesState.today.length(), "")
                    ),
                    rx.cond(
                        MySchedulesState.today.length() > 0,
                        _lines(MySchedulesState.today),
                        rx.el.p(words.own_none_today, class_name=[_CARD, "px-4 py-3 text-sm text-muted"]),
                    ),
                    data_day="today",
                ),
            ),
        ),
    )


def coming_days() -> rx.Component:
    """The days after today that have calls."""
    return rx.el.div(
        rx.foreach(
            MySchedulesState.later, lambda day: rx.el.section(_heading(day.day, day.rows.length()), _lines(day.rows))
        ),
        class_name="flex min-w-0 flex-col gap-6 empty:hidden lg:col-start-1",
    )


def unsettled_calls() -> rx.Component:
    """Calls that ended without a word, each settled by one press; nothing at all when there are none."""
    return rx.cond(
        MySchedulesState.unsettled.length() > 0,
        rx.el.section(
            rx.el.h2(
                words.needs_outcome,
                rx.el.span(MySchedulesState.unsettled.length(), class_name="ml-2 font-normal text-faint tabular"),
                id="unsettled",
                class_name="text-base font-semibold",
            ),
            rx.el.p(words.needs_outcome_hint, class_name="mt-0.5 text-sm text-muted"),
            rx.el.ul(rx.foreach(MySchedulesState.unsettled, _unsettled), class_name="mt-2"),
            aria_labelledby="unsettled",
            class_name=[_CARD, "p-4"],
        ),
        rx.fragment(),
    )


def _unsettled(card: rx.Var) -> rx.Component:
    row = card.row
    return rx.el.li(
        rx.el.button(
            rx.el.span(row.customer, class_name="block truncate font-medium text-ink"),
            rx.el.span(row.day, ", ", row.time, " · ", row.preset, class_name="block text-xs text-faint tabular"),
            type="button",
            data_booking=row.id,
            on_click=MyDrawerState.open_call(row.id),
            class_name="min-w-0 rounded-sm text-left text-sm hover:underline",
        ),
        how_it_went(card),
        rx.el.div(what_was_said(card), class_name="col-span-full"),
        key=row.id,
        class_name=(
            "grid items-center gap-x-4 gap-y-2 border-b border-line py-3 last:border-0 last:pb-0 "
            "md:max-lg:grid-cols-[minmax(0,1fr)_auto] xl:grid-cols-[minmax(0,1fr)_auto]"
        ),
    )


def _heading(day: rx.Var[str], count: rx.Var) -> rx.Component:
    """The day, how many calls it has, and on whose clock its times are told."""
    return rx.el.h2(
        day,
        rx.el.span(count, class_name="ml-2 font-normal text-faint tabular"),
        rx.el.span(MySchedulesState.zone_told, class_name="float-right text-xs font-normal leading-5 text-faint"),
        class_name="mb-2 text-sm font-semibold",
    )


def _lines(rows: rx.Var[list]) -> rx.Component:
    return rx.el.ul(rx.foreach(rows, _line), class_name=[_CARD, "overflow-hidden"])


def _line(call: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.time(call.time, date_time=call.starts_at, class_name="w-24 shrink-0 tabular"),
            rx.el.span(call.customer, class_name="min-w-0 flex-1 truncate font-medium text-ink"),
            rx.cond(call.waiting != "", ui.icon("hourglass", size=14, class_name="text-danger-ink sm:hidden"), ""),
            rx.el.span(waiting_badge(call), class_name="max-sm:sr-only empty:hidden"),
            rx.el.span(call.preset, class_name="w-36 truncate text-muted max-xl:hidden"),
            rx.cond(
                call.waiting != "",
                rx.fragment(),  # its room goes to the name
                source_badge(call.source, call.source_label, class_name="w-32 max-xl:hidden"),
            ),
            rx.cond(
                call.needs_outcome,
                rx.fragment(
                    ui.icon("circle-help", size=14, class_name="text-warning-ink sm:hidden"),
                    rx.el.span(ui.badge(words.needs_outcome, "warning"), class_name="w-32 max-sm:sr-only"),
                ),
                rx.fragment(
                    rx.el.span(status_icon(call.status), class_name="sm:hidden"),
                    status_badge(call.status, call.status_label, class_name="w-32 text-muted max-sm:sr-only"),
                ),
            ),
            type="button",
            data_booking=call.id,
            on_click=MyDrawerState.open_call(call.id),
            class_name=[
                "flex h-10 w-full items-center gap-3 px-3 text-left text-sm hover:bg-hover max-md:h-12",
                rx.cond(call.is_over, "text-muted", "text-ink"),
            ],
        ),
        key=call.id,
        class_name="border-b border-line last:border-0",
    )


def _nobody_yet() -> rx.Component:
    """How calls come about: customers book by the agent's own link, or the agent books for them."""
    return rx.el.div(
        ui.empty_state(
            words.no_own_calls,
            rx.cond(MySchedulesState.share_link != "", words.no_own_calls_hint, words.no_own_calls_taken),
        ),
        rx.cond(
            MySchedulesState.share_link != "",
            rx.el.div(
                copy_field(words.own_share_link, MySchedulesState.share_link, id="share-link"),
                ui.button(words.own_book_for, glyph="plus", on_click=BookForMyselfState.open_form),
                class_name="mx-auto -mt-4 flex w-full max-w-md flex-col gap-3 px-4 pb-8",
            ),
            rx.fragment(),
        ),
        class_name=_CARD,
    )


def _problem() -> rx.Component:
    return ui.not_loaded(
        words.not_loaded, MySchedulesState.problem, ui.button(words.try_again, on_click=MySchedulesState.load)
    )
