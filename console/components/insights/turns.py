"""How evenly the engine shares the calls, in brief, and what the next hundred would make of it."""

import reflex as rx

from console.components import ui
from console.components.insights.parts import part
from console.components.loading import loaded
from console.scheduling.messages.fair_shares import ShareRow
from console.state.next_turns import NextTurnsState, TurnRow
from console.state.session import SessionState
from console.state.words import words


def turns() -> rx.Component:
    """Who is furthest from their share; beside it the calls played. The page of fair shares tells the rest."""
    return part(
        words.fair_shares,
        loaded(
            NextTurnsState,
            rx.cond(
                NextTurnsState.draws,
                rx.el.div(_today(), _ahead(), class_name="insights-two insights-wide"),
                rx.el.p(words.shares_not_drawn, class_name="text-sm text-muted"),
            ),
            ui.skeleton_rows(4),
        ),
        id="turns",
        hint=NextTurnsState.told,
        beside=ui.link_button(
            words.insights_all_shares, to="/app/" + SessionState.app + "/fair-shares", kind="ghost", size="sm"
        ),
    )


def _today() -> rx.Component:
    return rx.cond(
        NextTurnsState.rows.length() > 0,
        rx.el.div(
            ui.table(
                [
                    ui.column(words.fact_agent),
                    ui.column("", class_name="w-1/3 max-sm:hidden"),
                    ui.column(words.share_given, class_name="text-right"),
                    ui.column(words.share_fair, class_name="text-right max-sm:hidden"),
                    ui.column(words.share_difference, class_name="text-right"),
                ],
                rx.foreach(NextTurnsState.rows, _share),
                label=words.fair_shares,
            ),
            rx.el.p(NextTurnsState.others, class_name="mt-1.5 text-xs text-faint empty:hidden"),
        ),
        rx.el.p(words.shares_no_calls_hint, class_name="text-sm text-muted"),
    )


def _share(row: ShareRow) -> rx.Component:
    return ui.row(
        ui.cell(rx.el.span(row.name, class_name="block truncate font-medium"), class_name="max-w-32"),
        ui.cell(_bar(row.bar, row.mark), class_name="max-sm:hidden"),
        ui.cell(row.given, class_name="text-right"),
        ui.cell(row.fair, class_name="text-right text-muted max-sm:hidden"),
        ui.cell(row.difference, class_name="text-right"),
        key=row.id,
    )


def _ahead() -> rx.Component:
    """The button, or what came of it."""
    return rx.el.div(
        rx.cond(NextTurnsState.played.length() > 0, _played(), _not_played()),
        aria_live="polite",
        class_name="min-w-0",
    )


def _not_played() -> rx.Component:
    return rx.el.div(
        rx.el.p(words.insights_simulate_hint, class_name="max-w-md text-sm text-muted"),
        ui.button(
            words.insights_simulate,
            glyph="dices",
            busy=NextTurnsState.is_playing,
            on_click=NextTurnsState.simulate,
            class_name="mt-3",
        ),
        class_name="flex h-full flex-col items-center justify-center rounded-md bg-sunken p-4 text-center",
    )


def _played() -> rx.Component:
    return rx.fragment(
        ui.table(
            [
                ui.column(words.fact_agent),
                ui.column("", class_name="w-1/3 max-sm:hidden"),
                ui.column(words.insights_gets, class_name="text-right"),
                ui.column(words.insights_even_now, class_name="text-right"),
                ui.column(words.insights_even_then, class_name="text-right"),
            ],
            rx.foreach(NextTurnsState.played, _turn),
            label=words.insights_simulate,
        ),
        rx.el.div(
            rx.el.p(
                NextTurnsState.played_told, " ", NextTurnsState.played_others, class_name="flex-1 text-xs text-muted"
            ),
            ui.button(words.insights_forget, kind="ghost", size="sm", on_click=NextTurnsState.forget),
            class_name="mt-1.5 flex items-start gap-3",
        ),
    )


def _turn(row: TurnRow) -> rx.Component:
    return ui.row(
        ui.cell(rx.el.span(row.name, class_name="block truncate font-medium"), class_name="max-w-32"),
        ui.cell(_bar(row.bar, row.mark), class_name="max-sm:hidden"),
        ui.cell(row.gets, class_name="text-right"),
        ui.cell(row.before, class_name="text-right text-muted"),
        ui.cell(row.after, class_name="text-right"),
        key=row.id,
        data_turns=row.gets,
    )


def _bar(length: rx.Var[str], mark: rx.Var[str]) -> rx.Component:
    """The figures stand beside it."""
    return rx.el.span(
        rx.el.span(class_name="absolute inset-y-1 left-0 rounded-sm bg-accent/70", style={"width": length}),
        rx.el.span(class_name="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink", style={"left": mark}),
        aria_hidden="true",
        class_name="relative block h-4 min-w-24 rounded-sm",
    )
