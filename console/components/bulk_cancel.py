"""What can be done with the calls that are ticked, the question before they are cancelled, and how far that has come."""

import reflex as rx

from console.components import ui
from console.state.bookings import BookingsState
from console.state.bulk_cancel import BulkCancelState
from console.state.call_selection import CallSelectionState
from console.state.impact import ImpactState
from console.state.words import words


def selection_bar() -> rx.Component:
    """How many are ticked, and what can be done with them; nothing while none is."""
    chosen = CallSelectionState.chosen.length()
    every = CallSelectionState.is_every
    return rx.cond(
        every | (chosen > 0),
        rx.el.div(
            rx.el.p(
                rx.cond(
                    every,
                    words.fill("every_chosen", count=BookingsState.total_told),
                    words.fill("calls_chosen", count=chosen.to_string()),
                ),
                aria_live="polite",
                class_name="text-sm font-medium tabular",
            ),
            rx.cond(
                every | (BookingsState.total <= chosen),
                rx.fragment(),
                ui.button(
                    words.fill("choose_every", count=BookingsState.total_told),
                    kind="ghost",
                    size="sm",
                    on_click=CallSelectionState.tick_every,
                ),
            ),
            rx.el.span(class_name="flex-1 max-sm:hidden"),
            ui.button(
                words.choose_none,
                kind="ghost",
                size="sm",
                aria_keyshortcuts="Escape",
                on_click=CallSelectionState.clear,
            ),
            rx.cond(
                every,
                rx.fragment(),
                ui.button(
                    words.impact_bulk_act,
                    size="sm",
                    glyph="arrow-right-left",
                    on_click=ImpactState.give_away(CallSelectionState.chosen),
                ),
            ),
            ui.button(
                words.bulk_cancel_ask, kind="secondary", size="sm", glyph="ban", on_click=BulkCancelState.ask_first
            ),
            role="region",
            aria_label=words.chosen_calls,
            class_name=(
                "sticky bottom-2 z-20 flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border "
                "border-line bg-raised px-3 py-1.5 shadow-high max-md:bottom-16 max-sm:[&_svg]:hidden"
            ),
        ),
        rx.fragment(),
    )


def bulk_question() -> rx.Component:
    """How many would be cancelled, which would not and why, and the reason that each of them is given."""
    state = BulkCancelState
    return ui.dialog(
        rx.el.form(
            rx.el.p(state.problem, role="alert", class_name="text-sm text-danger-ink empty:hidden"),
            rx.cond(state.refused_told != "", _not_cancelled(state.refused_told, state.refused), rx.fragment()),
            rx.cond(
                state.count > 0,
                ui.field(
                    words.reason_optional,
                    name="reason",
                    id="bulk-reason",
                    max_length=500,
                    auto_complete="off",
                    hint=words.bulk_reason_hint,
                ),
                rx.fragment(),
            ),
            id="bulk-cancel",
            on_submit=state.begin,
            class_name="flex flex-col gap-4",
        ),
        title=rx.cond(state.count > 0, words.fill("bulk_cancel_title", calls=state.count_told), words.bulk_nothing),
        description=rx.cond(state.count > 0, words.bulk_cancel_hint, ""),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_asking(False)),
            rx.cond(
                state.count > 0,
                ui.button(
                    words.fill("bulk_cancel_do", calls=state.count_told),
                    type="submit",
                    form="bulk-cancel",
                    kind="danger",
                ),
                rx.fragment(),
            ),
        ],
        open=state.is_asking,
        on_open_change=state.set_asking,
    )


def bulk_progress() -> rx.Component:
    """How far the latest act has come, and row by row what could not be cancelled; until it is put away."""
    state = BulkCancelState
    return rx.cond(
        state.told != "",
        rx.el.section(
            rx.el.div(
                rx.el.div(
                    rx.el.p(state.told, aria_live="polite", class_name="text-sm font-medium tabular"),
                    rx.cond(state.is_running, _bar(), rx.fragment()),
                    class_name="min-w-0 flex-1",
                ),
                rx.cond(
                    state.is_running,
                    ui.button(words.replay_stop, size="sm", on_click=state.stop),
                    ui.icon_button("x", words.close, on_click=state.put_away),
                ),
                class_name="flex items-center gap-4",
            ),
            rx.cond(state.failures.length() > 0, _failures(), rx.fragment()),
            aria_label=words.bulk_cancel,
            class_name="rounded-md border border-line bg-surface px-3 py-2.5",
        ),
        rx.fragment(),
    )


def _bar() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            style={"width": BulkCancelState.percent.to_string() + "%"},
            class_name="h-full rounded-full bg-accent transition-[width] duration-150",
        ),
        role="progressbar",
        aria_label=words.bulk_cancel,
        aria_valuenow=BulkCancelState.percent,
        aria_valuemin=0,
        aria_valuemax=100,
        class_name="mt-1.5 h-1.5 overflow-hidden rounded-full bg-line",
    )


def _failures() -> rx.Component:
    return rx.fragment(
        _list(BulkCancelState.failures),
        rx.cond(
            BulkCancelState.is_running,
            rx.fragment(),
            ui.button(words.bulk_choose_failed, size="sm", class_name="mt-2", on_click=BulkCancelState.choose_failed),
        ),
    )


def _not_cancelled(told: rx.Var[str], lines: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.p(told, class_name="text-sm font-medium"),
        _list(lines),
        class_name="rounded-md bg-sunken px-3 py-2",
    )


def _list(lines: rx.Var) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            lines,
            lambda line: rx.el.li(
                rx.el.span(line.customer, class_name="font-medium"),
                rx.el.span(" · ", line.when, class_name="text-muted tabular"),
                rx.el.span(line.why, class_name="block text-xs text-muted"),
                key=line.id,
                class_name="py-1",
            ),
        ),
        tab_index=0,  # it scrolls
        aria_label=words.bulk_not_cancelled,
        class_name="mt-1 max-h-40 overflow-y-auto text-sm",
    )
