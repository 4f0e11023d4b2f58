"""The busiest hours: a table of weekdays and hours whose ground is as strong as there are calls."""

import reflex as rx

from console.components import ui
from console.components.insights.parts import part
from console.state.insight_heat import HeatCell, HeatRow
from console.state.insights import InsightsState
from console.state.words import words


def busiest() -> rx.Component:
    """The figures stand in it: nobody has to read colours. Each leads to its calls."""
    heat = InsightsState.heat
    return part(
        words.insights_heat,
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(rx.el.span(words.insights_by_weekday, class_name="sr-only"), scope="col"),
                        rx.foreach(
                            heat.hours,
                            lambda hour: rx.el.th(hour, scope="col", class_name="font-normal text-faint"),
                        ),
                    )
                ),
                rx.el.tbody(rx.foreach(heat.rows, _day)),
                aria_label=words.insights_heat,
                class_name="insights-heat",
            ),
            tab_index=0,  # it scrolls: the keyboard must get there
            role="group",
            aria_label=words.insights_heat,
            class_name="overflow-x-auto rounded-md",
        ),
        id="busiest",
        hint=heat.busiest,
    )


def _day(day: HeatRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(day.day, aria_hidden="true"),
            rx.el.span(day.name, class_name="sr-only"),
            scope="row",
            class_name="pr-1 text-left font-normal text-muted",
        ),
        rx.foreach(day.cells, _cell),
        key=day.name,
    )


def _cell(cell: HeatCell) -> rx.Component:
    return rx.el.td(
        rx.cond(
            cell.said != "",
            ui.link(
                cell.said,
                to=cell.address,
                title=cell.told,
                aria_label=cell.told,
                style={"--heat": cell.fill},
                class_name="text-ink",
            ),
            rx.el.span(),
        )
    )
