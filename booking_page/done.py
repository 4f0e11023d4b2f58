"""The last step: what was booked and when, putting it into a calendar, and the ways back to it."""

from typing import Any

import reflex as rx

from booking_page.state import BookingPageState
from booking_page.steps import titled
from console.components import ui
from console.state.words import booking_words as words

_WAY = "inline-flex min-h-11 items-center justify-center rounded-md px-2 text-center text-lg font-medium sm:px-5"
_QUIET = "border border-line-strong hover:bg-hover"


def done_step() -> rx.Component:
    """What was booked, and what can be done with it."""
    done = BookingPageState.summary
    return titled(
        rx.cond(done.pending, words.almost_done, words.is_booked),
        rx.cond(BookingPageState.refusal != "", rx.el.p(BookingPageState.refusal, role="alert"), rx.fragment()),
        _booked(done),
        rx.cond(done.pending, _please_confirm(), rx.fragment()),
        _calendars(done),
        rx.el.div(
            rx.cond(done.join_url != "", _way(done.join_url, words.go_to_your_call), rx.fragment()),
            _way(done.manage_url, done.manage_label),
            ui.button(words.book_another, kind="ghost", size="lg", on_click=BookingPageState.book_another),
            class_name="flex flex-col gap-3 border-t border-line pt-5 sm:flex-row sm:flex-wrap",
        ),
    )


def _booked(done: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(done.when, class_name="text-xl font-semibold first-letter:uppercase"),
        _if(done.beside, done.beside),
        rx.el.p(done.away),
        _if(done.agent, words.fill("with_agent", agent=done.agent)),
        _if(done.phone, words.fill("we_call_at", phone=done.phone)),
        rx.el.p(words.fill("reference_is", reference=done.reference)),
        class_name=[
            "rounded-md px-4 py-3 text-lg",
            rx.cond(done.pending, "bg-warning-soft text-warning-ink", "bg-success-soft text-success-ink"),
        ],
    )


def _please_confirm() -> rx.Component:
    return rx.el.div(
        rx.el.p(words.please_confirm, class_name="text-lg"),
        ui.button(
            words.i_will_come,
            kind="primary",
            size="lg",
            busy=BookingPageState.busy,
            on_click=BookingPageState.confirm,
            class_name="w-full sm:w-auto",
        ),
        class_name="flex flex-col items-start gap-4",
    )


def _calendars(done: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(words.add_to_your_calendar, id="calendars", class_name="mb-3 text-lg font-medium"),
        rx.el.div(
            rx.cond(done.google_url != "", _away(done.google_url, "Google"), rx.fragment()),
            rx.cond(done.outlook_url != "", _away(done.outlook_url, "Outlook"), rx.fragment()),
            _way(done.file_url, words.calendar_file),
            class_name="grid grid-cols-3 gap-3 sm:flex",
        ),
        aria_labelledby="calendars",
    )


def _way(to: Any, label: Any) -> rx.Component:
    """To a page of ours, which is plain: no route of the app."""
    return rx.el.a(label, href=to, reload_document=True, class_name=[_WAY, _QUIET])


def _away(to: Any, label: str) -> rx.Component:
    """To a site of somebody else's, who need not know which page led there."""
    return rx.el.a(label, href=to, target="_blank", rel="noopener noreferrer", class_name=[_WAY, _QUIET])


def _if(value: Any, line: Any) -> rx.Component:
    return rx.cond(value != "", rx.el.p(line), rx.fragment())
