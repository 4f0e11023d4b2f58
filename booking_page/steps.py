"""The steps of booking, one component each: agent, time, details (done: done.py); and the page that takes no bookings.

Each is of the state that it is given: the booking page's, or the one behind a preview.
"""

from typing import Any

import reflex as rx

from booking_page.fields import FirstProblem, notes_field, question_field, text_field, trap
from booking_page.guard import TRAP
from booking_page.keeping import keeping
from console.components import ui
from console.components.slot_picker import slot_buttons, slot_picker
from console.state.words import booking_words as words

State = Any
"""A class of state with the vars and handlers that `BookingPageState` has: Reflex makes them vars, which no type says."""
_CARD = (
    "flex min-h-11 w-full items-center gap-4 rounded-md border border-line-strong bg-surface px-4 py-2 text-start text-lg "
    "font-medium hover:border-accent hover:bg-accent-soft"
)


def agent_step(state: State) -> rx.Component:
    """Whom to talk to."""
    return titled(
        words.choose_agent,
        rx.el.ul(rx.foreach(state.agents, lambda card: _agent(state, card)), class_name="grid gap-3 sm:grid-cols-2"),
    )


def time_step(state: State) -> rx.Component:
    """Length, day and time."""
    return titled(
        words.choose_time,
        rx.cond(state.refusal != "", _refusal(state), rx.fragment()),
        rx.cond(state.durations.length() > 1, _durations(state), rx.fragment()),
        rx.cond(
            state.month == "",
            waiting(),
            rx.fragment(
                rx.cond(
                    state.other_day != "",
                    rx.el.p(state.other_day, role="status", class_name="-mt-3 text-lg text-muted"),
                    rx.fragment(),
                ),
                slot_picker(state, state.pick_start, roomy=True),
            ),
        ),
    )


def details_step(state: State) -> rx.Component:
    """Who comes, and anything the agent should know."""
    return titled(
        words.customer_details,
        rx.el.p(
            rx.cond(state.call_kind == "link", words.one_is_enough, words.we_call_you),
            class_name="-mt-4 text-lg text-muted",
        ),
        rx.cond(state.refusal != "", _refusal(state), rx.fragment()),
        rx.cond(state.start != "", _chosen(state), rx.fragment()),
        rx.el.form(
            text_field(state, words.customer_name, "guest_name", auto_complete="name", max_length=200, required=True),
            text_field(state, words.customer_email, "guest_email", type="email", auto_complete="email"),
            text_field(
                state,
                words.customer_phone,
                "guest_phone",
                type="tel",
                auto_complete="tel",
                required=state.call_kind != "link",
            ),
            rx.foreach(state.questions, lambda question: question_field(state, question)),
            notes_field(state, words.customer_notes, "guest_intake_notes"),
            trap(TRAP),
            FirstProblem.create(busy=state.busy),
            ui.button(
                words.book_this,
                kind="primary",
                size="lg",
                type="submit",
                busy=state.busy,
                disabled=state.start == "",
                class_name="w-full sm:w-auto sm:self-start",
            ),
            key=state.form_number,
            on_submit=state.book,
            no_validate=True,
            class_name="relative flex flex-col gap-5",
        ),
    )


def shut_step(state: State) -> rx.Component:
    """Why nothing can be booked here, and a way back in where that is only for now."""
    return titled(
        state.shut_title,
        rx.el.p(state.shut_text, class_name="text-lg text-muted"),
        rx.cond(
            state.shut_for_now,
            ui.button(words.look_again, kind="primary", size="lg", on_click=state.arrive),
            rx.fragment(),
        ),
    )


def titled(title: rx.Var[str] | str, *content: rx.Component) -> rx.Component:
    """A step under its title, which takes the focus when the step changes: that is how it is announced."""
    return rx.el.section(
        rx.el.h2(title, id="step", tab_index=-1, class_name="text-xl font-semibold outline-none"),
        *content,
        on_mount=_focus("step"),
        class_name="flex flex-col gap-6",
    )


