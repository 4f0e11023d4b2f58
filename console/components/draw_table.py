"""Why this agent: a draw's small table, whose head is the sum that it does."""

import reflex as rx

from console.components import ui
from console.state.words import words

_NUMBER = "py-1.5 pl-1.5 text-right align-top sm:pl-2"


def draw_table(draw: rx.Var, *, on_show_all) -> rx.Component:
    """Who was considered, the chosen one first; `on_show_all` fetches those who are not shown yet."""
    return rx.el.div(
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        _head(words.fact_agent, class_name="text-left"),
                        rx.cond(draw.by_load, _head(words.draw_load), rx.fragment()),
                        _head(words.draw_calls),
                        _head(words.draw_credit),
                        _head(words.draw_weight),
                        _head(words.draw_share),
                    )
                ),
                rx.el.tbody(rx.foreach(draw.rows, lambda row: _row(row, draw))),
                aria_label=words.draw_considered,
                class_name="w-full border-separate border-spacing-0 text-xs tabular",
            ),
            class_name="max-h-80 overflow-auto rounded-md border border-line bg-surface px-2 py-1 sm:px-3",
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
        class_name="my-2",
    )


def _head(label: rx.Var[str], class_name: str = "pl-1.5 text-right sm:pl-2") -> rx.Component:
    return rx.el.th(label, scope="col", class_name=f"h-8 whitespace-nowrap font-medium text-faint {class_name}")


def _row(row: rx.Var, draw: rx.Var) -> rx.Component:
    def figure(name: str, value: rx.Var[str]) -> rx.Component:
        decided = row.is_chosen & (draw.decided_by == name)
        return rx.el.td(
            value, class_name=[_NUMBER, rx.cond(decided, "font-semibold text-ink underline underline-offset-4", "")]
        )

    decided_by_wait = row.is_chosen & (draw.decided_by == "last_turn")
    return rx.el.tr(
        rx.el.th(
            rx.el.span(
                rx.cond(
                    row.is_chosen,
                    ui.icon("check", size=12, class_name="mt-0.5 shrink-0 text-accent-ink"),
                    rx.fragment(),
                ),
                rx.el.span(row.agent, class_name="min-w-0 break-words"),
                rx.cond(row.is_chosen, rx.el.span(words.draw_chosen, class_name="sr-only"), rx.fragment()),
                class_name=["flex items-start gap-1", rx.cond(row.is_chosen, "font-semibold text-ink", "font-normal")],
            ),
            rx.el.span(
                row.last_turn,
                class_name=[
                    "block font-normal",
                    rx.cond(decided_by_wait, "text-ink underline underline-offset-4", "text-faint"),
                ],
            ),
            scope="row",
            class_name="w-full max-w-0 py-1.5 text-left",
        ),
        rx.cond(draw.by_load, figure("load", row.load), rx.fragment()),
        figure("", row.given),
        figure("", row.credit),
        figure("", row.weight),
        figure("share", row.share),
        class_name="[&>*]:border-t [&>*]:border-line text-muted",
    )
