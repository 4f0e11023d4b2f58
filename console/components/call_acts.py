"""What can be done to a booking: a row of buttons, and below it the little form that an act asks for."""

import reflex as rx

from console.components import ui
from console.components.mounted import mounted
from console.components.time_choice import set_aside, time_choice
from console.state.book_call import BookCallState
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def act_buttons(state: type[CallDrawerState], *, follow_up: type[BookCallState] | None = None) -> rx.Component:
    """One button an act, the likeliest first; none that the core would refuse. `follow_up` books another call."""
    can = state.sheet.acts.contains
    return rx.el.div(
        rx.cond(can("confirm"), _confirm(state), rx.fragment()),
        rx.cond(can("join"), _join(state), rx.fragment()),
        rx.cond(can("start"), _start(state), rx.fragment()),
        rx.cond(can("done"), _preparing(state, "done", words.act_done), rx.fragment()),
        rx.cond(can("no_show"), ui.button(words.act_no_show, size="sm", on_click=state.mark_no_show), rx.fragment()),
        rx.cond(can("update"), _preparing(state, "update", words.act_edit), rx.fragment()),
        rx.cond(can("reschedule"), _preparing(state, "reschedule", words.act_reschedule), rx.fragment()),
        rx.cond(can("reassign"), _preparing(state, "reassign", words.act_reassign), rx.fragment()),
        rx.cond(can("cancel"), _preparing(state, "cancel", words.act_cancel), rx.fragment()),
        rx.cond(can("create"), _follow_up(state, follow_up), rx.fragment()) if follow_up else None,
        role="group",
        aria_label=words.acts,
        class_name="flex flex-wrap gap-1 empty:hidden",
    )


def act_panel(state: type[CallDrawerState]) -> rx.Component:
    """The form of the act that is being prepared, or only why the last one was refused."""
    return rx.match(
        state.panel,
        ("reschedule", _panel(state, words.act_reschedule, *_reschedule(state), on_submit=state.reschedule)),
        ("reassign", _panel(state, words.act_reassign, *_reassign(state), on_submit=state.reassign)),
        ("cancel", _panel(state, words.act_cancel_call, *_cancel(state), on_submit=state.cancel, danger=True)),
        ("done", _panel(state, words.act_done, *_done(state), on_submit=state.finish)),
        ("update", rx.fragment()),  # it stands in the place of the facts
        refusal(state.refusal, "act-refusal"),
    )


def refusal(sentence: rx.Var[str], name: str) -> rx.Component:
    """Why something was refused, said where it happened; the eye and the keyboard are led there. `name` is its id."""
    return rx.el.div(
        rx.cond(
            sentence != "",
            rx.el.div(
                ui.banner(sentence, tone="danger", glyph="circle-alert"),
                mounted(f"() => document.getElementById('{name}')?.focus()"),
                id=name,
                key=sentence,
                tab_index=-1,
                class_name="rounded-md outline-none",
            ),
            rx.fragment(),
        ),
        role="alert",
        class_name="empty:hidden",
    )


def _confirm(state: type[CallDrawerState]) -> rx.Component:
    """The main act while the customer's yes is waited for, one of several otherwise."""
    return rx.cond(
        state.sheet.row.status == "pending_confirmation",
        ui.button(words.act_confirm, size="sm", kind="primary", on_click=state.confirm),
        ui.button(words.act_confirm, size="sm", on_click=state.confirm),
    )


def _join(state: type[CallDrawerState]) -> rx.Component:
    """Through the agent's own door; there a button goes on to where the call takes place."""
    return ui.way_out(words.act_join, to=state.sheet.join_url, size="sm", kind="primary", glyph="video")


def _start(state: type[CallDrawerState]) -> rx.Component:
    """By phone one press starts the call and dials; a call by link can be started by hand."""
    dial = state.sheet.row.dial
    return rx.cond(
        dial != "",
        ui.way_out(words.act_call, to=dial, size="sm", kind="primary", glyph="phone", on_click=state.begin),
        ui.button(words.act_start, size="sm", on_click=state.begin),
    )


def _preparing(state: type[CallDrawerState], act: str, label: rx.Var[str]) -> rx.Component:
    return ui.button(
        label,
        size="sm",
        on_click=state.prepare(act),
        id=f"act-{act}",
        aria_expanded=state.panel == act,
        class_name="aria-expanded:bg-sunken",
    )


def _follow_up(state: type[CallDrawerState], form: type[BookCallState]) -> rx.Component:
    return ui.button(words.act_follow_up, size="sm", on_click=form.open_follow_up(state.sheet.row.id))


def _panel(
    state: type[CallDrawerState], act: rx.Var[str], *fields: rx.Component, on_submit, danger: bool = False
) -> rx.Component:
    return rx.el.form(
        refusal(state.refusal, "act-refusal"),
        *fields,
        rx.el.div(
            ui.button(words.act_back, kind="ghost", on_click=state.fold),
            ui.button(act, type="submit", kind="danger" if danger else "primary"),
            class_name="flex justify-end gap-2",
        ),
        on_submit=on_submit,
        aria_label=act,
        class_name="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4",
    )


def _reschedule(state: type[CallDrawerState]) -> list[rx.Component]:
    return [time_choice(state, narrow=True), _reason()]


def _reassign(state: type[CallDrawerState]) -> list[rx.Component]:
    return [
        rx.el.fieldset(
            rx.el.legend(words.reassign_to, class_name="mb-1 px-2 text-sm font-medium"),
            rx.foreach(state.candidates, _candidate),
            class_name="-mx-2 flex max-h-64 flex-col overflow-y-auto",
        ),
        set_aside(),
        _reason(),
    ]


def _candidate(one: rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="agent_id", value=one.id, required=True, class_name="accent-accent"),
        rx.el.span(one.name, class_name=["shrink-0", rx.cond(one.why_not != "", "text-muted", "text-ink")]),
        rx.el.span(
            rx.cond(one.why_not != "", one.why_not, words.is_free),
            class_name="ml-auto min-w-0 text-right text-xs text-faint",
        ),
        class_name="flex min-h-9 items-center gap-2.5 rounded-sm px-2 py-1 text-sm hover:bg-hover",
    )


def _cancel(state: type[CallDrawerState]) -> list[rx.Component]:
    return [
        rx.el.p(words.fill("cancel_question", customer=state.sheet.row.customer), class_name="text-sm"),
        _reason(),
    ]


def _done(state: type[CallDrawerState]) -> list[rx.Component]:
    return [
        rx.cond(
            state.outcomes.length() > 0,
            ui.field(
                words.fact_outcome, ui.select, name="outcome", options=state.outcomes, placeholder=words.no_choice
            ),
            rx.fragment(),
        ),
        ui.field(words.note_optional, ui.textarea, name="note", max_length=5000, rows=2),
    ]


def _reason() -> rx.Component:
    return ui.field(words.reason_optional, name="reason", max_length=500, auto_complete="off")
