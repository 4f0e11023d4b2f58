"""The steps of booking, one component each: agent, time, details (done: done.py); and the page that takes no bookings."""

from typing import Any

import reflex as rx

from booking_page.fields import FirstProblem, notes_field, question_field, text_field, trap
from booking_page.guard import TRAP
from booking_page.keeping import keeping
from booking_page.state import BookingPageState
from console.components import ui
from console.components.slot_picker import slot_buttons, slot_picker
from console.state.words import booking_words as words

_CARD = (
    "flex min-h-11 w-full items-center gap-4 rounded-md border border-line-strong bg-surface px-4 py-2 text-start text-lg "
    "font-medium hover:border-accent hover:bg-accent-soft"
)


def agent_step() -> rx.Component:
    """Whom to talk to."""
    return titled(
        words.choose_agent,
        rx.el.ul(rx.foreach(BookingPageState.agents, _agent), class_name="grid gap-3 sm:grid-cols-2"),
    )


def time_step() -> rx.Component:
    """Length, day and time."""
    return titled(
        words.choose_time,
        rx.cond(BookingPageState.refusal != "", _refusal(), rx.fragment()),
        rx.cond(rx.Var.create(BookingPageState.durations).length() > 1, _durations(), rx.fragment()),
        rx.cond(
            BookingPageState.month == "",
            waiting(),
            rx.fragment(
                rx.cond(
                    BookingPageState.other_day != "",
                    rx.el.p(BookingPageState.other_day, role="status", class_name="-mt-3 text-lg text-muted"),
                    rx.fragment(),
                ),
                slot_picker(BookingPageState, BookingPageState.pick_start, roomy=True),
            ),
        ),
    )


def details_step() -> rx.Component:
    """Who comes, and anything the agent should know."""
    return titled(
        words.customer_details,
        rx.el.p(
            rx.cond(BookingPageState.call_kind == "link", words.one_is_enough, words.we_call_you),
            class_name="-mt-4 text-lg text-muted",
        ),
        rx.cond(BookingPageState.refusal != "", _refusal(), rx.fragment()),
        rx.cond(BookingPageState.start != "", _chosen(), rx.fragment()),
        rx.el.form(
            text_field(words.customer_name, "guest_name", auto_complete="name", max_length=200, required=True),
            text_field(words.customer_email, "guest_email", type="email", auto_complete="email"),
            text_field(
                words.customer_phone,
                "guest_phone",
                type="tel",
                auto_complete="tel",
                required=BookingPageState.call_kind != "link",
            ),
            rx.foreach(BookingPageState.questions, question_field),
            notes_field(words.customer_notes, "guest_intake_notes"),
            trap(TRAP),
            FirstProblem.create(busy=BookingPageState.busy),
            ui.button(
                words.book_this,
                kind="primary",
                size="lg",
                type="submit",
                busy=BookingPageState.busy,
                disabled=BookingPageState.start == "",
                class_name="w-full sm:w-auto sm:self-start",
            ),
            key=BookingPageState.form_number,
            on_submit=BookingPageState.book,
            no_validate=True,
            class_name="relative flex flex-col gap-5",
        ),
    )


def shut_step() -> rx.Component:
    """Why nothing can be booked here, and a way back in where that is only for now."""
    return titled(
        BookingPageState.shut_title,
        rx.el.p(BookingPageState.shut_text, class_name="text-lg text-muted"),
        rx.cond(
            BookingPageState.shut_for_now,
            ui.button(words.look_again, kind="primary", size="lg", on_click=BookingPageState.arrive),
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


def _agent(card: Any) -> rx.Component:
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
            on_click=BookingPageState.pick_agent(card.id),
            class_name=_CARD,
        )
    )


def _durations() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            BookingPageState.durations,
            lambda minutes: rx.el.button(
                words.fill("minutes_brief", minutes=minutes),
                type="button",
                aria_label=words.fill("minutes_long", minutes=minutes),
                aria_pressed=BookingPageState.duration == minutes,
                on_click=BookingPageState.pick_duration(minutes),
                class_name=[
                    "h-11 rounded-md border px-4 text-lg font-medium",
                    rx.cond(
                        BookingPageState.duration == minutes,
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


def _chosen() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.p(BookingPageState.start_words, class_name="font-medium first-letter:uppercase"),
                rx.el.p(BookingPageState.start_beside, class_name="text-base text-muted empty:hidden"),
                class_name="min-w-0",
            ),
            rx.el.button(
                words.change_this,
                type="button",
                aria_label=words.change_time,
                on_click=BookingPageState.back("time"),
                class_name="min-h-11 rounded-sm px-2 text-accent-ink underline-offset-2 hover:underline",
            ),
            class_name="flex items-center justify-between gap-3",
        ),
        rx.cond(
            BookingPageState.kept_until != "",
            keeping(BookingPageState.kept_until, BookingPageState.kept_now, BookingPageState.stay),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-1 rounded-md bg-sunken px-4 py-2 text-lg",
    )


def _refusal() -> rx.Component:
    """What stood in the way, and the nearest times where the time was gone."""
    return rx.el.div(
        rx.el.p(BookingPageState.refusal, role="alert"),
        rx.cond(
            rx.Var.create(BookingPageState.alternatives).length() > 0,
            rx.el.div(
                rx.el.p(words.nearest_are, class_name="mb-2"),
                slot_buttons(
                    BookingPageState, BookingPageState.alternatives, BookingPageState.pick_start, roomy=True, wide=True
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(
            (BookingPageState.step == "details") & (BookingPageState.start == ""),
            ui.button(words.other_times, size="lg", on_click=BookingPageState.back("time"), class_name="self-start"),
            rx.fragment(),
        ),
        id="refusal",
        tab_index=-1,
        on_mount=_focus("refusal"),
        class_name="flex flex-col gap-4 rounded-md bg-warning-soft p-4 text-lg text-warning-ink outline-none",
    )


def _focus(element: str) -> Any:
    return rx.call_function(f"() => document.getElementById('{element}')?.focus()")
