"""`/app/[app_id]/now`: the master view's first tab, what needs somebody at this moment."""

import reflex as rx

from console.components.book_for_anyone import book_for_anyone
from console.components.booking_drawer.of_everybody import drawer_of_everybody
from console.components.booking_form import book_button
from console.components.frame import frame
from console.components.master_tabs import master_tabs
from console.components.now_rows import now_board
from console.components.unsent_banner import unsent_banner
from console.state.book_call import BookForAnyoneState
from console.state.call_drawer import MasterDrawerState
from console.state.now import NowState
from console.state.session import SessionState
from console.state.unsent import UnsentState
from console.state.words import words

ON_LOAD = [SessionState.arrive, NowState.load, MasterDrawerState.load, UnsentState.load]


def page() -> rx.Component:
    """The headings with their rows, the drawer beside them and the dialog that books."""
    return frame(
        unsent_banner(),
        master_tabs("now"),
        now_board(),
        drawer_of_everybody(),
        book_for_anyone(),
        title=words.scheduled_calls,
        actions=[
            rx.el.span(NowState.zone_told, class_name="text-sm text-muted max-sm:hidden"),
            rx.cond(NowState.may_book, book_button(BookForAnyoneState), rx.fragment()),
        ],
    )
