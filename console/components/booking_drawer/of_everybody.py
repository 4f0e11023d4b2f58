"""The drawer of the master view, with the form that books a follow-up for anyone; it comes when it is first opened."""

import reflex as rx

from console.components.booking_drawer import booking_drawer
from console.components.once import once
from console.state.book_call import BookForAnyoneState
from console.state.call_drawer import MasterDrawerState


def drawer_of_everybody() -> rx.Component:
    """The drawer, for the pages of the master view."""
    return once(master_drawer, wanted=MasterDrawerState.is_open)


@rx.memo
def master_drawer() -> rx.Component:
    """The drawer, as `once` shows it."""
    return booking_drawer(MasterDrawerState, follow_up=BookForAnyoneState)
