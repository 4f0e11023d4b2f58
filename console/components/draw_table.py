"""Why this agent: a draw's small table, whose head is the sum that it does."""

import reflex as rx

from console.components import ui
from console.state.words import words

_MARKED = "font-semibold text-ink underline underline-offset-4"


def draw_table(draw: rx.Var, *, on_show_all) -> rx.Component:
    """Who was considered, the chosen one first; `on_show_all` fetches those who are not shown yet."""
    return rx.el.div(
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        rx.cond(draw.by_load, _head(words.draw_load), rx.fragment()),
                        _head(words.draw_calls),
                        _head(words.draw_credit),
                        _head(words.draw_weight),
                        _head(words.draw_share),
                        class_name="[&>th:first-child]:text-left",
                    )
                ),
                rx.foreach(draw.rows, lambda row: _agent(row, draw)),
                aria_label=words.draw_considered,
                class_name="w-full table-fixed border-collapse text-xs tabular",
            ),
            class_name="max-h-80 overflow-y-auto rounded-md border border-line bg-surface px-3",
            tab_index=0,  # it scrolls: the keyboard must get there
            role="region",
            aria_label=words.draw_considered,
        ),
        rx.el.p(rx.cond(draw.by_load, words.draw_rule_pool, words.draw_rule), class_name="mt-1.5 text-xs text-faint"),
        rx.cond(
            draw.all_told != "",
            ui.button(draw.all_told, kind="ghost", size="sm", on_click=on_show_all, class_name="-ml-2.5 mt-1"),
            rx.fragment(),
        ),
        rx.cond(draw.behind != "", rx.el.p(draw.behind, class_name="mt-1 text-xs text-muted"), rx.fragment()),
        class_name="my-2",
    )


def _head(label: rx.Var[str]) -> rx.Component:
    return rx.el.th(label, scope="col", class_name="h-8 whitespace-nowrap text-right font-medium text-faint")


def _agent(row: rx.Var, draw: rx.Var) -> rx.Component:
    """Two lines: a name needs all the width that a phone has."""

    def look(figure: str) -> rx.Var[str]:
        return rx.cond(row.is_chosen & (draw.decided_by == figure), _MARKED, "")

    return rx.el.tbody(
        rx.el.tr(
            rx.el.th(
                rx.el.div(
                    rx.cond(
                        row.is_chosen, ui.icon("check", size=14, class_name="shrink-0 text-accent-ink"), rx.fragment()
                    ),
                    rx.el.span(
                        row.agent,
                        class_name=[
                            "min-w-0 flex-1 truncate",
                            rx.cond(row.is_chosen, "font-semibold text-ink", "font-normal"),
                        ],
                    ),
                    rx.cond(row.is_chosen, rx.el.span(words.draw_chosen, class_name="sr-only"), rx.fragment()),
                    rx.el.span(row.last_turn, class_name=["shrink-0 font-normal", look("last_turn")]),
                    class_name="flex items-center gap-1",
                ),
                scope="rowgroup",
                col_span=rx.cond(draw.by_load, 5, 4),
                class_name="pt-1.5 text-left",
            ),
        ),
        rx.el.tr(
            rx.cond(draw.by_load, rx.el.td(rx.el.span(row.load, class_name=look("load"))), rx.fragment()),
            *(rx.el.td(figure) for figure in (row.given, row.credit, row.weight)),
            rx.el.td(rx.el.span(row.share, class_name=look("share"))),
            class_name="[&>td]:pb-2 [&>td]:pt-0.5 [&>td]:text-right [&>td:first-child]:text-left",
        ),
        class_name="border-t border-line text-muted",
    )
