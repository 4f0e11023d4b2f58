"""What narrows the calls of the master view: a search, menus of what to choose, and a chip for each choice."""

import reflex as rx

from console.components import ui
from console.components.filter_menus import filter_chips, filter_choice, filter_menu, listed_filter, source_filter
from console.components.status_badge import status_icon
from console.state.filtered_calls import FilteredCallsState
from console.state.words import words

_STATUSES = ("scheduled", "pending_confirmation", "confirmed", "started", "completed", "cancelled", "no_show")


def filters(state: type[FilteredCallsState], told: rx.Var[str], *ranges: rx.Component) -> rx.Component:
    """The bar above the calls, and below it what is chosen. On a phone search and menus stay in reach of who scrolls.

    `told` says how many there are, `ranges` choose the days.
    """
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    _search(state),
                    rx.el.span(told, class_name="shrink-0 text-xs text-faint tabular empty:hidden sm:hidden"),
                    class_name="flex items-center gap-3",
                ),
                _menus(state),
                class_name=f"flex flex-col gap-2 sm:contents {_IN_REACH}",
            ),
            *ranges,
            class_name="contents sm:flex sm:flex-wrap sm:items-center sm:gap-x-3 sm:gap-y-2",
        ),
        filter_chips(state),
    )


_IN_REACH = (
    "max-sm:sticky max-sm:top-12 max-sm:z-10 max-sm:-mx-4 max-sm:border-b max-sm:border-line max-sm:bg-canvas max-sm:px-4 "
    "max-sm:py-2"
)
"""Below the bar of the frame, which is 3 rem high."""


def _menus(state: type[FilteredCallsState]) -> rx.Component:
    chosen, toggle = state.filters, state.toggle
    return rx.el.div(
        listed_filter(words.filter_agent, "agents", chosen.agents, state.agents, toggle),
        listed_filter(words.filter_team, "teams", chosen.teams, state.teams, toggle),
        filter_menu(words.filter_status, "statuses", chosen.statuses, _statuses(state)),
        listed_filter(words.filter_preset, "presets", chosen.presets, state.presets, toggle),
        source_filter(chosen.sources, toggle),
        _unsettled(state),
        class_name=(
            "flex items-center gap-2 max-sm:-mx-4 max-sm:-my-1 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap"
        ),
    )


def _unsettled(state: type[FilteredCallsState]) -> rx.Component:
    """The calls that ended without a word, and how many there are; no button while there are none."""
    chosen = state.filters.needs_outcome
    return rx.cond(
        chosen | (state.unsettled > 0),
        ui.button(
            words.needs_outcome,
            rx.el.span(
                state.unsettled,
                class_name="rounded-full bg-warning-soft px-1.5 text-xs text-warning-ink tabular",
            ),
            aria_pressed=chosen,
            on_click=state.toggle_unsettled,
            class_name="aria-pressed:bg-accent-soft aria-pressed:border-accent",
        ),
        rx.fragment(),
    )


def _search(state: type[FilteredCallsState]) -> rx.Component:
    return ui.search_input(
        words.search_calls,
        value=state.filters.search,
        on_change=state.search_for,
        aria_keyshortcuts="/",
        class_name="min-w-0 flex-1 sm:w-64 sm:flex-none",
    )


def _statuses(state: type[FilteredCallsState]) -> list[rx.Component]:
    chosen, toggle = state.filters.statuses, state.toggle
    return [
        filter_choice(
            "statuses", code, chosen, toggle, status_icon(rx.Var.create(code)), getattr(words, f"status_{code}")
        )
        for code in _STATUSES
    ]
