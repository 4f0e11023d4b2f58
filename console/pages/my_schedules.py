"""`/app/[app_id]/my-schedules`: an agent's own calls, do-not-disturb times, and booking for a customer on the line."""

import reflex as rx

from console.components.booking_drawer import booking_drawer
from console.components.booking_form import book_button, booking_form
from console.components.dnd import dnd
from console.components.frame import frame
from console.components.own_calls import own_calls, pool_calls
from console.state.book_call import BookForMyselfState
from console.state.call_drawer import MyDrawerState
from console.state.dnd import DndState
from console.state.my_schedules import MySchedulesState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, MySchedulesState.load, DndState.load, MyDrawerState.load]


def page() -> rx.Component:
    """The calls, and beside them what the agent sets for themself."""
    return frame(
        rx.el.div(
            rx.el.div(own_calls(), class_name="flex min-w-0 flex-1 flex-col gap-6"),
            rx.el.div(dnd(), pool_calls(), class_name="flex w-full flex-col gap-4 lg:w-80"),
            class_name="flex flex-col gap-6 lg:flex-row lg:items-start",
        ),
        booking_drawer(MyDrawerState),
        booking_form(BookForMyselfState, names_agent=False),
        title=words.my_schedules,
        actions=[
            rx.el.span(MySchedulesState.zone_told, class_name="text-sm text-muted max-sm:hidden"),
            book_button(BookForMyselfState),
        ],
    )
