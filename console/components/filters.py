"""What narrows the master view: a search, quick ranges or dates, menus of what to choose, and a chip for each choice."""

import reflex as rx

from console.components import ui
from console.components.date_ranges import date_ranges
from console.components.filter_menus import filter_chips, filter_choice, filter_menu, listed_filter, source_filter
from console.components.status_badge import status_icon
from console.state.bookings import BookingsState
from console.state.words import words

_RANGES = ("upcoming", "today", "tomorrow", "week", "seven_days", "past", "all", "custom")
_STATUSES = ("scheduled", "pending_confirmation", "confirmed", "started", "completed", "cancelled", "no_show")


def filters() -> rx.Component:
    """The bar above the table, and below it what is chosen. On a phone search and menus stay in reach of who scrolls."""
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    _search(),
                    rx.el.span(
                        BookingsState.told, class_name="shrink-0 text-xs text-faint tabular empty:hidden sm:hidden"
                    ),
                    class_name="flex items-center gap-3",
                ),
                _menus(),
                class_name=f"flex flex-col gap-2 sm:contents {_IN_REACH}",
            ),
            date_ranges(_RANGES, BookingsState),
            class_name="contents sm:flex sm:flex-wrap sm:items-center sm:gap-x-3 sm:gap-y-2",
        ),
        filter_chips(BookingsState),
    )


_IN_REACH = (
    "max-sm:sticky max-sm:top-12 max-sm:z-10 max-sm:-mx-4 max-sm:border-b max-sm:border-line max-sm:bg-canvas max-sm:px-4 "
    "max-sm:py-2"
)
"""Below the bar of the frame, which is 3 rem high."""


def _menus() -> rx.Component:
    chosen, toggle = BookingsState.filters, BookingsState.toggle
    return rx.el.div(
        listed_filter(words.filter_agent, "agents", chosen.agents, BookingsState.agents, toggle),
        listed_filter(words.filter_team, "teams", chosen.teams, BookingsState.teams, toggle),
        filter_menu(words.filter_status, "statuses", chosen.statuses, _statuses()),
        listed_filter(words.filter_preset, "presets", chosen.presets, BookingsState.presets, toggle),
        source_filter(chosen.sources, toggle),
        _unsettled(),
        class_name=(
            "flex items-center gap-2 max-sm:-mx-4 max-sm:-my-1 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap"
        ),
    )


def _unsettled() -> rx.Component:
    """The calls that ended without a word, and how many there are; no button while there are none."""
    chosen = BookingsState.filters.needs_outcome
    return rx.cond(
        chosen | (BookingsState.unsettled > 0),
        ui.button(
            words.needs_outcome,
            rx.el.span(
                BookingsState.unsettled,
                class_name="rounded-full bg-warning-soft px-1.5 text-xs text-warning-ink tabular",
            ),
            aria_pressed=chosen,
            on_click=BookingsState.toggle_unsettled,
            class_name="aria-pressed:bg-accent-soft aria-pressed:border-accent",
        ),
        rx.fragment(),
    )


def _search() -> rx.Component:
    return ui.search_input(
        words.search_calls,
        value=BookingsState.filters.search,
        on_change=BookingsState.search_for,
        aria_keyshortcuts="/",
        class_name="min-w-0 flex-1 sm:w-64 sm:flex-none",
    )


def _statuses() -> list[rx.Component]:
    chosen, toggle = BookingsState.filters.statuses, BookingsState.toggle
    return [
        filter_choice(
            "statuses", code, chosen, toggle, status_icon(rx.Var.create(code)), getattr(words, f"status_{code}")
        )
        for code in _STATUSES
    ]
