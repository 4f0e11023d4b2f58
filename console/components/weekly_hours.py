"""An agent's week as a form: per day its windows, each with a zone of its own, and the day copied to others."""

import reflex as rx

from console.components import ui
from console.components.clock_forecast import clock_forecast
from console.components.copy_hours import copy_hours, copy_hours_button
from console.components.week_grid import week_grid
from console.components.zone_select import zone_select
from console.state.agent_day import AgentDayState
from console.state.availability import WEEK, AvailabilityState, WindowRow
from console.state.words import words


def weekly_hours() -> rx.Component:
    """The whole panel, with its dialogs."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(words.weekly_hours, id="weekly-hours", class_name="text-base font-semibold"),
            copy_hours_button(),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(
            words.weekly_hours_hint,
            rx.el.span(" ", words.fill("weekly_hours_city", city=AvailabilityState.agent_city), class_name="sm:hidden"),
            class_name="mt-0.5 text-sm text-muted",
        ),
        week_grid(),
        rx.el.div(*(_day(weekday) for weekday in range(7)), class_name="mt-3 flex flex-col"),
        clock_forecast(),
        _problems(),
        _acts(),
        _copy(),
        copy_hours(),
        _other_zone(),
        aria_labelledby="weekly-hours",
        class_name="rounded-lg border border-line bg-surface p-4 sm:p-5",
    )


def _day(weekday: int) -> rx.Component:
    day = getattr(words, WEEK[weekday])
    is_open = AvailabilityState.open_days.contains(weekday)
    return rx.el.div(
        rx.el.h3(day, class_name="flex h-8 w-24 shrink-0 items-center text-sm font-medium"),
        rx.el.div(
            rx.cond(is_open, rx.fragment(), rx.el.p(words.day_closed, class_name="flex h-8 items-center text-faint")),
            rx.foreach(
                AvailabilityState.windows,
                lambda row: rx.cond(row.weekday == weekday, _window(row, day), rx.fragment()),
            ),
            class_name=[
                "flex min-w-0 flex-1 flex-col gap-1.5 text-sm sm:col-auto sm:row-auto sm:gap-2",
                rx.cond(is_open, "col-span-3 row-start-2", ""),
            ],
        ),
        rx.el.div(
            ui.icon_button("plus", words.fill("window_add", day=day), on_click=AvailabilityState.add(weekday)),
            ui.icon_button(
                "copy",
                words.fill("copy_day", day=day),
                on_click=AvailabilityState.ask_where_to_copy(weekday),
            ),
            class_name="flex shrink-0 justify-end",
        ),
        class_name=(
            "grid grid-cols-[auto_1fr_auto] gap-x-2 border-t border-line py-1.5 first:border-t-0 "
            "sm:flex sm:items-start sm:py-2.5"
        ),
    )


def _window(row: WindowRow, day: rx.Var[str]) -> rx.Component:
    """One line. A phone has no room for the zone's name: a globe opens its choice, a zone of its own is said below."""
    wrong = row.problem != ""
    return rx.el.div(
        rx.el.div(
            _clock(row.start, words.fill("window_start", day=day), wrong, AvailabilityState.set_start(row.key)),
            rx.el.span("–", class_name="text-faint", aria_hidden="true"),
            _clock(row.end, words.fill("window_end", day=day), wrong, AvailabilityState.set_end(row.key)),
            rx.el.div(
                ui.select(
                    options=AvailabilityState.zones,
                    placeholder=words.window_other_zone,
                    aria_label=words.fill("window_zone", day=day),
                    value=row.timezone,
                    on_change=AvailabilityState.choose_zone(row.key),
                ),
                class_name="hidden min-w-0 max-w-48 flex-1 sm:block",
            ),
            ui.icon_button(
                "globe",
                words.fill(
                    "window_zone_of",
                    start=row.start,
                    end=row.end,
                    day=day,
                    city=rx.cond(row.elsewhere != "", row.elsewhere, AvailabilityState.agent_city),
                ),
                on_click=AvailabilityState.choose_zone(row.key, ""),
                class_name="sm:hidden",
            ),
            ui.icon_button(
                "x",
                words.fill("window_remove", start=row.start, end=row.end, day=day),
                on_click=AvailabilityState.remove(row.key),
            ),
            class_name="flex items-center gap-x-1.5 sm:gap-x-2",
        ),
        rx.cond(
            row.elsewhere != "",
            rx.el.p(
                ui.icon("globe", size=12),
                words.fill("window_in_zone", city=row.elsewhere),
                class_name="mt-1 flex items-center gap-1 text-xs text-muted sm:hidden",
            ),
            rx.fragment(),
        ),
        rx.cond(wrong, rx.el.p(row.problem, class_name="mt-1 text-xs text-danger-ink"), rx.fragment()),
        key=f"{row.key} {row.mounted}",
        data_times=row.key,
    )


