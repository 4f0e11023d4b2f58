"""The week as a grid on which windows are painted, moved and resized; below it, what is chosen on it.

week_grid() is a page's own: it loads its chunk when it is first shown. `assets/week_grid.js` is its other half.
"""

import reflex as rx

from console.components import ui
from console.scheduling.messages.week_grid import GridBlock
from console.state.availability import WEEK, AvailabilityState
from console.state.words import words


class _WeekGrid(rx.Component):
    """All times are minutes from midnight on one wall clock; weekdays are 0 (Monday) to 6."""

    library = "$/public/week_grid.js"
    tag = "WeekGrid"

    blocks: rx.Var[list[GridBlock]]
    days: rx.Var[list[str]]
    """The names of the weekdays."""
    heads: rx.Var[list[str]]
    """The same in short."""
    chosen: rx.Var[str]
    """The key of the window that is chosen."""
    strokes: rx.Var[int]
    """Grows with each stroke that was taken note of: what was drawn meanwhile gives way to `blocks`."""
    locale: rx.Var[str]
    label: rx.Var[str]
    described_by: rx.Var[str]
    """The id of what explains it."""
    on_paint: rx.EventHandler[rx.event.passthrough_event_spec(int, int, int, int)]  # pyright: ignore[reportCallIssue]
    """First and last weekday, from and until, when empty time was drawn over."""
    on_shift: rx.EventHandler[rx.event.passthrough_event_spec(str, int, int)]  # pyright: ignore[reportCallIssue]
    """A window's key, and by how many minutes its start and its end were moved."""
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_remove: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]


def week_grid() -> rx.Component:
    """The grid with its help; phones have the fields alone."""
    week = AvailabilityState
    return rx.el.div(
        _WeekGrid.create(
            blocks=week.blocks,
            days=[getattr(words, name) for name in WEEK],
            heads=week.heads,
            chosen=week.chosen,
            strokes=week.strokes,
            locale=week.locale,
            label=words.week_grid,
            described_by="week-grid-help",
            on_paint=week.paint,
            on_shift=week.shift,
            on_choose=week.choose,
            on_remove=week.remove,
            on_undo=week.take_back,
        ),
        rx.el.div(
            rx.cond(week.chosen_window.key != "", _chosen(), rx.el.p(words.week_grid_help, class_name="text-muted")),
            class_name="flex min-h-8 items-center text-sm",
        ),
        rx.el.p(words.week_grid_keys, id="week-grid-help", class_name="text-xs text-faint"),
        class_name="mt-3 hidden flex-col gap-2 sm:flex",
    )


def _chosen() -> rx.Component:
    """What can be said and done about the chosen window."""
    row = AvailabilityState.chosen_window
    day = rx.match(row.weekday, *((place, getattr(words, name)) for place, name in enumerate(WEEK)), "")
    return rx.el.div(
        rx.el.span(day, " ", row.start, "–", row.end, class_name="font-medium tabular"),
        rx.el.div(
            ui.select(
                options=AvailabilityState.zones,
                placeholder=words.window_other_zone,
                aria_label=words.fill("window_zone", day=day),
                value=row.timezone,
                on_change=AvailabilityState.choose_zone(row.key),
            ),
            class_name="w-52",
        ),
        ui.button(words.week_grid_remove, size="sm", glyph="x", on_click=AvailabilityState.remove(row.key)),
        class_name="flex flex-wrap items-center gap-x-3 gap-y-2",
    )
