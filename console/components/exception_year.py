"""The year of an agent or of the app: its marked days, and the ways in which days come from elsewhere."""

import reflex as rx

from console.components import ui
from console.components.permitted import may
from console.components.year import year
from console.state.closure_file import ClosureFileState
from console.state.exceptions import ExceptionsState
from console.state.holidays import HolidaysState
from console.state.roster import RosterState
from console.state.words import words


def exception_year() -> rx.Component:
    """The panel; a day or a range that is chosen in it opens the form of an exception."""
    state = ExceptionsState
    of_app = state.whose == "app"
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(words.year_view, id="year-view", class_name="text-base font-semibold"),
                rx.el.p(
                    words.year_hint,
                    class_name="mt-0.5 text-sm text-muted max-sm:hidden",
                ),
                class_name="min-w-0",
            ),
            _turning(),
            class_name="flex flex-wrap items-start justify-between gap-3",
        ),
        rx.el.div(
            ui.field(
                words.year_whose,
                ui.select,
                name="year_whose",
                options=[("agent", state.agent_name), ("app", words.year_of_app)],
                value=state.whose,
                on_change=state.choose_whose,
                class_name="w-full sm:w-52",
            ),
            rx.cond(~of_app | may("edit_exceptions"), _sources(), rx.fragment()),
            class_name="mt-3 flex flex-wrap items-end justify-between gap-3",
        ),
        rx.cond(
            state.year > 0,
            year(
                year=state.year,
                marks=state.marks,
                today=state.today,
                locale=state.locale,
                first_day=state.first_day,
                kinds={
                    "closed": words.day_closed,
                    "holiday": words.day_holiday,
                    "hours": words.day_hours,
                    "part": words.day_part,
                },
                label=words.fill("year_label", year=state.year),
                can_choose=~of_app | may("edit_exceptions"),
                on_choose=state.choose_days,
            ),
            rx.fragment(),
        ),
        aria_labelledby="year-view",
        class_name="min-w-0 rounded-lg border border-line bg-surface p-4 sm:p-5",
    )


def _turning() -> rx.Component:
    return rx.el.div(
        ui.icon_button("chevron-left", words.year_before, on_click=ExceptionsState.turn_year(-1)),
        rx.el.span(ExceptionsState.year, aria_live="polite", class_name="tabular font-semibold"),
        ui.icon_button("chevron-right", words.year_after, on_click=ExceptionsState.turn_year(1)),
        class_name="flex items-center gap-1",
    )


def _sources() -> rx.Component:
    whose = ExceptionsState.whose
    return rx.el.div(
        ui.button(words.holidays, glyph="calendar-heart", on_click=HolidaysState.open_for(whose)),
        ui.button(words.closure_file, glyph="file-up", on_click=ClosureFileState.open_for(whose)),
        ui.button(words.roster, glyph="table-2", on_click=RosterState.set_open(True)),
        class_name="flex flex-wrap gap-2",
    )
