"""The call that an agent has in hand: when, how to reach its customer, and how it went."""

import reflex as rx

from console.components import ui
from console.components.call_background import call_background
from console.components.countdown import countdown
from console.components.own_acts import how_it_went, running_late, way_in, what_was_said
from console.components.status_badge import status_badge
from console.components.ticking import Ticking
from console.state.call_drawer import MyDrawerState
from console.state.my_schedules import MySchedulesState
from console.state.next_call import NextCallState
from console.state.words import words

_card, _about = NextCallState.card, NextCallState.about


def next_call() -> rx.Component:
    """The call that runs or comes next; nothing when there is none. Who waits for the agent is said aloud."""
    return rx.fragment(
        rx.el.p(MySchedulesState.news, role="status", aria_live="polite", class_name="sr-only"),
        rx.foreach(MySchedulesState.pressing, _pressing),
        rx.cond(
            _card.row.id != "",
            rx.el.section(
                _head(),
                stands_out(_card),
                _acts(),
                rx.cond(_card.may_say, _ending(), rx.fragment()),
                call_background(),
                key=_card.row.id,
                aria_labelledby="next",
                class_name="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4",
            ),
            rx.fragment(),
        ),
    )


def thumb_bar() -> rx.Component:
    """On a phone the way to the customer stays where the thumb is, however far one has scrolled."""
    return rx.cond(_card.way != "", rx.fragment(rx.el.div(class_name="h-12 md:hidden"), _bar()), rx.fragment())


def _bar() -> rx.Component:
    """It stands before the page's end, which is moved up by as much."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(_card.row.customer, class_name="truncate text-sm font-semibold"),
            rx.el.p(_countdown(), class_name="text-xs text-accent-ink"),
            aria_hidden="true",  # the card says so
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            _card.may_say & ((_card.stands_out == "") | (_card.standing == "over")),
            ui.button(
                words.own_how_it_went,
                size="lg",
                on_click=rx.call_function(
                    "() => document.getElementById('how-it-went')?.scrollIntoView({block: 'center'})"
                ),
            ),
            rx.fragment(),
        ),
        way_in(_card, size="lg"),
        role="group",
        aria_label=words.next_call,
        class_name=(
            "fixed inset-x-0 bottom-14 z-10 flex items-center gap-2 border-t border-line bg-surface px-4 py-2 "
            "md:hidden [&_:is(a,button)]:px-4 [&_:is(a,button)]:text-base"
        ),
    )


def stands_out(card: rx.Var) -> rx.Component:
    """That somebody waits, or that the call runs on past its end, with the time since then; nothing otherwise."""
    return rx.cond(
        card.stands_out != "",
        rx.el.div(
            ui.icon("hourglass", class_name="shrink-0"),
            rx.el.span(card.stands_out, class_name="min-w-0 flex-1"),
            rx.el.span(
                Ticking.create(since=card.counts_from, now=MySchedulesState.as_of),
                aria_hidden="true",
                class_name="font-semibold tabular",
            ),
            data_standing=card.standing,
            class_name=[
                "flex items-center gap-2.5 rounded-md px-3 py-2 text-sm",
                rx.cond(card.standing == "over", "bg-warning-soft text-warning-ink", "bg-danger-soft text-danger-ink"),
            ],
        ),
        rx.fragment(),
    )


def _head() -> rx.Component:
    row = _card.row
    return rx.el.div(
        rx.el.div(
            rx.el.h2(
                rx.cond(row.status == "started", words.call_now, words.next_call),
                id="next",
                class_name="text-xs font-medium text-faint",
            ),
            rx.el.p(row.customer, class_name="mt-0.5 break-words text-xl font-semibold"),
            class_name="min-w-0",
        ),
        rx.el.p(_countdown(), class_name="mt-4 shrink-0 text-right text-xl font-semibold text-accent-ink"),
        rx.el.p(
            rx.el.span(row.day, ", ", row.time, class_name="text-ink"),
            rx.el.span(_about.zone),
            rx.cond(_about.customers_clock != "", _customers_clock(), rx.fragment()),
            rx.el.span(row.preset),
            status_badge(row.status, row.status_label),
            class_name="col-span-2 mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-muted tabular",
        ),
        class_name="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4",
    )


def _customers_clock() -> rx.Component:
    return rx.cond(
        _about.caution != "",
        rx.el.span(
            ui.icon("moon", size=14),
            _about.customers_clock,
            ", ",
            _about.caution,
            class_name="inline-flex items-center gap-1 text-warning-ink",
        ),
        rx.el.span(_about.customers_clock),
    )


def _countdown() -> rx.Component:
    row = _card.row
    runs = row.status == "started"
    return countdown(
        row.starts_at,
        MySchedulesState.as_of,
        row.how_far,
        after=rx.cond(runs, words.countdown_running, words.countdown_after),
    )


def _acts() -> rx.Component:
    return rx.el.div(
        rx.el.div(way_in(_card), class_name="max-md:hidden empty:hidden"),  # a phone has it at the thumb
        running_late(_card),
        ui.button(
            words.act_open,
            data_booking=_card.row.id,
            on_click=MyDrawerState.open_call(_card.row.id),
        ),
        rx.cond(_card.opens != "", rx.el.span(_card.opens, class_name="text-sm text-faint tabular"), rx.fragment()),
        class_name="flex flex-wrap items-center gap-2",
    )


def _ending() -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.own_how_it_went, class_name="text-sm font-medium"),
        what_was_said(_card),
        how_it_went(_card),
        id="how-it-went",
        class_name="flex scroll-mb-40 flex-col gap-2 rounded-md bg-sunken p-3",
    )


def _pressing(card: rx.Var) -> rx.Component:
    """A call for which somebody waits while another one still runs: short, with its acts."""
    return rx.el.section(
        rx.el.div(
            rx.el.button(
                card.row.customer,
                type="button",
                data_booking=card.row.id,
                on_click=MyDrawerState.open_call(card.row.id),
                class_name="min-w-0 truncate rounded-sm text-left text-base font-semibold hover:underline",
            ),
            rx.el.span(card.row.time, class_name="text-sm text-muted tabular"),
            class_name="flex items-baseline gap-3",
        ),
        stands_out(card),
        rx.el.div(way_in(card), running_late(card), class_name="flex flex-wrap items-center gap-2"),
        key=card.row.id,
        aria_label=card.row.customer,
        class_name="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4",
    )
