"""What stands on a calendar on screen, whosever it is."""

from dataclasses import dataclass, field
from typing import Literal

EntryKind = Literal["call", "taken", "dnd", "held", "asked", "several", "blocked", "extra", "busy", "closed"]


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on a calendar. `start` and `end` are `YYYY-MM-DDTHH:MM` on the wall clock of the calendar's zone."""

    id: str = ""
    kind: str = ""
    start: str = ""
    end: str = ""
    time: str = ""
    title: str = ""
    note: str = ""
    """A second line: a call's status, what a time is kept free for."""
    day: str = ""
    """`Tuesday 24 November`, for who cannot see in which column it stands."""
    tone: str = ""
    """By which it is coloured: a call's status, else nothing."""
    is_behind: bool = False
    """Whether it is the ground on which the others stand."""
    is_movable: bool = False
    """Whether it can be dragged elsewhere; all but a call then be made longer or shorter, too."""
    lengths: list[int] = field(default_factory=list)
    """The minutes that a call which can be dragged may last; of one alone it keeps that."""
    version: int = 0
    """A call's, so that nobody drags what has changed meanwhile."""
    resource: str = ""
    """In whose row or column it stands, on calendars that have several."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A row of a calendar on which time goes across."""

    id: str = ""
    title: str = ""
    note: str = ""
    """Beside the title: where somebody is, and what their clock shows."""
    hint: str = ""
    """Below it: why somebody is not free."""
    group: str = ""
    """The heading that it stands under with its neighbours."""
    is_dim: bool = False
