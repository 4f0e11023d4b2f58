"""What narrows the master view: a search, quick ranges or dates, and menus of agents, statuses and sources."""

from collections.abc import Sequence

import reflex as rx

from console.components import ui
from console.components.source_badge import source_badge
from console.components.status_badge import status_icon
from console.components.ui.menu import MenuItem
from console.state.bookings import BookingsState
from console.state.words import words

_RANGES = ("upcoming", "today", "tomorrow", "week", "past", "all")
_STATUSES = ("scheduled", "pending_confirmation", "confirmed", "started", "completed", "cancelled", "no_show")
_SOURCES = ("admin", "agent", "public_booking", "api")


def filters() -> rx.Component:
    """The bar above the table."""
    return rx.el.div(
        _ranges(),
        rx.el.div(
            _search(),
            _agents(),
            _menu(words.filter_status, "statuses", BookingsState.filters.statuses, _statuses()),
            _menu(words.filter_source, "sources", BookingsState.filters.sources, _sources()),
            _unsettled(),
            rx.cond(
                BookingsState.is_narrowed,
                ui.button(words.clear_filters, kind="ghost", on_click=BookingsState.clear),
                rx.fragment(),
            ),
            class_name="flex flex-wrap items-center gap-2",
        ),
        class_name="flex flex-wrap items-center justify-between gap-x-6 gap-y-3",
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


def _ranges() -> rx.Component:
    chosen = BookingsState.filters.span
    return rx.el.div(
        rx.el.div(
            *(_range(name, chosen == name) for name in _RANGES),
            _range("custom", chosen == "custom"),
            role="group",
            aria_label=words.filter_dates,
            class_name="flex h-8 shrink-0 items-center gap-0.5 rounded-md bg-sunken p-0.5",
        ),
        rx.cond(chosen == "custom", _dates(), rx.fragment()),
        class_name="-mx-1 flex max-w-full flex-wrap items-center gap-2 overflow-x-auto px-1 py-1",
    )


def _range(name: str, chosen: rx.Var[bool]) -> rx.Component:
    return rx.el.button(
        getattr(words, f"range_{name}"),
        type="button",
        aria_pressed=chosen,
        on_click=BookingsState.choose_range(name),
        class_name=(
            "h-7 rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-ink "
            "aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-low"
        ),
    )


def _dates() -> rx.Component:
    return rx.el.div(
        _date("start", words.from_date, BookingsState.filters.start),
        rx.el.span("–", aria_hidden="true", class_name="text-faint"),
        _date("end", words.to_date, BookingsState.filters.end),
        class_name="flex items-center gap-1.5",
    )


def _date(side: str, label: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    field = ui.text_input(
        type="date", aria_label=label, value=value, on_change=BookingsState.choose_date(side), class_name="w-36"
    )
    return rx.debounce_input(field, debounce_timeout=400)


def _search() -> rx.Component:
    return ui.search_input(
        words.search_calls,
        value=BookingsState.filters.search,
        on_change=BookingsState.search_for,
        class_name="w-full sm:w-56",
    )


def _agents() -> rx.Component:
    chosen = BookingsState.filters.agents
    return rx.cond(
        BookingsState.agents.length() > 1,
        _menu(
            words.filter_agent,
            "agents",
            chosen,
            [rx.foreach(BookingsState.agents, lambda agent: _choice("agents", agent[0], chosen, agent[1]))],
        ),
        rx.fragment(),
    )


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
