"""An agent's own calls: the next one large, the coming days as lists, and calls of the pool to take over."""

import reflex as rx

from console.components import ui
from console.components.outcome_acts import outcome_acts
from console.components.source_badge import source_badge
from console.components.status_badge import status_badge, status_icon, waiting_badge
from console.state.call_drawer import MyDrawerState
from console.state.my_schedules import MySchedulesState
from console.state.words import words

_CARD = "rounded-lg border border-line bg-surface"


def coming_days() -> rx.Component:
    """The days with their calls, or what stands in their place."""
    return rx.cond(
        MySchedulesState.is_loading,
        ui.skeleton_rows(8),
        rx.cond(
            MySchedulesState.problem != "",
            _problem(),
            rx.cond(MySchedulesState.days.length() > 0, _days(), _nothing()),
        ),
    )


def pool_calls() -> rx.Component:
    """Upcoming pool calls of others that the agent is free for; nothing at all when there are none."""
    return rx.cond(
        MySchedulesState.pool.length() > 0,
        rx.el.section(
            rx.el.h2(words.pool_calls, id="pool", class_name="text-base font-semibold"),
            rx.el.p(words.pool_hint, class_name="mt-0.5 text-sm text-muted"),
            rx.el.ul(
                rx.foreach(
                    MySchedulesState.pool,
                    lambda call: rx.el.li(
                        rx.el.div(
                            rx.el.p(call.day, ", ", call.time, class_name="tabular"),
                            rx.el.p(call.customer, " · ", call.preset, class_name="truncate text-xs text-faint"),
                            class_name="min-w-0 flex-1",
                        ),
                        ui.button(
                            words.act_take_over,
                            size="sm",
                            on_click=MySchedulesState.take_over(call.id, call.version),
                        ),
                        class_name="flex items-center gap-3 border-b border-line py-2 text-sm last:border-0",
                    ),
                ),
                class_name="mt-2",
            ),
            aria_labelledby="pool",
            class_name=[_CARD, "p-4"],
        ),
        rx.fragment(),
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
            rx.el.ul(
                rx.foreach(
                    MySchedulesState.unsettled,
                    lambda call: rx.el.li(
                        rx.el.button(
                            rx.el.span(call.customer, class_name="block truncate font-medium text-ink"),
                            rx.el.span(call.day, ", ", call.time, class_name="block text-xs text-faint tabular"),
                            type="button",
                            data_booking=call.id,
                            on_click=MyDrawerState.open_call(call.id),
                            class_name="min-w-0 flex-1 rounded-sm text-left hover:underline",
                        ),
                        outcome_acts(MySchedulesState, call),
                        class_name="flex items-center gap-3 border-b border-line py-2 text-sm last:border-0 last:pb-0",
                    ),
                ),
                class_name="mt-2",
            ),
            aria_labelledby="unsettled",
            class_name=[_CARD, "p-4"],
        ),
        rx.fragment(),
    )


def next_call() -> rx.Component:
    """The call that runs or comes next, large; nothing when there is none."""
    call = MySchedulesState.next_call
    return rx.cond(
        call.id != "",
        rx.el.section(
            rx.el.div(
                rx.el.h2(
                    rx.cond(call.status == "started", words.call_now, words.next_call),
                    id="next",
                    class_name="text-xs font-medium text-faint",
                ),
                rx.el.p(call.customer, class_name="mt-1 truncate text-xl font-semibold"),
                rx.el.p(
                    rx.el.span(call.day, ", ", call.time),
                    rx.el.span(call.how_far, class_name="text-accent-ink"),
                    rx.el.span(call.preset),
                    status_badge(call.status, call.status_label),
                    waiting_badge(call),
                    class_name="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted tabular",
                ),
                class_name="min-w-0 flex-1 max-sm:basis-full",
            ),
            rx.el.div(
                _way_in(call),
                ui.button(words.act_open, on_click=MyDrawerState.open_call(call.id)),
                class_name="flex items-center gap-2",
            ),
            aria_labelledby="next",
            class_name=[_CARD, "flex flex-wrap items-center gap-4 p-4"],
        ),
        rx.fragment(),
    )


def _way_in(call: rx.Var) -> rx.Component:
    """To the call itself, once its time has come: its door, or the telephone."""
    return rx.cond(
        MySchedulesState.way_in != "",
        ui.way_out(words.act_join, to=MySchedulesState.way_in, kind="primary", glyph="video"),
        rx.cond(
            MySchedulesState.may_call,
            ui.way_out(
                words.act_call,
                to=call.dial,
                kind="primary",
                glyph="phone",
                on_click=MySchedulesState.begin(call.id),
            ),
            rx.fragment(),
        ),
    )


def _days() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            MySchedulesState.days,
            lambda day: rx.el.section(
                rx.el.h2(
                    day.day,
                    rx.el.span(day.count, class_name="ml-2 font-normal text-faint"),
                    class_name="mb-2 text-sm font-semibold",
                ),
                rx.el.ul(rx.foreach(day.rows, _line), class_name=[_CARD, "overflow-hidden"]),
            ),
        ),
        class_name="flex flex-col gap-6",
    )


def _line(call: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.time(call.time, date_time=call.starts_at, class_name="w-24 shrink-0 tabular"),
            rx.el.span(call.customer, class_name="min-w-0 flex-1 truncate font-medium text-ink"),
            waiting_badge(call),
            rx.el.span(call.preset, class_name="w-36 truncate text-muted max-lg:hidden"),
            source_badge(call.source, call.source_label, class_name="w-32 max-lg:hidden"),
            rx.el.span(status_icon(call.status), class_name="sm:hidden"),
            rx.cond(
                call.needs_outcome,
                rx.el.span(ui.badge(words.needs_outcome, "warning"), class_name="w-32"),
                status_badge(call.status, call.status_label, class_name="w-32 text-muted max-sm:sr-only"),
            ),
            type="button",
            data_booking=call.id,
            on_click=MyDrawerState.open_call(call.id),
            class_name=[
                "flex h-10 w-full items-center gap-3 px-3 text-left text-sm hover:bg-hover",
                rx.cond(call.is_over, "text-muted", "text-ink"),
            ],
        ),
        class_name="border-b border-line last:border-0",
    )


def _nothing() -> rx.Component:
    return rx.el.div(ui.empty_state(words.no_own_calls, words.no_own_calls_hint), class_name=_CARD)


def _problem() -> rx.Component:
    return ui.empty_state(
        words.not_loaded,
        MySchedulesState.problem,
        ui.button(words.try_again, on_click=MySchedulesState.load),
        glyph="cloud-off",
    )
