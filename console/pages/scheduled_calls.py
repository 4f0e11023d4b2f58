"""`/app/[app_id]/scheduled-calls`: the master view, where admins see every call and book on behalf of any agent."""

import reflex as rx

from console.components.book_for_anyone import book_for_anyone
from console.components.booking_drawer.of_everybody import drawer_of_everybody
from console.components.booking_form import book_button
from console.components.booking_table import booking_table
from console.components.bulk_cancel import bulk_progress, bulk_question
from console.components.calls_shown_as import calls_shown_as
from console.components.date_ranges import date_ranges
from console.components.export_menu import export_menu
from console.components.filters import filters
from console.components.frame import frame
from console.components.impact import impact, undo_banner
from console.components.keys import shortcuts
from console.components.master_tabs import master_tabs
from console.components.print_day import print_day
from console.components.saved_views import saved_views, view_form, view_question
from console.components.unsent_banner import unsent_banner
from console.state.book_call import BookForAnyoneState
from console.state.bookings import BookingsState
from console.state.bulk_cancel import BulkCancelState
from console.state.call_drawer import MasterDrawerState
from console.state.call_selection import CallSelectionState
from console.state.impact import ImpactState
from console.state.saved_views import SavedViewsState
from console.state.session import SessionState
from console.state.unsent import UnsentState
from console.state.words import words

ON_LOAD = [
    SessionState.arrive,
    BookingsState.load,
    CallSelectionState.keep,
    SavedViewsState.load,
    MasterDrawerState.load,
    BulkCancelState.load,
    ImpactState.load_undoable,
    UnsentState.load,
]
_RANGES = ("upcoming", "today", "tomorrow", "week", "seven_days", "past", "all", "custom")


def page() -> rx.Component:
    """Filters, the table, the drawer beside it and the dialog that books."""
    return frame(
        unsent_banner(),
        undo_banner(),
        master_tabs("scheduled-calls", calls_shown_as("", BookingsState)),
        saved_views(~BookingsState.is_loading),
        filters(BookingsState, BookingsState.told, date_ranges(_RANGES, BookingsState)),
        rx.el.p(BookingsState.zone_told, class_name="-mb-2 text-xs text-faint sm:hidden"),
        bulk_progress(),
        booking_table(),
        bulk_question(),
        impact(),
        view_form(),
        view_question(),
        drawer_of_everybody(),
        book_for_anyone(),
        title=words.scheduled_calls,
        actions=[
            rx.el.span(
                BookingsState.zone_told, class_name="flex items-center gap-1.5 text-sm text-muted max-sm:hidden"
            ),
            shortcuts(),
            print_day(BookingsState.ways["print"]),
            rx.cond(
                BookingsState.may_export,
                export_menu("scheduled-calls", BookingsState.exported, words.export_hint),
                rx.fragment(),
            ),
            rx.cond(BookingsState.may_book, book_button(BookForAnyoneState), rx.fragment()),
        ],
    )
