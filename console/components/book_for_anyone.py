"""The dialog by which the master view books for any agent, which comes when it is first opened."""

import reflex as rx

from console.components.booking_form import booking_dialog, booking_draft
from console.components.once import once
from console.state.book_call import BookForAnyoneState


def book_for_anyone() -> rx.Component:
    """The dialog with its draft, for the pages of the master view."""
    return rx.fragment(
        once(book_for_anyone_dialog, wanted=BookForAnyoneState.is_open),
        booking_draft(BookForAnyoneState),
    )


@rx.memo
def book_for_anyone_dialog() -> rx.Component:
    """The dialog, as `once` shows it."""
    return booking_dialog(BookForAnyoneState, names_agent=True)
