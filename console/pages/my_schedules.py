"""`/app/[app_id]/my-schedules`: an agent's own calls, do-not-disturb times, and booking for a customer on the line."""

import reflex as rx

from console.components.agent_week import agent_week, list_or_week
from console.components.booking_drawer import booking_drawer
from console.components.booking_form import book_button, booking_form
from console.components.calendar_feed import calendar_feed
from console.components.calendars import own_calendars
from console.components.dnd import dnd
from console.components.frame import frame
from console.components.link_code import own_link
from console.components.next_call import next_call, thumb_bar
from console.components.own_calls import coming_days, todays_calls, unsettled_calls
from console.components.permitted import may
from console.components.pool_calls import pool_calls
from console.components.print_day import print_day
from console.state.agent_week import AgentWeekState
from console.state.book_call import BookForMyselfState
from console.state.calendar_feeds import AppFeedState, OwnFeedState
from console.state.calendars import CalendarsState
from console.state.call_drawer import MyDrawerState
from console.state.dnd import DndState
from console.state.my_schedules import MySchedulesState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [
    SessionState.arrive,
    MySchedulesState.load,
    DndState.load,
    AgentWeekState.load,
    CalendarsState.load,
    OwnFeedState.load,
    AppFeedState.load,
    MyDrawerState.load,
]


def page() -> rx.Component:
    """The calls, and beside them what the agent sets for themself."""
    return frame(
        _own_day(),
        thumb_bar(),
        booking_drawer(MyDrawerState, follow_up=BookForMyselfState),
        booking_form(BookForMyselfState, names_agent=False),
        title=words.my_schedules,
        actions=[print_day(_own_list()), book_button(BookForMyselfState)],
    )


def _own_list() -> rx.Var[str] | str:
    """One's own list of today, or of the day that is chosen in the week."""
    day = rx.cond(AgentWeekState.is_shown, "&day=" + AgentWeekState.day, "")
    return "/app/" + SessionState.app + "/day-list?mine=yes" + day


def _own_day() -> rx.Component:
    """On a phone one after the other, in the order of need: the call in hand, today, rest and pool, the coming days."""
    in_weeks = AgentWeekState.is_shown
    return rx.el.div(
        rx.el.div(
            next_call(),
            unsettled_calls(),
            list_or_week(),
            rx.cond(in_weeks, agent_week(), todays_calls()),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        rx.el.div(
            dnd(),
            pool_calls(),
            rx.el.div(
                rx.cond(CalendarsState.may_add, own_link(), rx.fragment()),
                _calendars(),
                class_name="order-last flex flex-col gap-4 empty:hidden",
            ),
            class_name=rx.cond(in_weeks, _BESIDE_WEEK, _BESIDE_LIST),
        ),
        rx.cond(in_weeks, rx.fragment(), coming_days()),
        class_name=["grid grid-cols-1 gap-6", rx.cond(in_weeks, _WITH_WEEK, _WITH_LIST), _FOR_THUMBS],
    )


_WITH_LIST = "lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]"
_BESIDE_LIST = "contents lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:flex lg:flex-col lg:gap-4"
_WITH_WEEK = "xl:grid-cols-[minmax(0,1fr)_20rem] xl:grid-rows-[auto_1fr]"
_BESIDE_WEEK = "contents xl:col-start-2 xl:row-span-2 xl:row-start-1 xl:flex xl:flex-col xl:gap-4"
"""Seven days need the width that a list can share."""
_FOR_THUMBS = (
    "max-md:[&_:is(button,summary,input,select)]:min-h-11 max-md:[&_a[target]]:min-h-11 max-md:[&_button]:min-w-11 "
    "max-md:[&_summary]:flex max-md:[&_summary]:items-center"
)
"""Nothing that is pressed on a phone is smaller than a thumb: 44 px."""


def _calendars() -> rx.Component:
    """For who takes calls; a supervisor finds the calendar of all calls here, an admin in the settings."""
    sees_all = (AppFeedState.url != "") & ~may("edit_settings")
    return rx.cond(
        CalendarsState.may_add | sees_all,
        own_calendars(
            rx.cond(
                OwnFeedState.is_seen,
                _feed(words.feed_own, words.feed_own_hint, calendar_feed(OwnFeedState, id="own-feed")),
                rx.fragment(),
            ),
            rx.cond(
                sees_all,
                _feed(words.feed_app, words.feed_app_hint, calendar_feed(AppFeedState, id="app-feed", may_edit=False)),
                rx.fragment(),
            ),
        ),
        rx.fragment(),
    )


def _feed(title: rx.Var[str], hint: rx.Var[str], feed: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.h3(title, class_name="text-sm font-semibold"),
        rx.el.p(hint, class_name="mt-0.5 text-sm text-muted"),
        feed,
        class_name="mt-4 border-t border-line pt-4",
    )
