"""Moving a call on a calendar: the question before it is done, and what was done with its way back."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.components.slot_picker import slot_buttons
from console.components.time_choice import set_aside
from console.state.moving_call import MovingCallState
from console.state.words import words


def move_question(state: type[MovingCallState]) -> rx.Component:
    """From where to where, whether it can be, and whether the customer hears of it; where it cannot, when instead."""
    question = state.question
    return ui.dialog(
        rx.el.form(
            rx.cond(state.is_stale, ui.banner(words.move_stale, tone="warning", glyph="triangle-alert"), rx.fragment()),
            rx.el.dl(
                rx.cond(question.held != "", _place(words.move_held, question.held), rx.fragment()),
                _place(words.move_old, question.old),
                _place(words.move_new, question.new, strong=True),
                class_name="flex flex-col gap-3",
            ),
            _why_not(state),
            rx.cond(
                question.is_possible,
                rx.fragment(
                    rx.cond(question.why_not.length() > 0, set_aside(required=True), rx.fragment()),
                    ui.field(
                        words.reason_optional, name="reason", id="move-reason", max_length=500, auto_complete="off"
                    ),
                    rx.el.p(question.told, class_name="text-sm text-muted"),
                ),
                rx.fragment(),
            ),
            refusal(state.refusal, "move-refusal"),
            id="move-form",
            on_submit=state.move,
            class_name="flex flex-col gap-4",
        ),
        title=rx.cond(
            state.is_stale,
            words.move_title_stale,
            rx.cond(question.is_possible, words.move_title, words.move_title_refused),
        ),
        description=question.customer,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            rx.cond(
                question.is_possible,
                ui.button(
                    rx.cond(state.is_stale, words.move_anyway, words.move_act),
                    kind="primary",
                    type="submit",
                    form="move-form",
                    busy=state.is_moving,
                ),
                rx.fragment(),
            ),
        ],
        open=state.is_open,
        on_open_change=state.set_open,
    )


def moved(state: type[MovingCallState]) -> rx.Component:
    """What was moved last, quietly, with its *Undo*."""
    return rx.el.div(
        rx.cond(
            state.moved != "",
            ui.banner(
                rx.el.div(
                    rx.el.p(state.moved, class_name="min-w-0 flex-1"),
                    rx.cond(
                        state.may_undo,
                        ui.button(words.undo_act, size="sm", on_click=state.undo),
                        rx.fragment(),
                    ),
                    ui.icon_button("x", words.close, on_click=state.put_moved_away),
                    class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
                ),
                tone="success",
                glyph="circle-check",
            ),
            rx.fragment(),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _place(label: rx.Var[str], told: rx.Var[str], *, strong: bool = False) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-xs text-muted"),
        rx.el.dd(told, class_name=["text-sm tabular", "font-medium" if strong else ""]),
    )


def _why_not(state: type[MovingCallState]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            state.question.why_not.length() > 0,
            ui.banner(
                rx.foreach(state.question.why_not, lambda said: rx.el.p(said, class_name="tabular")),
                tone="warning",
                glyph="triangle-alert",
            ),
            rx.fragment(),
        ),
        rx.cond(
            state.nearest.length() > 0,
            rx.el.div(
                rx.el.p(words.nearest_times_instead, class_name="mb-2 text-sm text-muted"),
                slot_buttons(state, state.nearest, state.take_instead, wide=True),
                role="group",
                aria_label=words.nearest_times_instead,
            ),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-3 empty:hidden",
    )
