"""`/app/[app_id]/calendar`: the master view's calls on a calendar, all agents side by side."""

import reflex as rx

from console.components.book_for_anyone import book_for_anyone
from console.components.booking_drawer.of_everybody import drawer_of_everybody
from console.components.booking_form import book_button
from console.components.calls_shown_as import calls_shown_as
from console.components.filters import filters
from console.components.frame import frame
from console.components.keys import ON_CALENDARS, shortcuts
from console.components.master_tabs import master_tabs
from console.components.print_day import print_day
from console.components.saved_views import saved_views, view_form, view_question
from console.components.team_calendar import team_calendar
from console.state.book_call import BookForAnyoneState
from console.state.call_drawer import MasterDrawerState
from console.state.saved_views import SavedViewsState
from console.state.session import SessionState
from console.state.team_calendar import TeamCalendarState
from console.state.words import words

ON_LOAD = [SessionState.arrive, TeamCalendarState.load, SavedViewsState.load, MasterDrawerState.load]


def page() -> rx.Component:
    """The same filters as the table's, the calendar, the drawer beside it and the dialog that books."""
    state = TeamCalendarState
    return frame(
        master_tabs("calendar", calls_shown_as(state.view, state)),
        saved_views(state.is_loaded),
        filters(state, state.told),
        team_calendar(),
        view_form(),
        view_question(),
        drawer_of_everybody(),
        book_for_anyone(),
        title=words.scheduled_calls,
        actions=[
            rx.el.span(state.zone_told, class_name="text-sm text-muted max-sm:hidden"),
            shortcuts(ON_CALENDARS),
            print_day(state.ways["print"]),
            rx.cond(state.may_book, book_button(BookForAnyoneState), rx.fragment()),
        ],
    )
