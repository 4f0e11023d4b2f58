"""The facts as a form, in their place: the engine answers as one types, and a field that two changed shows both."""

from collections.abc import Callable
from functools import partial

import reflex as rx

from console.components import ui
from console.components.booking_drawer.versions import two_versions
from console.components.call_acts import refusal
from console.components.mounted import mounted
from console.components.time_choice import answer, set_aside
from console.components.zone_select import zone_options
from console.state.call_drawer import CallDrawerState
from console.state.words import words

_PAUSE = 300
"""Milliseconds without a key after which what is typed is looked at."""


def edit_form(state: type[CallDrawerState]) -> rx.Component:
    """Everything about the call that can be changed; Enter saves. The keyboard begins in its first field."""
    return rx.el.form(
        refusal(state.refusal, "act-refusal"),
        two_versions(state),
        rx.cond(state.sheet.acts.contains("reschedule"), _time(state), rx.fragment()),
        _customer(state),
        ui.field(words.reason_optional, name="reason", id="edit-reason", max_length=500, auto_complete="off"),
        rx.el.div(
            ui.button(words.act_back, kind="ghost", on_click=state.stop_editing),
            ui.button(words.act_save_call, type="submit", kind="primary", busy=state.is_saving),
            class_name=(
                "sticky -bottom-5 -mx-4 -mb-4 flex justify-end gap-2 rounded-b-lg border-t border-line bg-surface px-4 py-3"
            ),
        ),
        mounted("() => document.querySelector('#edit-call input')?.focus()"),
        on_submit=state.save,
        id="edit-call",
        aria_label=words.act_edit,
        class_name=(
            "flex flex-col gap-4 rounded-lg border border-line bg-surface p-4 "
            "[&_:is(input,select,textarea)]:scroll-mb-20"  # the buttons that stay in sight cover no field with the focus
        ),
    )


def _time(state: type[CallDrawerState]) -> rx.Component:
    """When, how long and with whom; below it the engine's answer."""
    return rx.el.div(
        rx.el.div(
            _paused(words.label_date, name="day", type="date", value=state.typed_day, on_change=state.type_day),
            _paused(
                words.fill("label_time_in", city=state.place.city),
                name="clock",
                type="time",
                value=state.typed_clock,
                on_change=state.type_clock,
                error=state.problems["start"],
            ),
            _typed(state, words.edit_minutes, "minutes", input_mode="numeric"),
            class_name="grid grid-cols-2 items-end gap-3 sm:grid-cols-3",
        ),
        rx.cond(
            state.agents.length() > 1,
            _chosen(state, words.fact_agent, "agent_id", options=state.agents),
            rx.fragment(),
        ),
        rx.cond(
            state.sheet.may_set_aside,
            set_aside(checked=state.sets_aside, on_change=state.set_hours_aside),
            rx.fragment(),
        ),
        answer(state),
        class_name="flex flex-col gap-3",
    )


def _customer(state: type[CallDrawerState]) -> rx.Component:
    return rx.el.div(
        _typed(state, words.book_for_name, "guest_name", class_name="sm:col-span-2"),
        _typed(state, words.book_for_phone, "guest_phone", type="tel"),
        _typed(state, words.book_for_email, "guest_email", type="email"),
        _chosen(state, words.edit_zone, "guest_timezone", options=zone_options(), placeholder=words.edit_unknown),
        _chosen(state, words.fact_language, "guest_language", options=state.languages, placeholder=words.edit_unknown),
        _typed(
            state,
            words.fact_intake_notes,
            "guest_intake_notes",
            control=ui.textarea,
            rows=3,
            class_name="sm:col-span-2",
        ),
        class_name="grid gap-3 sm:grid-cols-2",
    )


def _typed(state: type[CallDrawerState], label: rx.Var[str], name: str, **props) -> rx.Component:
    """A field of the draft that is typed."""
    return _paused(
        label,
        name=name,
        value=state.draft[name],
        on_change=lambda typed: state.type_field(name, typed),
        error=state.problems[name],
        **props,
    )


def _chosen(state: type[CallDrawerState], label: rx.Var[str], name: str, **props) -> rx.Component:
    """A field of the draft that is chosen."""
    return ui.field(
        label,
        ui.select,
        name=name,
        id=f"edit-{name}",
        value=state.draft[name],
        on_change=lambda chosen: state.type_field(name, chosen),
        error=state.problems[name],
        **props,
    )


def _paused(
    label: rx.Var[str], *, name: str, control: Callable[..., rx.Component] = ui.text_input, **props
) -> rx.Component:
    """A field that follows the state, but never while somebody types in it."""
    return ui.field(label, partial(_waiting, control), name=name, id=f"edit-{name}", auto_complete="off", **props)


def _waiting(control: Callable[..., rx.Component], **props) -> rx.Component:
    return rx.debounce_input(control(**props), debounce_timeout=_PAUSE)
