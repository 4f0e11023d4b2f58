"""The calendar of many agents: ways to other days, who is free when, and the calendar itself."""

import reflex as rx

from console.components import ui
from console.components.calendar import calendar, moving
from console.components.moving_call import move_question, moved
from console.state.book_call import BookForAnyoneState
from console.state.moving_call import MoveAnyCallState
from console.state.team_calendar import TeamCalendarState
from console.state.words import words

_SLOT = 32
"""Pixels of half an hour of a day that goes down: room for two lines."""


def team_calendar() -> rx.Component:
    """The days with their calls, or what stands in their place."""
    state = TeamCalendarState
    return rx.el.section(
        rx.el.div(
            rx.el.h2(state.title, id="days", aria_live="polite", class_name="text-base font-semibold tabular"),
            rx.el.span(state.told, class_name="text-sm text-muted tabular max-sm:hidden", aria_live="polite"),
            rx.el.div(
                _free_at(), _turns(), class_name="ml-auto flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:w-full"
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-2",
        ),
        moved(MoveAnyCallState),
        move_question(MoveAnyCallState),
        rx.cond(
            state.is_loaded,
            rx.cond(state.problem != "", _problem(), rx.cond(_is_empty(), _nothing(), _calendar())),
            ui.skeleton_rows(14),
        ),
        rx.cond(
            state.rows_told != "",
            ui.pagination(
                words.fill("agents_told", told=state.rows_told),
                first=state.filters.page <= 1,
                last=state.is_last,
                on_previous=state.turn(-1),
                on_next=state.turn(1),
            ),
            rx.fragment(),
        ),
        rx.el.p(words.calendar_keys, class_name="text-xs text-faint max-sm:hidden"),
        aria_labelledby="days",
        class_name="flex min-w-0 flex-col gap-3",
    )


def _calendar() -> rx.Component:
    state = TeamCalendarState
    return calendar(
        view=state.drawn_as,
        date=state.day,
        entries=state.entries,
        resources=state.resources,
        version=MoveAnyCallState.version,
        offset=state.offset,
        first_hour=state.first_hour,
        last_hour=state.last_hour,
        scroll_hour=state.scroll_hour,
        first_day=state.first_day,
        slot_height=_SLOT,
        locale=state.locale,
        label=state.title,
        fold=words.rows_fold,
        unfold=words.rows_unfold,
        may_draw=state.may_book,
        on_press=state.press,
        on_select=BookForAnyoneState.open_at,
        **moving(MoveAnyCallState, draws_calls=True),
    )


def _turns() -> rx.Component:
    """A week on a wide screen shows a day at a time on a phone, and turns by one there."""
    state = TeamCalendarState
    by_week = (state.view == "week") | (state.view == "agents-week")
    return rx.el.div(
        rx.cond(
            by_week,
            rx.fragment(
                _turn("chevron-left", words.week_previous, -7, "[", "max-sm:hidden"),
                _turn("chevron-left", words.previous_day, -1, "", "sm:hidden"),
            ),
            _turn("chevron-left", words.previous_day, -1, "[", ""),
        ),
        ui.button(words.today, on_click=state.go_today, disabled=state.is_today, aria_keyshortcuts="t"),
        rx.cond(
            by_week,
            rx.fragment(
                _turn("chevron-right", words.week_next, 7, "]", "max-sm:hidden"),
                _turn("chevron-right", words.next_day, 1, "", "sm:hidden"),
            ),
            _turn("chevron-right", words.next_day, 1, "]", ""),
        ),
        rx.debounce_input(
            ui.text_input(
                type="date", aria_label=words.calendar_day, value=state.day, on_change=state.go_to, class_name="w-36"
            ),
            debounce_timeout=400,
        ),
        class_name="flex items-center gap-1",
    )


def _turn(glyph: str, label: rx.Var[str], days: int, key: str, class_name: str) -> rx.Component:
    said = {"aria_keyshortcuts": key} if key else {}
    return ui.icon_button(glyph, label, on_click=TeamCalendarState.turn_days(days), class_name=class_name, **said)


def _free_at() -> rx.Component:
    """Who is free at three? Asked where agents have rows."""
    state = TeamCalendarState
    return rx.cond(
        state.view.startswith("agents"),
        rx.el.div(
            rx.el.label(words.free_at, html_for="free-at", class_name="whitespace-nowrap text-sm text-muted"),
            rx.debounce_input(
                ui.text_input(
                    type="time", id="free-at", value=state.filters.at, on_change=state.ask_free, class_name="w-36"
                ),
                debounce_timeout=400,
            ),
            rx.el.span(state.free_told, class_name="text-sm text-muted tabular sm:whitespace-nowrap", role="status"),
            class_name="flex items-center gap-2",
        ),
        rx.fragment(),
    )


def _is_empty() -> rx.Var[bool]:
    """A calendar of days without calls is a calendar; one of agents needs somebody to show."""
    return TeamCalendarState.view.startswith("agents") & (TeamCalendarState.resources.length() == 0)


def _nothing() -> rx.Component:
    return rx.cond(
        TeamCalendarState.is_narrowed,
        ui.empty_state(
            words.shares_no_agents,
            words.nothing_found_hint,
            ui.button(words.clear_filters, on_click=TeamCalendarState.clear),
            glyph="search",
        ),
        ui.empty_state(words.shares_no_agents, words.calendar_no_agents_hint),
    )


def _problem() -> rx.Component:
    return ui.not_loaded(
        words.not_loaded, TeamCalendarState.problem, ui.button(words.try_again, on_click=TeamCalendarState.load)
    )
