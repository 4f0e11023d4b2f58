"""The switch between the table and the calendars, which show the same calls."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.state.filtered_calls import FilteredCallsState
from console.state.words import words

_WAYS = (
    ("", "list", words.view_table),
    ("day", "calendar", words.view_day),
    ("week", "calendar-days", words.week_calendar),
    ("agents", "rows-3", words.view_agents),
    ("agents-week", "rows-4", words.view_agents_week),
)


def calls_shown_as(here: rx.Var[str] | str, state: type[FilteredCallsState]) -> rx.Component:
    """A link for each way; `here` is the one that is chosen."""
    return rx.el.nav(
        *(_way(name, glyph, label, here, state) for name, glyph, label in _WAYS),
        aria_label=words.week_view,
        class_name="mb-2 inline-flex w-fit max-w-full overflow-x-auto rounded-sm border border-line-strong bg-sunken p-0.5",
    )


def _way(
    name: str, glyph: str, label: rx.Var[str], here: rx.Var[str] | str, state: type[FilteredCallsState]
) -> rx.Component:
    is_here = here == name
    return ReactRouterLink.create(
        ui.icon(glyph, size=14, class_name="max-sm:hidden"),
        label,
        to=state.ways.get(name, ""),
        aria_current=rx.cond(is_here, "page", "false"),
        class_name=(
            "inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-[4px] px-2.5 text-sm font-medium text-muted "
            "hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-low"
        ),
    )