def face(photo: Any, size: str) -> rx.Component:
    """The picture of an agent, whose name stands beside it. Its host need not know which page shows it."""
    look = "shrink-0 rounded-full bg-accent-soft object-cover"
    return rx.el.img(src=photo, alt="", loading="lazy", referrer_policy="no-referrer", class_name=[look, size])


def waiting() -> rx.Component:
    """The picker's shape, until its times are there."""
    return rx.el.div(
        rx.el.div(*(ui.skeleton("h-11") for _ in range(28)), class_name="grid grid-cols-7 gap-1"),
        rx.el.div(*(ui.skeleton("h-11") for _ in range(8)), class_name="grid grid-cols-2 gap-2"),
        aria_busy="true",
        class_name="grid gap-6 md:grid-cols-[minmax(0,1fr)_15rem] md:gap-8",
    )


def _agent(state: State, card: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.cond(
                card.photo != "",
                face(card.photo, "size-11"),
                rx.el.span(
                    card.initials,
                    aria_hidden="true",
                    class_name="grid size-11 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink",
                ),
            ),
            rx.el.bdi(card.name, class_name="min-w-0"),
            type="button",
            on_click=state.pick_agent(card.id),
            class_name=_CARD,
        )
    )


def _durations(state: State) -> rx.Component:
    return rx.el.div(
        rx.foreach(
            state.durations,
            lambda minutes: rx.el.button(
                words.fill("minutes_brief", minutes=minutes),
                type="button",
                aria_label=words.fill("minutes_long", minutes=minutes),
                aria_pressed=state.duration == minutes,
                on_click=state.pick_duration(minutes),
                class_name=[
                    "h-11 rounded-md border px-4 text-lg font-medium",
                    rx.cond(
                        state.duration == minutes,
                        "border-accent-ink bg-accent-soft text-accent-ink",
                        "border-line-strong text-muted hover:bg-hover",
                    ),
                ],
            ),
        ),
        role="group",
        aria_label=words.choose_length,
        class_name="flex flex-wrap gap-2",
    )


def _chosen(state: State) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.p(state.start_words, class_name="font-medium first-letter:uppercase"),
                rx.el.p(state.start_beside, class_name="text-base text-muted empty:hidden"),
                class_name="min-w-0",
            ),
            rx.el.button(
                words.change_this,
                type="button",
                aria_label=words.change_time,
                on_click=state.back("time"),
                class_name="min-h-11 rounded-sm px-2 text-accent-ink underline-offset-2 hover:underline",
            ),
            class_name="flex items-center justify-between gap-3",
        ),
        rx.cond(
            state.kept_until != "",
            keeping(state.kept_until, state.kept_now, state.stay),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-1 rounded-md bg-sunken px-4 py-2 text-lg",
    )


def _refusal(state: State) -> rx.Component:
    """What stood in the way, and the nearest times where the time was gone."""
    return rx.el.div(
        rx.el.p(state.refusal, role="alert"),
        rx.cond(
            state.alternatives.length() > 0,
            rx.el.div(
                rx.el.p(words.nearest_are, class_name="mb-2"),
                slot_buttons(state, state.alternatives, state.pick_start, roomy=True, wide=True),
            ),
            rx.fragment(),
        ),
        rx.cond(
            (state.step == "details") & (state.start == ""),
            ui.button(words.other_times, size="lg", on_click=state.back("time"), class_name="self-start"),
            rx.fragment(),
        ),
        id="refusal",
        tab_index=-1,
        on_mount=_focus("refusal"),
        class_name="flex flex-col gap-4 rounded-md bg-warning-soft p-4 text-lg text-warning-ink outline-none",
    )


def _focus(element: str) -> Any:
    return rx.call_function(f"() => document.getElementById('{element}')?.focus()")
