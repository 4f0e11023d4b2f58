"""Sending deliveries again: the buttons in the log, the question before it, and the bar while it goes on."""

import reflex as rx

from console.components import ui
from console.state.deliveries import DeliveriesState
from console.state.replays import ReplaysState
from console.state.words import words


def replay_acts() -> rx.Component:
    """What can be sent again: what is ticked, or what failed."""
    chosen = ReplaysState.chosen.length()
    return rx.cond(
        chosen > 0,
        ui.button(
            words.fill("replay_chosen", count=chosen.to_string()),
            kind="primary",
            glyph="rotate-ccw",
            on_click=ReplaysState.ask_chosen,
        ),
        ui.button(words.replay_failed, glyph="rotate-ccw", on_click=ReplaysState.ask_failed),
    )


def replay_progress() -> rx.Component:
    """How far the latest replay has come; nothing when there is none to tell of."""
    return rx.cond(
        ReplaysState.progress != "",
        rx.el.div(
            rx.el.div(
                rx.el.p(ReplaysState.progress, aria_live="polite", class_name="text-sm tabular"),
                rx.el.div(
                    rx.el.div(
                        style={"width": ReplaysState.percent.to_string() + "%"},
                        class_name="h-full rounded-full bg-accent transition-[width] duration-150",
                    ),
                    role="progressbar",
                    aria_label=words.replay,
                    aria_valuenow=ReplaysState.percent,
                    aria_valuemin=0,
                    aria_valuemax=100,
                    class_name="mt-1.5 h-1.5 overflow-hidden rounded-full bg-line",
                ),
                class_name="min-w-0 flex-1",
            ),
            rx.cond(
                ReplaysState.is_running,
                ui.button(words.replay_stop, size="sm", on_click=ReplaysState.stop),
                rx.fragment(),
            ),
            class_name="flex items-center gap-4 rounded-md bg-sunken px-3 py-2.5",
        ),
        rx.fragment(),
    )


def replay_question() -> rx.Component:
    """How many would be sent, where to, and from when on."""
    is_failed = ReplaysState.question == "failed"
    return ui.dialog(
        rx.el.div(
            rx.el.p(DeliveriesState.url, class_name="break-all font-mono text-xs text-muted"),
            rx.cond(is_failed, _since(), rx.fragment()),
            rx.el.p(ReplaysState.count_told, aria_live="polite", class_name="text-sm font-medium tabular"),
            rx.el.p(ReplaysState.problem, role="alert", class_name="text-xs text-danger-ink empty:hidden"),
            class_name="flex flex-col gap-4",
        ),
        title=rx.cond(is_failed, words.replay_failed, words.replay_chosen_title),
        description=words.replay_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=ReplaysState.set_asking(False)),
            ui.button(
                words.replay,
                kind="primary",
                disabled=ReplaysState.count == 0,
                on_click=rx.cond(is_failed, ReplaysState.replay_failed, ReplaysState.replay_chosen),
            ),
        ],
        open=ReplaysState.question != "",
        on_open_change=ReplaysState.set_asking,
    )


def _since() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.replay_failed_since, class_name="mb-1.5 text-sm font-medium text-ink"),
        rx.el.div(
            ui.text_input(
                type="date",
                aria_label=words.from_date,
                value=ReplaysState.since_day,
                on_change=ReplaysState.set_since_day,
            ),
            class_name="w-40",
        ),
        rx.el.div(
            ui.text_input(
                type="time",
                aria_label=words.from_time,
                value=ReplaysState.since_clock,
                on_change=ReplaysState.set_since_clock,
            ),
            class_name="w-28",
        ),
        class_name="flex flex-wrap gap-2",
    )
