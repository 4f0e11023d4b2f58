"""How the demo's calls come to be booked: through all four surfaces, some days ahead, at times that were free."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError
from console.scheduling.services import bookings, slots
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.slots import SlotQuery

from . import team
from .lives import plan_life
from .stage import DAY, HOUR, MINUTE, Stage

_A_DAY, _TODAY, _ON_SUNDAYS = 10, 18, 5
_AHEAD = (0.3, 1, 1, 2, 2, 3, 5, 8)
"""Days between booking a call and holding it."""
_TRIES = 3

_SOURCES = {"public_booking": 42, "api": 20, "agent": 21, "admin": 17}
_PRESETS: Mapping[str, Mapping[str, int]] = {
    "public_booking": {team.SUPPORT: 60, team.SPECIALIST: 25, team.DIRECT: 15},
    "api": {team.SUPPORT: 80, team.SPECIALIST: 20},
    "agent": {team.SUPPORT: 50, team.DIRECT: 50},
    "admin": {team.SUPPORT: 60, team.SPECIALIST: 25, team.DIRECT: 15},
}
_MINUTES = {team.SUPPORT: (15, 30, 30, 45), team.SPECIALIST: (45, 60), team.DIRECT: (15, 15, 30)}


def plan_day(stage: Stage, days: int) -> None:
    """Plan the bookings for the calls of one day, counted from today; the further ahead, the fewer are made yet."""
    day = stage.now.replace(hour=0, minute=0, second=0, microsecond=0) + days * DAY
    usual = _ON_SUNDAYS if day.weekday() >= 5 else _A_DAY
    for _ in range(_TODAY if days == 0 else max(3, usual - max(0, days) // 2)):
        at = day + 9 * HOUR - stage.rng.choice(_AHEAD) * DAY - stage.rng.random() * 10 * HOUR
        at = min(at, stage.now - stage.rng.uniform(0.2, 60) * HOUR)
        stage.plan(at.replace(second=7, microsecond=0), _book, stage, day)


def customer(stage: Stage) -> dict[str, Any]:
    """The next customer's details as they are typed into the form."""
    guest = stage.next_guest()
    return {
        "guest_name": guest.name,
        "guest_email": guest.email,
        "guest_phone": guest.phone,
        "guest_language": guest.language,
        "guest_timezone": guest.timezone,
        "guest_intake_notes": stage.rng.choice(guest.questions) if stage.chance(0.5) else None,
    }


def _book(stage: Stage, day: datetime) -> None:
    for _ in range(_TRIES):
        try:
            booking = bookings.book(*_wish(stage, day))
        except CallboardError:
            continue  # nothing was free, or this customer has enough: somebody else comes
        plan_life(stage, booking)
        return


def _wish(stage: Stage, day: datetime) -> tuple[Actor, NewBooking]:
    """Who books what on this day."""
    source = stage.draw(_SOURCES)
    preset = stage.draw(_PRESETS[source])
    actor = _maker(stage, source)
    agent_id = _named_agent(stage, source, preset, actor)
    minutes = stage.rng.choice(_MINUTES[preset])
    drawn_by_load = source in ("api", "admin") and agent_id is None and stage.chance(0.5)
    return actor, NewBooking(
        scheduled_at=_free_start(stage, day, minutes, preset, agent_id),
        duration_minutes=minutes,
        preset_id=stage.preset(preset),
        agent_id=agent_id,
        assignment_method="pool" if drawn_by_load else None,
        **customer(stage),
    )


def _free_start(stage: Stage, day: datetime, minutes: int, preset: str, agent_id: str | None) -> datetime:
    """A time of this day that the booking page offers. Raises CallboardError when it offers none."""
    start = max(day, clock.now() + MINUTE)
    query = SlotQuery(
        start=start,
        end=max(day + DAY, start),
        duration_minutes=minutes,
        preset_id=stage.preset(preset),
        agent_id=agent_id,
    )
    starts = sorted({slot.start_at for slot in slots.offered(stage.visitor(), query)})
    if not starts:
        raise CallboardError("Nothing is free on this day.")
    return stage.rng.choice(starts)


def _maker(stage: Stage, source: str) -> Actor:
    match source:
        case "public_booking":
            return stage.visitor()
        case "api":
            return stage.client()
        case "agent":
            return stage.agent(stage.anybody())
        case _:
            return stage.admin()


def _named_agent(stage: Stage, source: str, preset: str, actor: Actor) -> str | None:
    """Whom the maker names: themselves, somebody, or nobody where the engine shall draw."""
    if source == "agent":
        return actor.id
    if preset == team.SPECIALIST:
        return stage.person(stage.rng.choice(team.SPECIALISTS))
    if preset == team.DIRECT or (source == "admin" and stage.chance(0.4)):
        return stage.anybody()
    return None
