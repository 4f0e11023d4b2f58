"""Letters to staff: what a notice tells at the moment at which it is written."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from ...messages.call_notices import CallLetter
from ...messages.notices import StaffLetter
from ...messages.weekly_figures import WeekLetter
from ...messages.words import wished
from ...models import App, Booking, Member, Person, StaffNotice
from ...settings import settings
from .. import weekly_figures

_PLACES = {
    "webhook": "webhooks",
    "message": "outbox",
    "calendar": "availability",
    "weekly": "insights",
    "account": "profile",
}
"""The page of the console that a notice leads to, by the first word of its kind."""


def address(app_id: str, kind: str, subject_id: str) -> str:
    """Where in the console one looks after it, from the site's root on."""
    if place := _PLACES.get(kind.partition("_")[0]):
        return f"/app/{app_id}/{place}"
    call = "" if kind == "unassigned" else f"?call={subject_id}"  # who lost it may not see it any more
    return f"/app/{app_id}/my-schedules{call}"


def of_failure(session: Session, row: StaffNotice, app: App, person: Person, now: datetime) -> StaffLetter:
    """A letter about what an admin looks after."""
    return StaffLetter(
        kind=row.kind,
        facts={**row.facts, **names_in(row.facts, partial(session.get, Person))},
        **_common(session, row, app, person, now),
    )


def of_call(session: Session, row: StaffNotice, app: App, person: Person, now: datetime) -> CallLetter:
    """A letter about a call, with what its calendar shows."""
    booking, knew = session.get_one(Booking, row.subject_id), row.facts.get("knew")
    return CallLetter(
        kind=row.kind,
        booking_id=booking.id,
        person_id=person.id,
        reference=booking.reference,
        customer=booking.guest_name,
        start=datetime.fromisoformat(row.facts["start"]),
        end=datetime.fromisoformat(row.facts["end"]),
        knew=datetime.fromisoformat(knew) if knew else None,
        sequence=row.facts.get("sequence", booking.version),
        by=row.facts.get("by", ""),
        by_name=names_in(row.facts, partial(session.get, Person)).get("by_name", ""),
        reason=booking.cancellation_reason if row.kind == "cancelled" else None,
        **_common(session, row, app, person, now),
    )


def of_week(session: Session, row: StaffNotice, app: App, person: Person, now: datetime) -> WeekLetter:
    """A letter about a week, with the figures as they were worked out for it."""
    facts = row.facts
    return WeekLetter(
        first=date.fromisoformat(facts["first"]),
        last=date.fromisoformat(facts["last"]),
        now=facts["now"],
        before=facts["before"],
        lists={name: settings().base_url + path for name, path in facts["lists"].items()},
        unsubscribe_url=weekly_figures.unsubscribe_url(app.id, person.id),
        **_common(session, row, app, person, now) | {"timezone": facts["timezone"]},
    )


def names_in(facts: dict[str, Any], person: Callable[[str], Person | None]) -> dict[str, str]:
    """The names of the people that a notice's facts mention by id."""
    ids = {"by_name": facts.get("by_id"), "agent": facts.get("person_id")}
    found = {name: person(person_id) for name, person_id in ids.items() if person_id}
    return {name: one.name for name, one in found.items() if one}


def _common(session: Session, row: StaffNotice, app: App, person: Person, now: datetime) -> dict[str, Any]:
    member = session.get(Member, (app.id, person.id))
    languages = member.languages[:1] if member else []
    return {
        "notice_id": row.id,
        "name": person.name,
        "app_name": app.name,
        "language": wished(person.preferences.get("language"), *languages, app.language) or "en",
        "timezone": member.timezone if member else app.timezone,
        "url": settings().base_url + address(app.id, row.kind, row.subject_id),
        "written_at": now,
        "logo": app.branding.get("logo"),
        "accent": app.branding.get("accent"),
    }
