"""Calls of the pool: those that an agent could take over, and why not the others."""

import reflex as rx

from console.components import ui
from console.state.my_schedules import MySchedulesState
from console.state.words import words


def pool_calls() -> rx.Component:
    """Upcoming pool calls of others; nothing at all when there are none."""
    return rx.cond(
        MySchedulesState.pool.length() + MySchedulesState.unfit.length() > 0,
        rx.el.section(
            rx.el.h2(words.pool_calls, id="pool", class_name="text-base font-semibold"),
            rx.cond(
                MySchedulesState.pool.length() > 0,
                rx.fragment(
                    rx.el.p(words.pool_hint, class_name="mt-0.5 text-sm text-muted"),
                    rx.el.ul(rx.foreach(MySchedulesState.pool, _call), class_name="mt-2 max-h-80 overflow-y-auto"),
                ),
                rx.el.p(words.pool_none_fits, class_name="mt-0.5 text-sm text-muted"),
            ),
            rx.cond(MySchedulesState.unfit.length() > 0, _unfit(), rx.fragment()),
            aria_labelledby="pool",
            class_name="rounded-lg border border-line bg-surface p-4",
        ),
        rx.fragment(),
    )


def _unfit() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            words.fill("pool_unfit", count=MySchedulesState.unfit.length().to(str)),
            class_name=(
                "flex w-fit cursor-pointer list-none items-center rounded-sm text-sm text-accent-ink hover:underline"
            ),
        ),
        rx.el.ul(rx.foreach(MySchedulesState.unfit, _call), class_name="mt-1"),
        class_name="mt-2",
    )


def _call(call: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(call.day, ", ", call.time, class_name="tabular"),
            rx.el.p(call.customer, " · ", call.preset, class_name="truncate text-xs text-faint"),
            rx.el.p(
                rx.cond(call.why_not != "", call.why_not, call.waits),
                id="pool-" + call.id,
                class_name=["text-xs", rx.cond(call.why_not != "", "text-warning-ink", "text-faint")],
            ),
            class_name="min-w-0 flex-1",
        ),
        ui.button(
            words.act_take_over,
            size="sm",
            disabled=call.why_not != "",
            aria_label=words.fill(
                "act_with", act=words.act_take_over, customer=call.customer, time=call.day + ", " + call.time
            ),
            aria_describedby="pool-" + call.id,
            on_click=MySchedulesState.take_over(call.id, call.version),
        ),
        key=call.id,
        class_name="flex items-center gap-3 border-b border-line py-2 text-sm last:border-0",
    )
