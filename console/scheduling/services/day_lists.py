"""A day's calls per agent, to be printed: read at once, with a number of statements that does not grow with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from ..actors import Actor
from ..queries import booking_lists, members, presets
from ..queries import bookings as queries
from ..queries.booking_lists import BookingFilter
from ..queries.bookings import BookedCall
from ..rules import permissions
from ..rules.permissions import Subject
from ..rules.zones import day_bounds, zone
from .booking_views import NoteView, note_view
from .transaction import reads

MOST = 3_000
"""Calls of one list: a hundred agents with thirty each."""
_EARLIEST, _LATEST = "Pacific/Kiritimati", "Etc/GMT+12"
"""Where a date begins first, and where it ends last."""
_NOT_CANCELLED = ("scheduled", "pending_confirmation", "confirmed", "started", "completed", "no_show")


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A call with what its preset asked the customer, and the notes of colleagues as far as the reader may see them."""

    call: BookedCall
    questions: Sequence[Mapping[str, Any]] = ()
    notes: list[NoteView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AgentsDay:
    """One agent's calls of the day, in order of time."""

    agent_name: str
    team_name: str | None
    zone: ZoneInfo
    calls: list[ListedCall]


@dataclass(frozen=True, slots=True)
class DayList:
    """The agents who have calls, by name. `is_cut`: there are more calls than one list holds."""

    agents: list[AgentsDay]
    is_cut: bool = False


@reads
def of(
    session: Session, actor: Actor, wanted: BookingFilter, day: date, zone_name: str, *, where_agents_are: bool = False
) -> DayList:
    """The calls of a local date that this filter finds and this actor sees; the date and the clock are those of this
    zone, or of each agent's. Cancelled calls are left out unless their status is asked for. Raises NotAllowed.
    """
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    first, last = (_EARLIEST, _LATEST) if where_agents_are else (zone_name, zone_name)
    asked = replace(
        wanted,
        start=day_bounds(day, first).start,
        end=day_bounds(day, last).end,
        statuses=wanted.statuses or _NOT_CANCELLED,
        sort="scheduled_at",
        order="asc",
        limit=MOST,
        offset=0,
    )
    found, more = booking_lists.walk(session, permissions.visible_to(actor), asked)

    def zone_of(call: BookedCall) -> ZoneInfo:
        return zone((call.agent_timezone if where_agents_are else None) or zone_name)

    calls = [one for one in found if one.booking.scheduled_at.astimezone(zone_of(one)).date() == day]
    return DayList(_by_agent(_listed(session, actor, calls), zone_of), is_cut=more is not None)


def _listed(session: Session, actor: Actor, calls: Sequence[BookedCall]) -> list[ListedCall]:
    questions = presets.intakes(session, {one.booking.preset_id for one in calls})
    team_of = members.teams_of_agents(session, actor.app_id or "")
    agents = {one.booking.agent_id for one in calls}
    open_books = {
        agent
        for agent in agents
        if permissions.may(actor, "see_notes", Subject(actor.app_id, agent_id=agent, team_id=team_of.get(agent)))
    }
    notes = queries.notes_on(session, [one.booking.id for one in calls if one.booking.agent_id in open_books])
    return [
        ListedCall(
            one, questions.get(one.booking.preset_id, ()), [note_view(*note) for note in notes.get(one.booking.id, ())]
        )
        for one in calls
    ]


def _by_agent(calls: Sequence[ListedCall], zone_of: Callable[[BookedCall], ZoneInfo]) -> list[AgentsDay]:
    days: dict[str, AgentsDay] = {}
    for one in calls:
        call = one.call
        day = AgentsDay(call.agent_name, call.team_name, zone_of(call), [])
        days.setdefault(call.booking.agent_id, day).calls.append(one)
    return sorted(days.values(), key=lambda day: day.agent_name.casefold())
