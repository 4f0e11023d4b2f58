"""Exceptions of an agent and closures of the app: their year, what is to come, adding one, and the questions before."""

import reflex as rx

from console.components import ui
from console.components.closure_file import closure_file
from console.components.exception_year import exception_year
from console.components.holidays import holidays
from console.components.permitted import may, permitted
from console.components.roster import roster
from console.state.availability import AvailabilityState
from console.state.exception_rows import ExceptionRow
from console.state.exceptions import ExceptionsState
from console.state.words import words


def exceptions(*below: rx.Component) -> rx.Component:
    """The year, and beside it what is to come, with their dialogs; `below` stands under what is to come."""
    return rx.el.div(
        exception_year(),
        rx.el.div(
            _of_agent(),
            rx.cond(ExceptionsState.shifts.length() > 0, _shifts(), rx.fragment()),
            _of_app(),
            *below,
            class_name="flex min-w-0 flex-col gap-4",
        ),
        _form("agent", words.exception_add, ExceptionsState.agent_city),
        _form("app", words.closure_add, ExceptionsState.app_city),
        _question(),
        holidays(),
        closure_file(),
        roster(),
        class_name="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]",
    )


def _of_agent() -> rx.Component:
    return _panel(
        words.exceptions,
        words.fill("exceptions_of", name=AvailabilityState.agent_name, city=ExceptionsState.agent_city),
        ExceptionsState.of_agent,
        ui.button(words.exception_add, glyph="plus", on_click=ExceptionsState.open_form("agent")),
        may_edit=True,
        id="exceptions",
    )


def _shifts() -> rx.Component:
    more = rx.el.p(words.fill("shifts_more", count=ExceptionsState.more_shifts), class_name="text-sm text-muted")
    return _panel(
        words.shifts,
        words.shifts_hint,
        ExceptionsState.shifts,
        rx.cond(ExceptionsState.more_shifts > 0, more, rx.fragment()),
        may_edit=True,
        id="shifts",
    )


def _of_app() -> rx.Component:
    return _panel(
        words.closures,
        words.fill("closures_hint", city=ExceptionsState.app_city),
        ExceptionsState.closures,
        permitted(
            "edit_exceptions", ui.button(words.closure_add, glyph="plus", on_click=ExceptionsState.open_form("app"))
        ),
        may_edit=may("edit_exceptions"),
        id="closures",
    )


def _panel(
    title: rx.Var[str],
    hint: rx.Var[str],
    rows: rx.Var[list[ExceptionRow]],
    add: rx.Component,
    *,
    may_edit: rx.Var[bool] | bool,
    id: str,
) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=id, class_name="text-base font-semibold"),
        rx.el.p(hint, class_name="mt-0.5 text-sm text-muted"),
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, lambda row: _row(row, may_edit)), class_name="mt-3 flex flex-col"),
            rx.el.p(words.no_exceptions, class_name="mt-3 text-sm text-faint"),
        ),
        rx.el.div(add, class_name="mt-3 empty:hidden"),
        aria_labelledby=id,
        class_name="rounded-lg border border-line bg-surface p-4 sm:p-5",
    )


def _row(row: ExceptionRow, may_edit: rx.Var[bool] | bool) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row.time, class_name="tabular"),
            rx.cond(row.note != "", rx.el.p(row.note, class_name="break-words text-xs text-faint"), rx.fragment()),
            class_name="min-w-0 flex-1",
        ),
        ui.badge(row.kind_label, row.tone),
        rx.cond(
            may_edit,
            ui.icon_button(
                "x", words.fill("exception_remove", time=row.time), on_click=ExceptionsState.ask_to_remove(row.id)
            ),
            rx.fragment(),
        ),
        class_name="flex min-h-10 items-center gap-2 border-t border-line py-1.5 text-sm first:border-t-0",
    )


def _form(whose: str, title: rx.Var[str], city: rx.Var[str]) -> rx.Component:
    problems = ExceptionsState.problems
    return ui.dialog(
        rx.el.form(
            rx.el.fieldset(
                ui.field(
                    words.exception_kind,
                    ui.select,
                    name="kind",
                    options=[("blocked", words.exception_blocks), ("available_extra", words.exception_opens)],
                    error=problems["kind"],
                    class_name="col-span-2",
                ),
                ui.field(
                    words.from_date,
                    name="from_day",
                    type="date",
                    required=True,
                    default_value=ExceptionsState.first_chosen,
                    error=problems["start_at"],
                ),
                ui.field(words.from_time, name="from_clock", type="time"),
                ui.field(
                    words.to_date,
                    name="to_day",
                    type="date",
                    default_value=ExceptionsState.last_chosen,
                    error=problems["end_at"],
                ),
                ui.field(words.to_time, name="to_clock", type="time"),
                ui.field(words.note_optional, name="note", error=problems["note"], class_name="col-span-2"),
                class_name="grid grid-cols-[3fr_2fr] items-start gap-x-3 gap-y-4",
            ),
            rx.cond(problems["form"], ui.banner(problems["form"], tone="danger", glyph="circle-alert"), rx.fragment()),
            id=f"{whose}-exception",
            on_submit=ExceptionsState.add,
            class_name="flex flex-col gap-4",
        ),
        title=title,
        description=words.fill("exception_form_hint", city=city),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=ExceptionsState.set_form_open(False)),
            ui.button(words.exception_add_act, kind="primary", type="submit", form=f"{whose}-exception"),
        ],
        open=ExceptionsState.form == whose,
        on_open_change=ExceptionsState.set_form_open,
    )


def _question() -> rx.Component:
    return ui.question(
        rx.el.p(ExceptionsState.chosen.time, class_name="text-sm tabular"),
        title=words.exception_remove_title,
        description=words.exception_remove_hint,
        act=words.exception_remove_act,
        on_act=ExceptionsState.remove,
        open=ExceptionsState.is_removing,
        on_open_change=ExceptionsState.set_removing,
    )
