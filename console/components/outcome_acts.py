"""What is pressed to say how a call went that ended without a word."""

import reflex as rx

from console.components import ui
from console.state.bookings import BookingsState
from console.state.my_schedules import MySchedulesState
from console.state.words import words


def outcome_acts(state: type[BookingsState] | type[MySchedulesState], call: rx.Var) -> rx.Component:
    """Two buttons of a listed call; each says for screen readers whose call it is."""
    whose = {"customer": call.customer, "time": call.time}
    return rx.el.div(
        ui.button(
            words.act_done,
            size="sm",
            aria_label=words.fill("act_done_with", **whose),
            on_click=state.say_done(call.id).stop_propagation,
        ),
        ui.button(
            words.act_no_show,
            size="sm",
            aria_label=words.fill("act_no_show_with", **whose),
            on_click=state.say_no_show(call.id).stop_propagation,
        ),
        class_name="flex shrink-0 gap-1.5",
    )
