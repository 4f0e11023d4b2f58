"""Agents' shares of the calls: a bar of what each was given, a mark where it would be fair, and the figures."""

import reflex as rx

from console.components import ui
from console.scheduling.messages.fair_shares import ShareRow
from console.state.fair_shares import FairSharesState
from console.state.words import words

_WIDE = "max-xl:hidden"
_MIDDLE = "max-sm:hidden"
_NUMBER = "text-right"


def share_table() -> rx.Component:
    """The table with what its calls are; below, what is counted apart."""
    return rx.fragment(
        rx.el.div(
            rx.el.p(FairSharesState.told, class_name="text-sm tabular"),
            _legend(),
            class_name="-mb-1 flex flex-wrap items-center justify-between gap-x-6 gap-y-1",
        ),
        ui.table(
            [
                _column(words.fact_agent, "name"),
                ui.column("", class_name="w-[30%] max-sm:hidden"),
                _column(words.share_given, "given", f"{_NUMBER} {_MIDDLE}"),
                _column(words.share_fair, "fair", f"{_NUMBER} {_MIDDLE}"),
                _column(words.share_difference, "difference", _NUMBER),
                _column(words.share_weight, "weight", f"{_NUMBER} {_WIDE}"),
                _column(words.share_credit, "credit", f"{_NUMBER} {_WIDE}"),
                _column(words.share_last_turn, "last_at", f"{_NUMBER} {_WIDE}"),
                ui.column(words.share_manual, class_name=f"{_NUMBER} border-l {_WIDE}"),
                ui.column(words.share_self_selected, class_name=f"{_NUMBER} {_WIDE}"),
            ],
            rx.foreach(FairSharesState.rows, _row),
            label=words.fair_shares,
        ),
        rx.el.p(words.share_named_hint, class_name="-mt-1 text-xs text-faint"),
        rx.cond(
            FairSharesState.is_last & (FairSharesState.view.page == 1),
            rx.fragment(),
            ui.pagination(
                FairSharesState.page_told,
                first=FairSharesState.view.page <= 1,
                last=FairSharesState.is_last,
                on_previous=FairSharesState.turn(-1),
                on_next=FairSharesState.turn(1),
            ),
        ),
    )


def next_turns() -> rx.Component:
    """Who is next, in order."""
    return rx.el.div(
        rx.el.h2(words.shares_ahead, class_name="text-sm font-medium"),
        rx.el.ol(
            rx.foreach(
                FairSharesState.ahead,
                lambda name, place: rx.el.li(
                    rx.el.span(place + 1, class_name="text-faint"),
                    rx.el.span(name, class_name="max-w-32 truncate"),
                    class_name="flex h-6 items-center gap-1.5 rounded-sm bg-sunken px-2 text-xs tabular",
                ),
            ),
            class_name="mt-1.5 flex flex-wrap gap-1",
        ),
        class_name="min-w-0 lg:w-2/5",
    )


def _column(label: rx.Var[str], sort: str, class_name: str = "") -> rx.Component:
    order = rx.cond(FairSharesState.view.order == "desc", "descending", "ascending")
    return ui.column(
        label,
        sorted_=rx.cond(FairSharesState.view.sort == sort, order, "none"),
        on_sort=FairSharesState.sort_by(sort),
        class_name=class_name,
    )


def _row(row: ShareRow) -> rx.Component:
    """On a phone the name's cell holds the bar and all the other figures."""
    return ui.row(
        rx.el.th(
            rx.el.span(row.name, class_name="block truncate font-medium"),
            rx.el.span(
                words.fill("share_told", given=row.given, fair=row.fair),
                class_name="mt-0.5 block truncate text-xs font-normal text-muted sm:hidden",
            ),
            rx.el.span(_bar(row), class_name="my-1 block sm:hidden"),
            rx.el.span(row.facts, class_name="block text-xs font-normal text-faint xl:hidden"),
            scope="row",
            class_name=(
                "h-10 w-full max-w-0 border-b border-line px-3 py-1.5 text-left group-last:border-b-0 "
                "sm:w-auto sm:max-w-56"
            ),
        ),
        ui.cell(_bar(row), class_name=_MIDDLE),
        ui.cell(row.given, class_name=f"font-medium {_NUMBER} {_MIDDLE}"),
        ui.cell(row.fair, class_name=f"text-muted {_NUMBER} {_MIDDLE}"),
        ui.cell(
            rx.el.span(row.difference, class_name=rx.cond(row.is_off, "font-medium text-ink", "text-muted")),
            class_name=f"{_NUMBER} max-sm:align-top max-sm:pt-1.5",
        ),
        *(
            ui.cell(figure, class_name=f"text-muted {_NUMBER} {_WIDE}")
            for figure in (row.weight, row.credit, row.last_turn)
        ),
        ui.cell(row.manual, class_name=f"border-l text-faint {_NUMBER} {_WIDE}"),
        ui.cell(row.self_selected, class_name=f"text-faint {_NUMBER} {_WIDE}"),
        key=row.id,
    )


def _bar(row: ShareRow) -> rx.Component:
    """The figures stand beside it: nobody has to read lengths."""
    return rx.el.span(
        rx.el.span(class_name="absolute inset-y-1 left-0 rounded-sm bg-accent/70", style={"width": row.bar}),
        rx.el.span(class_name="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink", style={"left": row.mark}),
        aria_hidden="true",
        class_name="relative block h-4 min-w-24 rounded-sm",
    )


def _legend() -> rx.Component:
    return rx.el.p(
        rx.el.span(class_name="h-2 w-4 rounded-[2px] bg-accent/70", aria_hidden="true"),
        words.share_given,
        rx.el.span(class_name="ml-3 h-3.5 w-0.5 bg-ink", aria_hidden="true"),
        words.share_fair,
        class_name="flex items-center gap-1.5 text-xs text-faint",
    )
