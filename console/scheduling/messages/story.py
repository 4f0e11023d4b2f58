"""A booking's timeline told as a story: who did what and why, when, through which door. Pure; one sentence an event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from console.scheduling.messages import draws, moments, when
from console.scheduling.messages.draws import Draw
from console.scheduling.messages.words import READER, word
from console.scheduling.models.timeline import TimelineEvent

Names = Mapping[str, str]
"""The names of people and API clients by id."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One event. `who` did `what` at `when`, a time of the day, `via` a door; `detail` is what may also be wanted."""

    id: str = ""
    event: str = ""
    who: str = ""
    what: str = ""
    detail: str = ""
    when: str = ""
    via: str = ""
    at: str = ""
    """ISO 8601, for machines that read the page."""
    source: str = ""
    draw: Draw = field(default_factory=Draw)
    """Who was considered, where the engine chose the agent."""


@dataclass(frozen=True, slots=True)
class StoryDay:
    """What happened on one day, as the reader's zone has it."""

    day: str = ""
    lines: list[StoryLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else did to a booking that is being looked at; without a `title` there is none."""

    title: str = ""
    """`Grace changed this just now`."""
    lines: list[StoryLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reader:
    """In whose words: their zone, their present, their language, and the names they may read."""

    tz: ZoneInfo
    now: datetime
    locale: str
    names: Names

    def say(self, name: str, **values: object) -> str:
        return word(name, self.locale, **values)

    def moment(self, iso: object) -> str:
        return moments.moment(datetime.fromisoformat(str(iso)), self.tz, self.now, self.locale)

    def dated(self, iso: object) -> str:
        return moments.dated(datetime.fromisoformat(str(iso)), self.tz, self.now, self.locale)

    def name(self, person_id: object) -> str:
        return self.names.get(str(person_id)) or self.say("somebody")


def tell(
    events: Sequence[TimelineEvent],
    names: Names,
    tz: ZoneInfo,
    now: datetime,
    locale: str = READER,
    *,
    whole: str = "",
) -> list[StoryDay]:
    """The events by days in their order, oldest first, on the clock of `tz`; the draw of the event `whole` with all
    its agents."""
    reader = _Reader(tz, now, locale, names)
    days = groupby(events, key=lambda event: moments.day_name(event.created_at, tz, now, locale))
    return [StoryDay(day, [_line(event, reader, whole=event.id == whole) for event in of_day]) for day, of_day in days]


def news(
    events: Sequence[TimelineEvent], names: Names, tz: ZoneInfo, now: datetime, locale: str = READER, *, after: str
) -> News:
    """What was done to the booking after the event with the id `after`: by people, clients and the clock, to the call
    itself. Messages that went out are no news."""
    reader = _Reader(tz, now, locale, names)
    fresh = [event for event in events if event.id > after and event.event_type not in _NO_NEWS]
    lines = [_line(event, reader, whole=False) for event in fresh]
    return News(reader.say("changed_just_now", who=lines[-1].who), lines) if lines else News()


def _line(event: TimelineEvent, reader: _Reader, *, whole: bool) -> StoryLine:
    what, detail = _TOLD.get(event.event_type, _plainly)(event, reader)
    reason = event.payload.get("reason")
    said = [detail, reader.say("story_override") if event.payload.get("override") else ""]
    return StoryLine(
        id=event.id,
        event=event.event_type,
        who=_who(event, reader),
        what=reader.say("story_because", what=what, reason=reason) if reason else what,
        detail=" · ".join(part for part in said if part),
        when=when.clock_time(event.created_at, reader.tz, reader.locale),
        via=_via(event, reader),
        at=event.created_at.isoformat(),
        source=str(event.payload.get("booking_source", "")),
        draw=draws.draw(event.payload, reader.name, reader.moment, whole=whole, locale=reader.locale),
    )


def _who(event: TimelineEvent, reader: _Reader) -> str:
    """People and clients by name, the customer and the clock by what they are; a draw is the engine's own act."""
    if "considered" in event.payload:
        return reader.say("actor_system")
    if event.actor_type in ("customer", "system"):
        return reader.say(f"actor_{event.actor_type}")
    return reader.names.get(event.actor_id or "") or reader.say(f"actor_{event.actor_type}")


def _via(event: TimelineEvent, reader: _Reader) -> str:
    """The door through which the act came; empty for the clock and the engine, and where the sentence names it."""
    is_own = event.actor_type == "system" or "considered" in event.payload or event.event_type == "created"
    return "" if is_own else reader.say(f"via_{event.actor_type}")


def _created(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    source = event.payload.get("booking_source", "admin")
    return reader.say(f"story_created_{source}", time=reader.dated(event.payload["scheduled_at"])), ""


def _assigned(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    agent = reader.name(event.payload.get("assigned_agent_id"))
    before = (event.payload.get("previous") or {}).get("assigned_agent_id")
    if event.payload.get("act") == "take_over":
        return reader.say("story_taken_over_from", before=reader.name(before)), ""
    if before:
        return reader.say("story_handed_over", before=reader.name(before), agent=agent), ""
    considered = event.payload.get("considered")
    if considered:
        why, count = event.payload.get("why"), event.payload.get("considered_count", len(considered))
        detail = [reader.say("story_considered", count=count), reader.say(f"why_{why}") if why else ""]
        return reader.say("story_reassigned", agent=agent), ": ".join(part for part in detail if part)
    return reader.say("story_assigned", agent=agent), ""


def _rescheduled(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    before = event.payload.get("previous", {}).get("scheduled_at")
    after = event.payload.get("scheduled_at")
    if not (before and after):
        return reader.say("story_rescheduled"), ""
    return reader.say("story_moved", before=reader.dated(before), after=reader.dated(after)), ""


def _updated(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    if late := event.payload.get("late_minutes"):
        return reader.say("story_running_late", minutes=late), ""
    before = event.payload.get("previous", {})
    if "duration_minutes" in before:
        lengths = (moments.length(each["duration_minutes"], reader.locale) for each in (before, event.payload))
        return reader.say("story_resized", before=next(lengths), after=next(lengths)), ""
    fields = [reader.say(f"field_{name}") for name in before if name.startswith("guest_")]
    return reader.say("story_updated", fields=", ".join(fields)), ""


def _completed(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    if event.payload.get("assumed"):
        return reader.say("story_assumed"), ""
    return reader.say("story_completed"), str(event.payload.get("outcome") or "")


def _no_show(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    absent = event.payload.get("absent")
    return reader.say("story_no_show"), reader.say(f"absent_{absent}") if absent else ""


def _message(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    kind, channel = event.payload.get("kind"), event.payload.get("channel")
    said = [reader.say(f"message_{kind}") if kind else "", reader.say(f"channel_{channel}") if channel else ""]
    said.append(str(event.payload.get("problem") or ""))
    return reader.say(f"story_{event.event_type}"), " · ".join(part for part in said if part)


def _plainly(event: TimelineEvent, reader: _Reader) -> tuple[str, str]:
    return reader.say(f"story_{event.event_type}"), ""


_NO_NEWS = frozenset({"reminder_sent", "reminder_failed"})
_TOLD: Mapping[str, Callable[[TimelineEvent, _Reader], tuple[str, str]]] = {
    "created": _created,
    "assigned": _assigned,
    "rescheduled": _rescheduled,
    "updated": _updated,
    "completed": _completed,
    "no_show": _no_show,
    "reminder_sent": _message,
    "reminder_failed": _message,
}
