"""Public holidays of a country, in one dialog: choose it, tick the days, take them."""

import reflex as rx

from console.components import ui
from console.components.once import once
from console.state.exceptions import ExceptionsState
from console.state.holidays import HolidayRow, HolidaysState
from console.state.words import words


def holidays() -> rx.Component:
    """The dialog, which comes when it is first opened."""
    return once(holidays_dialog, wanted=HolidaysState.is_open)


@rx.memo
def holidays_dialog() -> rx.Component:
    """The dialog, as `once` shows it."""
    state = HolidaysState
    return ui.dialog(
        rx.el.div(
            rx.cond(state.problem != "", ui.banner(state.problem, tone="danger", glyph="circle-alert"), rx.fragment()),
            rx.el.div(
                ui.field(
                    words.holidays_country,
                    ui.select,
                    name="country",
                    options=state.countries,
                    value=state.country,
                    on_change=state.choose_country,
                    class_name="min-w-0 flex-1",
                ),
                rx.cond(state.regions.length() > 0, _region(), rx.fragment()),
                ui.field(
                    words.holidays_year,
                    ui.select,
                    name="year",
                    options=state.years,
                    value=state.year,
                    on_change=state.choose_year,
                ),
                class_name="flex flex-wrap gap-3",
            ),
            rx.el.form(
                rx.cond(
                    state.days.length() > 0,
                    rx.el.ul(
                        rx.foreach(state.days, _day),
                        tab_index=0,  # it scrolls: the keyboard must get there
                        aria_label=words.holidays,
                        class_name="max-h-[50dvh] overflow-y-auto rounded-md border border-line",
                    ),
                    rx.el.p(words.holidays_unknown, class_name="rounded-md bg-sunken px-3 py-2.5 text-sm text-muted"),
                ),
                id="holidays-form",
                on_submit=state.apply,
            ),
            class_name="flex flex-col gap-4",
        ),
        title=words.holidays,
        description=rx.cond(
            state.whose == "app",
            words.holidays_of_app,
            words.fill("holidays_of_agent", name=ExceptionsState.agent_name),
        ),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(
                words.holidays_act, kind="primary", type="submit", form="holidays-form", disabled=state.missing == 0
            ),
        ],
        wide=True,
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _region() -> rx.Component:
    return ui.field(
        words.holidays_region,
        ui.select,
        name="region",
        options=HolidaysState.regions,
        placeholder=words.holidays_everywhere,
        value=HolidaysState.region,
        on_change=HolidaysState.choose_region,
        class_name="min-w-0 flex-1",
    )


def _day(row: HolidayRow) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name=row.day,
                default_checked=row.told == "",
                disabled=row.told != "",
                class_name="size-4 shrink-0 rounded-sm accent-accent",
            ),
            rx.el.span(row.date, class_name="tabular w-24 shrink-0 text-muted"),
            rx.el.span(row.name, class_name="min-w-0 flex-1 break-words"),
            rx.el.span(row.told, class_name="text-xs text-faint empty:hidden"),
            class_name="flex min-h-10 items-center gap-2 px-3 py-1.5 text-sm has-disabled:text-faint",
        ),
        key=HolidaysState.country + HolidaysState.region + row.day,
        class_name="border-t border-line first:border-t-0",
    )
