"""One booking in full, beside the list it was opened from, with every act that the core allows: a file a subject."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.editing import edit_form
from console.components.booking_drawer.facts import customer_name, facts, when
from console.components.booking_drawer.news import news
from console.components.booking_drawer.notes import notes
from console.components.booking_drawer.others import other_calls
from console.components.booking_drawer.story import story
from console.components.booking_drawer.told import deliveries, messages
from console.components.call_acts import act_buttons, act_panel
from console.state.book_call import BookCallState
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def booking_drawer(state: type[CallDrawerState], *, follow_up: type[BookCallState] | None = None) -> rx.Component:
    """The drawer of a page; `state` carries the page's surface, `follow_up` the page's form that books another call."""
    row = state.sheet.row
    return ui.drawer(
        rx.cond(
            state.is_missing,
            ui.empty_state(words.call_missing, words.call_missing_hint, glyph="circle-help"),
            _sheet(state, follow_up),
        ),
        title=rx.cond(state.is_missing, rx.fragment(words.scheduled_call), customer_name(state)),
        description=rx.cond(state.is_missing, "", words.fill("reference_told", reference=row.reference)),
        opened_from='[data-booking="' + row.id + '"]',
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _sheet(state: type[CallDrawerState], follow_up: type[BookCallState] | None) -> rx.Component:
    return rx.el.div(
        news(state),
        when(state),
        act_buttons(state, follow_up=follow_up),
        act_panel(state),
        rx.cond(state.panel == "update", edit_form(state), facts(state)),
        notes(state),
        other_calls(state),
        story(state),
        messages(state),
        deliveries(state),
        class_name="flex flex-col gap-6",
    )
