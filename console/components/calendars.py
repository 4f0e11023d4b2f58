"""Calendars: one's own, which keep calls away while they are busy, with their form; and an agent's, as colleagues see them."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.scheduling.messages.calendars import CalendarRow
from console.state.calendars import AgentCalendarsState, CalendarsState
from console.state.words import words


def own_calendars(*below: rx.Component) -> rx.Component:
    """The panel of My schedules; `below` is what else belongs to calendars. Without both there is none."""
    return rx.el.section(
        rx.el.h2(words.calendars, id="calendars", class_name="text-base font-semibold"),
        rx.cond(CalendarsState.may_add, _own(), rx.fragment()),
        *below,
        _form(),
        _question(),
        aria_labelledby="calendars",
        class_name="rounded-lg border border-line bg-surface p-4",
    )


def agent_calendars() -> rx.Component:
    """The panel of an agent whose hours one edits; nothing where they have none."""
    return rx.cond(
        AgentCalendarsState.rows.length() > 0,
        rx.el.section(
            rx.el.h2(words.calendars, id="calendars", class_name="text-base font-semibold"),
            rx.el.p(words.calendars_of_agent_hint, class_name="mt-0.5 text-sm text-muted"),
            rx.el.ul(rx.foreach(AgentCalendarsState.rows, _row), class_name="mt-3 flex flex-col"),
            aria_labelledby="calendars",
            class_name="rounded-lg border border-line bg-surface p-4 sm:p-5",
        ),
        rx.fragment(),
    )


def _own() -> rx.Component:
    state = CalendarsState
    return rx.fragment(
        rx.el.p(words.calendars_hint, class_name="mt-0.5 text-sm text-muted"),
        rx.el.ul(
            rx.foreach(
                state.rows,
                lambda row: _row(
                    row,
                    ui.icon_button(
                        "refresh-cw",
                        words.fill("calendar_read_again", name=row.name),
                        on_click=state.read_again(row.id),
                    ),
                    ui.icon_button(
                        "x", words.fill("calendar_remove", name=row.name), on_click=state.ask_to_remove(row.id)
                    ),
                ),
            ),
            class_name="mt-3 flex flex-col empty:hidden",
        ),
        rx.el.div(
            ui.button(words.calendar_add, glyph="plus", on_click=state.set_adding(True)),
            class_name="mt-3",
        ),
    )


def _row(row: CalendarRow, *acts: rx.Component) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row.name, class_name="truncate font-medium"),
            rx.el.p(row.told, class_name="text-xs text-muted tabular", aria_live="polite"),
            rx.cond(
                row.problem != "",
                rx.el.p(
                    ui.icon("triangle-alert", size=14, class_name="mt-px"),
                    rx.el.span(row.problem, class_name="min-w-0 break-words"),
                    class_name="mt-0.5 flex gap-1.5 text-xs text-danger-ink",
                ),
                rx.fragment(),
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(row.is_new, rx.el.span(ui.spinner(), class_name="text-faint"), rx.fragment()),
        *acts,
        class_name="flex min-h-10 items-center gap-1 border-t border-line py-1.5 text-sm first:border-t-0",
    )


def _form() -> rx.Component:
    state, problems = CalendarsState, CalendarsState.problems
    return ui.dialog(
        rx.el.form(
            refusal(rx.cond(problems.contains("form"), problems["form"], ""), "calendar-refusal"),
            ui.field(
                words.calendar_address,
                name="url",
                id="calendar-url",
                type="text",
                input_mode="url",
                auto_complete="off",
                spell_check=False,
                placeholder="https://…/basic.ics",
                required=True,
                hint=words.calendar_address_hint,
                error=problems["url"],
            ),
            ui.field(words.calendar_name, name="name", id="calendar-name", auto_complete="off", error=problems["name"]),
            _where(),
            id="add-calendar",
            on_submit=state.add,
            class_name="flex flex-col gap-4",
        ),
        title=words.calendar_add,
        description=words.calendars_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_adding(False)),
            ui.button(words.calendar_add, kind="primary", type="submit", form="add-calendar"),
        ],
        open=state.is_adding,
        on_open_change=state.set_adding,
    )


def _where() -> rx.Component:
    return rx.el.div(
        rx.el.p(words.calendar_where, class_name="text-sm font-medium text-ink"),
        rx.el.ul(
            *(
                rx.el.li(told)
                for told in (words.calendar_where_google, words.calendar_where_outlook, words.calendar_where_icloud)
            ),
            class_name="mt-1 flex list-disc flex-col gap-1 pl-4 text-xs text-muted",
        ),
    )


def _question() -> rx.Component:
    state = CalendarsState
    return ui.question(
        title=words.fill("calendar_remove_title", name=state.chosen.name),
        description=words.calendar_remove_hint,
        act=words.act_remove,
        on_act=state.remove,
        open=state.is_removing,
        on_open_change=state.set_removing,
    )
