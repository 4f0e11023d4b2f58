"""The agent's week: its days with their calls, times not to be disturbed and hours; on a phone a day at a time."""

import reflex as rx

from console.components import ui
from console.components.calendar import calendar, moving
from console.components.dnd import dnd_told, new_dnd_button
from console.components.moving_call import move_question, moved
from console.scheduling.messages.agent_week import WeekDay
from console.state.agent_week import AgentWeekState
from console.state.dnd_form import DndFormState
from console.state.moving_call import MoveOwnCallState
from console.state.words import words

_SLOT = 32
"""Pixels of half an hour: room for two lines."""


def list_or_week() -> rx.Component:
    """The switch between the list of the coming days and the week."""
    return rx.el.div(
        _choice(words.week_list, "list", chosen=~AgentWeekState.is_shown, on_click=AgentWeekState.show(False)),
        _choice(
            words.week_calendar, "calendar-days", chosen=AgentWeekState.is_shown, on_click=AgentWeekState.show(True)
        ),
        role="group",
        aria_label=words.week_view,
        class_name="inline-flex w-fit rounded-sm border border-line-strong bg-sunken p-0.5",
    )


def agent_week() -> rx.Component:
    """The week with the ways to other weeks."""
    week = AgentWeekState
    return rx.el.section(
        rx.el.div(
            rx.el.h2(week.title, id="week", aria_live="polite", class_name="text-base font-semibold tabular"),
            rx.el.div(
                _turn("chevron-left", words.week_previous, -7, class_name="max-sm:hidden"),
                _turn("chevron-left", words.previous_day, -1, class_name="sm:hidden"),
                ui.button(words.today, on_click=week.go_today, disabled=week.is_today_chosen),
                _turn("chevron-right", words.week_next, 7, class_name="max-sm:hidden"),
                _turn("chevron-right", words.next_day, 1, class_name="sm:hidden"),
                rx.el.div(new_dnd_button(), class_name="ml-auto pl-2"),
                class_name="ml-auto flex items-center gap-1 max-sm:w-full",
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-2",
        ),
        rx.cond(week.problem != "", ui.banner(week.problem, tone="danger", glyph="circle-alert"), rx.fragment()),
        rx.el.div(dnd_told(), class_name="empty:hidden"),
        moved(MoveOwnCallState),
        move_question(MoveOwnCallState),
        _days(),
        rx.cond(week.is_loaded, _calendar(), ui.skeleton_rows(12)),
        rx.el.p(
            rx.el.span(week.zone_told, ". "),
            rx.el.span(words.week_keys, " ", words.carry_keys, class_name="max-sm:hidden"),
            class_name="text-xs text-faint",
        ),
        aria_labelledby="week",
        class_name="flex min-w-0 flex-col gap-3",
    )


def _calendar() -> rx.Component:
    week = AgentWeekState
    return calendar(
        view="timeGridWeek",
        date=week.day,
        entries=week.entries,
        version=DndFormState.version + MoveOwnCallState.version,
        offset=week.offset,
        first_hour=week.first_hour,
        last_hour=week.last_hour,
        scroll_hour=week.scroll_hour,
        first_day=week.first_day,
        slot_height=_SLOT,
        locale=week.locale,
        label=week.title,
        on_press=week.press,
        on_select=DndFormState.propose,
        on_move=DndFormState.move,
        **moving(MoveOwnCallState),
    )


def _days() -> rx.Component:
    """On a phone: the days of the week, one of which is shown."""
    return rx.el.div(
        rx.foreach(AgentWeekState.days, _day),
        role="group",
        aria_label=words.week_days,
        class_name="grid grid-cols-7 gap-1 sm:hidden",
    )


def _day(day: WeekDay) -> rx.Component:
    is_chosen = day.date == AgentWeekState.day
    return rx.el.button(
        rx.el.span(day.short, class_name="text-xs"),
        rx.el.span(day.number, class_name=["text-base font-medium tabular", rx.cond(day.is_today, "underline", "")]),
        rx.el.span(
            class_name=["size-1 rounded-full", rx.cond(day.has_calls, "bg-current", "bg-transparent")],
            aria_hidden="true",
        ),
        type="button",
        aria_label=day.told,
        aria_pressed=is_chosen,
        on_click=AgentWeekState.go_to(day.date),
        class_name=[
            "flex h-14 flex-col items-center justify-center rounded-sm",
            rx.cond(is_chosen, "bg-accent text-on-accent", "text-muted hover:bg-hover"),
        ],
    )


def _turn(glyph: str, label: rx.Var[str], days: int, *, class_name: str) -> rx.Component:
    return ui.icon_button(glyph, label, on_click=AgentWeekState.turn(days), class_name=class_name)


def _choice(label: rx.Var[str], glyph: str, *, chosen: rx.Var[bool], on_click) -> rx.Component:
    return rx.el.button(
        ui.icon(glyph, size=14),
        label,
        type="button",
        aria_pressed=chosen,
        on_click=on_click,
        class_name=[
            "inline-flex h-7 items-center gap-1.5 rounded-[4px] px-2.5 text-sm font-medium",
            rx.cond(chosen, "bg-surface text-ink shadow-low", "text-muted hover:text-ink"),
        ],
    )