def _clock(value: rx.Var[str], label: rx.Var[str], wrong: rx.Var[bool], on_change) -> rx.Component:
    return ui.text_input(
        type="time",
        aria_label=label,
        aria_invalid=wrong,
        default_value=value,
        on_change=on_change,
        class_name="max-w-32 max-sm:flex-1 max-sm:px-2 max-sm:[&::-webkit-calendar-picker-indicator]:hidden",
    )


def _problems() -> rx.Component:
    return rx.el.div(
        rx.cond(
            AvailabilityState.problems.length() > 0,
            ui.banner(
                rx.el.p(words.hours_not_saved, class_name="font-medium"),
                rx.el.ul(rx.foreach(AvailabilityState.problems, rx.el.li)),
                tone="danger",
                glyph="circle-alert",
                class_name="mt-3",
            ),
            rx.fragment(),
        ),
        role="alert",
        class_name="empty:hidden",
    )


def _acts() -> rx.Component:
    is_changed = AvailabilityState.is_changed
    return rx.el.div(
        rx.cond(
            is_changed,
            rx.el.p(
                words.hours_unsaved,
                rx.cond(
                    AgentDayState.is_unreadable,
                    "",
                    rx.el.span(
                        " · ", AgentDayState.strip.title, ": ", AgentDayState.starts_told, class_name="max-sm:hidden"
                    ),
                ),
                class_name="mr-auto min-w-0 flex-1 text-sm text-muted",
            ),
            rx.fragment(),
        ),
        rx.cond(
            AvailabilityState.can_undo,
            ui.button(
                rx.el.span(words.undo_act, class_name="max-sm:hidden"),
                kind="ghost",
                glyph="undo-2",
                aria_label=words.undo_act,
                on_click=AvailabilityState.take_back,
            ),
            rx.fragment(),
        ),
        rx.cond(
            is_changed,
            ui.button(words.discard, kind="ghost", on_click=AvailabilityState.discard),
            rx.fragment(),
        ),
        ui.button(words.save_hours, kind="primary", disabled=~is_changed, on_click=AvailabilityState.save),
        class_name=[
            "-mx-4 -mb-4 mt-3 flex flex-wrap items-center justify-end gap-2 rounded-b-lg border-t border-line bg-surface "
            "px-4 py-3 sm:-mx-5 sm:-mb-5 sm:px-5",
            rx.cond(is_changed, "sticky bottom-14 z-10 md:bottom-0", ""),  # in sight while there is something to save
        ],
    )


def _copy() -> rx.Component:
    return ui.dialog(
        rx.el.form(
            *(
                ui.checkbox(getattr(words, name), name=name, disabled=AvailabilityState.copied_day == weekday)
                for weekday, name in enumerate(WEEK)
            ),
            id="copy-day",
            on_submit=AvailabilityState.copy_day,
            class_name="flex flex-col gap-2.5",
        ),
        title=words.copy_day_title,
        description=words.copy_day_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=AvailabilityState.set_copy_open(False)),
            ui.button(words.copy_windows, kind="primary", type="submit", form="copy-day"),
        ],
        open=AvailabilityState.copied_day >= 0,
        on_open_change=AvailabilityState.set_copy_open,
    )


def _other_zone() -> rx.Component:
    return ui.dialog(
        rx.el.form(
            ui.field(words.member_timezone, zone_select, name="timezone", chosen=""),
            id="other-zone",
            on_submit=AvailabilityState.take_zone,
        ),
        title=words.zone_title,
        description=words.zone_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=AvailabilityState.set_zone_open(False)),
            ui.button(words.zone_take, kind="primary", type="submit", form="other-zone"),
        ],
        open=AvailabilityState.zone_wanted_by != "",
        on_open_change=AvailabilityState.set_zone_open,
    )
