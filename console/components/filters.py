"""What narrows the master view: a search, quick ranges or dates, menus of what to choose, and a chip for each choice."""

from collections.abc import Sequence

import reflex as rx

from console.components import ui
from console.components.date_ranges import date_ranges
from console.components.source_badge import source_badge
from console.components.status_badge import status_icon
from console.components.ui.menu import MenuItem
from console.state.bookings import BookingsState
from console.state.words import words

_RANGES = ("upcoming", "today", "tomorrow", "week", "seven_days", "past", "all", "custom")
_STATUSES = ("scheduled", "pending_confirmation", "confirmed", "started", "completed", "cancelled", "no_show")
_SOURCES = ("admin", "agent", "public_booking", "api")


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
        _chips(),
    )


_IN_REACH = (
    "max-sm:sticky max-sm:top-12 max-sm:z-10 max-sm:-mx-4 max-sm:border-b max-sm:border-line max-sm:bg-canvas max-sm:px-4 "
    "max-sm:py-2"
)
"""Below the bar of the frame, which is 3 rem high."""


def _menus() -> rx.Component:
    return rx.el.div(
        _listed(words.filter_agent, "agents", BookingsState.filters.agents, BookingsState.agents),
        _listed(words.filter_team, "teams", BookingsState.filters.teams, BookingsState.teams),
        _menu(words.filter_status, "statuses", BookingsState.filters.statuses, _statuses()),
        _listed(words.filter_preset, "presets", BookingsState.filters.presets, BookingsState.presets),
        _menu(words.filter_source, "sources", BookingsState.filters.sources, _sources()),
        _unsettled(),
        class_name=(
            "flex items-center gap-2 max-sm:-mx-4 max-sm:-my-1 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap"
        ),
    )


def _chips() -> rx.Component:
    """What is set, each with its way out."""
    return rx.cond(
        BookingsState.chips.length() > 0,
        rx.el.div(
            rx.el.ul(
                rx.foreach(BookingsState.chips, _chip),
                aria_label=words.filters_set,
                class_name="flex min-w-0 flex-wrap items-center gap-1.5",
            ),
            rx.cond(
                BookingsState.is_narrowed,
                ui.button(words.clear_filters, kind="ghost", size="sm", on_click=BookingsState.clear),
                rx.fragment(),
            ),
            class_name="-mt-1 flex flex-wrap items-center gap-x-2 gap-y-1.5",
        ),
        rx.fragment(),
    )


def _chip(chip: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(chip.label, class_name="text-muted"),
        rx.el.span(chip.said, class_name="max-w-56 truncate font-medium"),
        rx.el.button(
            ui.icon("x", size=12),
            type="button",
            aria_label=words.fill("filter_remove", label=chip.label, said=chip.said),
            on_click=BookingsState.remove(chip.name, chip.value),
            class_name="grid size-6 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink",
        ),
        key=chip.name + chip.value,
        class_name="inline-flex h-7 items-center gap-1.5 rounded-full border border-line bg-sunken pl-2.5 pr-0.5 text-xs",
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


def _listed(label: rx.Var[str], name: str, chosen: rx.Var, offered: rx.Var[list[tuple[str, str]]]) -> rx.Component:
    """A menu of what the app has; none where there is nothing to choose among."""
    choices = rx.foreach(offered, lambda one: _choice(name, one[0], chosen, rx.el.span(one[1], class_name="truncate")))
    return rx.cond(offered.length() > 1, _menu(label, name, chosen, [choices]), rx.fragment())


def _statuses() -> list[rx.Component]:
    chosen = BookingsState.filters.statuses
    return [
        _choice("statuses", code, chosen, status_icon(rx.Var.create(code)), getattr(words, f"status_{code}"))
        for code in _STATUSES
    ]


def _sources() -> list[rx.Component]:
    chosen = BookingsState.filters.sources
    return [
        _choice("sources", code, chosen, source_badge(rx.Var.create(code), getattr(words, f"source_{code}")))
        for code in _SOURCES
    ]


def _menu(label: rx.Var[str], name: str, chosen: rx.Var, choices: Sequence[rx.Component]) -> rx.Component:
    count = chosen.length()
    trigger = ui.button(
        label,
        rx.cond(
            count > 0,
            rx.el.span(count, class_name="rounded-full bg-accent-soft px-1.5 text-xs text-accent-ink tabular"),
            ui.icon("chevron-down", size=14, class_name="text-faint"),
        ),
        id=f"filter-{name}",
    )
    return ui.menu(trigger, *choices, class_name="max-h-80 overflow-y-auto")


def _choice(name: str, value: rx.Var[str] | str, chosen: rx.Var, *label) -> rx.Component:
    """One box of a menu that stays open, for the next."""
    ticked = chosen.contains(value)
    return MenuItem.create(
        rx.el.span(
            rx.cond(ticked, ui.icon("check", size=12), rx.fragment()),
            class_name=[
                "flex size-4 items-center justify-center rounded-[4px] border",
                rx.cond(ticked, "border-accent bg-accent text-on-accent", "border-control/60"),
            ],
        ),
        *label,
        role="menuitemcheckbox",
        aria_checked=ticked,
        on_select=BookingsState.toggle(name, value).prevent_default,
        class_name=(
            "flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-sm outline-none "
            "data-[highlighted]:bg-hover"
        ),
    )
