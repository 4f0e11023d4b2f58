"""The dialog that books a call for a customer: who calls, on which terms, and when."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.components.draft import draft
from console.components.time_choice import time_choice
from console.state.book_call import BookCallState
from console.state.words import words


def book_button(state: type[BookCallState]) -> rx.Component:
    """What opens the dialog."""
    return ui.button(words.book_call, kind="primary", glyph="plus", on_click=state.open_form, aria_keyshortcuts="c")


def booking_form(state: type[BookCallState], *, names_agent: bool) -> rx.Component:
    """The dialog of a page; `names_agent` where the call may be another's than one's own."""
    return rx.fragment(booking_dialog(state, names_agent=names_agent), booking_draft(state))


def booking_draft(state: type[BookCallState]) -> rx.Component:
    """What is typed into the dialog outlives a restart of the server."""
    return draft("book-call", begun=state.form_number, is_open=state.is_open, on_lost=state.restore)


def booking_dialog(state: type[BookCallState], *, names_agent: bool) -> rx.Component:
    """The dialog alone, without the draft that must stand on the page before it opens."""
    return ui.dialog(
        rx.el.form(
            _customer(state),
            _terms(state, names_agent),
            refusal(state.refusal, "booking-refusal"),
            rx.cond(
                state.must_name & (state.agent_id == ""),
                ui.banner(words.choose_agent_first, glyph="info"),
                rx.fragment(_soonest(state), time_choice(state)),
            ),
            _notes(state),
            id="book-call",
            key=state.form_number,
            on_submit=state.book,
            class_name="flex flex-col gap-5",
        ),
        title=rx.cond(state.is_follow_up, words.follow_up_title, words.book_call),
        description=state.follows,
        footer=[
            _caution(state),
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(words.act_book, type="submit", form="book-call", kind="primary", busy=state.is_booking),
        ],
        wide=True,
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _terms(state: type[BookCallState], names_agent: bool) -> rx.Component:
    anyone = rx.cond(state.must_name, words.book_with_agent, words.whoever_is_free)
    return rx.el.div(
        rx.cond(
            state.presets.length() > 1,
            ui.field(
                words.fact_preset,
                ui.select,
                name="preset_id",
                options=state.presets,
                value=state.preset_id,
                on_change=state.choose_preset,
            ),
            rx.fragment(),
        ),
        *(
            [
                ui.field(
                    words.fact_agent,
                    ui.select,
                    name="agent_id",
                    options=state.agents,
                    placeholder=anyone,
                    value=state.agent_id,
                    on_change=state.choose_agent,
                )
            ]
            if names_agent
            else []
        ),
        ui.field(
            words.call_length,
            ui.select,
            name="duration",
            options=state.durations,
            value=state.duration,
            on_change=state.choose_duration,
        ),
        class_name="grid gap-3 sm:auto-cols-fr sm:grid-flow-col",
    )


def _customer(state: type[BookCallState]) -> rx.Component:
    """The number first: what it brings back fills the rest."""
    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend(words.column_customer, class_name="sr-only"),
            _field(
                state,
                "guest_phone",
                words.book_for_phone,
                type="tel",
                hint=words.book_for_phone_first_hint,
                auto_complete="off",
                on_change=state.recognise.debounce(250),
            ),
            rx.el.div(
                _field(state, "guest_name", words.book_for_name, required=True, auto_complete="off"),
                _field(state, "guest_email", words.book_for_email, type="email", auto_complete="off"),
                key=state.filled_number,
                class_name="contents",
            ),
            class_name="grid gap-3 sm:grid-cols-3",
        ),
        rx.el.div(
            rx.cond(state.caller.id != "", _caller(state), rx.fragment()), role="status", class_name="empty:hidden"
        ),
        class_name="flex flex-col gap-3",
    )


def _caller(state: type[BookCallState]) -> rx.Component:
    return ui.banner(
        rx.el.p(rx.el.span(state.caller.name, class_name="font-medium"), " · ", state.caller.told),
        rx.cond(
            state.offers_last_agent,
            rx.el.button(
                words.fill("caller_with", agent=state.caller.agent),
                type="button",
                on_click=state.take_last_agent,
                class_name="mt-1 rounded-sm font-medium underline",
            ),
            rx.fragment(),
        ),
        tone="accent",
        glyph="user-round-check",
    )


def _soonest(state: type[BookCallState]) -> rx.Component:
    """The next free times as one group of radio buttons: one stop of the keyboard, and arrows within."""
    return rx.cond(
        ~state.is_typed & (state.soonest.length() > 0),
        rx.el.fieldset(
            rx.el.legend(words.soonest, class_name="mb-1.5 text-sm font-medium"),
            rx.el.div(
                rx.foreach(
                    state.soonest,
                    lambda slot: rx.el.label(
                        rx.el.input(
                            type="radio",
                            name="soonest",
                            value=slot.start,
                            checked=state.start == slot.start,
                            on_change=state.choose_start(slot.start),
                            class_name="size-4 shrink-0 accent-accent",
                        ),
                        rx.el.span(slot.time),
                        class_name=(
                            "flex h-8 items-center gap-2 rounded-sm border border-line-strong bg-surface px-2.5 text-sm "
                            "tabular hover:border-accent has-checked:border-accent has-checked:bg-accent-soft"
                        ),
                    ),
                ),
                class_name="grid gap-2 sm:grid-cols-2",
            ),
        ),
        rx.fragment(),
    )


def _caution(state: type[BookCallState]) -> rx.Component:
    """Beside the button that books: wherever one has scrolled to, it is in sight, and moves nothing."""
    return rx.el.div(
        rx.cond(state.caution != "", ui.banner(state.caution, tone="warning", glyph="moon"), rx.fragment()),
        role="status",
        class_name="w-full empty:hidden",
    )


def _notes(state: type[BookCallState]) -> rx.Component:
    return ui.field(
        words.book_for_notes,
        ui.textarea,
        name="guest_intake_notes",
        rows=2,
        default_value=state.guest_intake_notes,
        error=state.problems["guest_intake_notes"],
        on_blur=lambda typed: state.keep("guest_intake_notes", typed),
    )


def _field(state: type[BookCallState], name: str, label: rx.Var[str], **props) -> rx.Component:
    return ui.field(
        label,
        name=name,
        default_value=getattr(state, name),
        error=state.problems[name],
        on_blur=lambda typed: state.keep(name, typed),
        **props,
    )
