"""A calendar of days with time going down, or of people with time going across: `@event-calendar/core`, wrapped once.

calendar(view="timeGridWeek", date=State.day, entries=State.entries, on_press=State.press, ...)

It loads its own chunk when it is first shown, so that no other page pays for it. `assets/calendar.js` is its other half.
"""

from typing import Any

import reflex as rx

from console.scheduling.messages.calendar_entries import CalendarEntry, CalendarRow
from console.scheduling.messages.landing import LandingView
from console.state.moving_call import MovingCallState
from console.state.words import words


class Calendar(rx.Component):
    """All times are `YYYY-MM-DDTHH:MM` on the wall clock of the zone whose times the entries have."""

    library = "$/public/calendar.js"
    tag = "Calendar"
    lib_dependencies: list[str] = ["@event-calendar/core@5.15.0"]

    view: rx.Var[str]
    """`timeGridDay`, `timeGridWeek` (a day at a time on a phone), `resourceTimelineDay` or `resourceTimelineWeek`."""
    date: rx.Var[str]
    """A day of what is shown, `YYYY-MM-DD`."""
    entries: rx.Var[list[CalendarEntry]]
    resources: rx.Var[list[CalendarRow]]
    """Rows of a timeline, those of a group one after the other."""
    version: rx.Var[int]
    """Grows when what was dragged must go back to where `entries` have it."""
    offset: rx.Var[str]
    """The zone's present distance from UTC, `-05:00`: where the line of now stands."""
    first_hour: rx.Var[int]
    last_hour: rx.Var[int]
    scroll_hour: rx.Var[int]
    """Where it stands at first."""
    first_day: rx.Var[int]
    """The day that a week begins with; 0 is Sunday."""
    slot_height: rx.Var[int]
    """Pixels of half an hour."""
    fold: rx.Var[str]
    """What the button says that folds a group of rows away, and what brings it back."""
    unfold: rx.Var[str]
    locale: rx.Var[str]
    label: rx.Var[str]
    """What the calendar is called."""
    landing: rx.Var[LandingView]
    """Where the call that was lifted last may go."""
    words: rx.Var[dict[str, str]]
    """What is said while something is held."""
    may_draw: rx.Var[bool]
    """Whether stretches can be drawn, where `on_select` takes them; true unless said otherwise."""
    on_press: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]  # pyright: ignore[reportCallIssue]
    """An entry's id and kind, when it is clicked or Enter is pressed on it."""
    on_select: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]  # pyright: ignore[reportCallIssue]
    """From, until, and the row, when a stretch of free time was drawn."""
    on_move: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]  # pyright: ignore[reportCallIssue]
    """An entry's id, its new start, end and row, when it was dragged; calls are dropped instead."""
    on_lift: rx.EventHandler[rx.event.passthrough_event_spec(str, int, str, str, list[str])]  # pyright: ignore[reportCallIssue]
    """A call's id and length in minutes, the first and last day and the rows that are shown, when it is taken."""
    on_drop: rx.EventHandler[rx.event.passthrough_event_spec(str, int, str, int, str)]  # pyright: ignore[reportCallIssue]
    """A call's id, version, new start, length in minutes and row, when it is let go."""


calendar = Calendar.create


def moving(state: type[MovingCallState], *, draws_calls: bool = False) -> dict[str, Any]:
    """What a calendar needs so that its calls can be moved by hand: by drag, and with the keys m, arrows and Enter.

    With `draws_calls`, the key c draws a new call behind the chosen entry, too.
    """
    return {
        "landing": state.landing,
        "words": _held_words(draws_calls),
        "on_lift": state.lift,
        "on_drop": state.drop,
    }


def _held_words(draws_calls: bool) -> rx.Var[dict[str, str]]:
    told = {
        "held": words.carry_held,
        "back": words.carry_back,
        "checking": words.landing_checking,
        "unknown": words.landing_unknown,
        "beside": words.landing_beside,
    }
    if draws_calls:
        told |= {"fresh": words.book_call, "freshHint": words.carry_new}
    return rx.Var.create(told)


@rx.serializer
def _sparing(entry: CalendarEntry) -> dict[str, Any]:
    """Only what an entry has: a week of sixty agents is thousands of them. `assets/calendar.js` knows the rest."""
    known = ((name, getattr(entry, name)) for name in CalendarEntry.__dataclass_fields__)
    return {name: value for name, value in known if value or (name == "lengths" and entry.is_movable)}
