"""How often an API client calls: a bar for each day in its row, and every day with its figures in a dialog."""

import reflex as rx

from console.components import ui
from console.scheduling.messages.usage import DayBar
from console.state.client_rows import ClientRow
from console.state.clients import ClientsState
from console.state.words import words

_TOLD = "absolute inset-y-0 left-24 md:left-[7.75rem] right-0 flex flex-col justify-center text-left"


def usage_chart(row: ClientRow) -> rx.Component:
    """The bars, and today's figure, in whose place that of the day under the pointer is told. It opens all of them."""
    return rx.el.button(
        rx.el.span(
            rx.foreach(row.bars, _bar),
            aria_hidden="true",
            class_name="flex h-7 w-[5.25rem] items-stretch gap-px md:w-[6.75rem]",
        ),
        rx.el.span(
            rx.el.span(row.today, class_name="block truncate text-ink"),
            rx.el.span(row.total, class_name="block truncate text-xs text-faint"),
            class_name=f"{_TOLD} group-has-[[data-day]:hover]/chart:invisible",
        ),
        type="button",
        aria_label=words.fill("client_usage_of", name=row.name, today=row.today, total=row.total),
        on_click=ClientsState.open_days(row.id),
        class_name="group/chart relative block h-9 w-full max-w-60 rounded-sm md:w-60 px-1 hover:bg-hover",
    )


def _bar(day: DayBar) -> rx.Component:
    """A day without requests has a line to stand on."""
    return rx.el.span(
        rx.el.span(
            rx.el.span(class_name="block w-full bg-warning-ink", style={"height": day.refused_height}),
            class_name="block min-h-px w-full overflow-hidden rounded-t-[1px] bg-accent/70 group-hover/day:bg-accent",
            style={"height": day.height},
        ),
        rx.el.span(
            rx.el.span(day.told, class_name="block truncate text-ink"),
            rx.el.span(day.day, class_name="block text-xs text-faint"),
            class_name=f"{_TOLD} invisible group-hover/day:visible",
        ),
        data_day=day.day,
        class_name="group/day flex flex-1 flex-col justify-end border-b border-line-strong",
    )


def usage_days() -> rx.Component:
    """The dialog of every day."""
    return ui.dialog(
        rx.el.div(
            ui.table(
                [
                    ui.column(words.usage_day),
                    ui.column("", class_name="w-[40%] max-sm:hidden"),
                    ui.column(words.usage_requests_head, class_name="text-right"),
                    ui.column(words.usage_refused_head, class_name="text-right"),
                ],
                rx.foreach(ClientsState.days, _line),
                label=words.client_usage,
            ),
            tab_index=0,  # what scrolls must be reached by the keyboard
            class_name="rounded-md",
        ),
        title=words.fill("client_usage_title", name=ClientsState.chosen.name),
        description=words.client_usage_hint,
        footer=[ui.button(words.done, kind="primary", on_click=ClientsState.set_form_open(False))],
        open=ClientsState.form == "days",
        on_open_change=ClientsState.set_form_open,
        wide=True,
    )


def _line(day: DayBar) -> rx.Component:
    return ui.row(
        ui.cell(day.day, class_name="whitespace-nowrap"),
        ui.cell(
            rx.el.span(
                rx.el.span(
                    rx.el.span(class_name="block h-full bg-warning-ink", style={"width": day.refused_height}),
                    class_name="block h-full overflow-hidden rounded-[2px] bg-accent/70",
                    style={"width": day.height},
                ),
                aria_hidden="true",
                class_name="block h-2",
            ),
            class_name="max-sm:hidden",
        ),
        ui.cell(day.calls, class_name="text-right"),
        ui.cell(day.refused, class_name="text-right text-muted"),
    )
