"""What fails for long is told to those who can mend it, in few words: many failures make one notice."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ...models import App, StaffNotice, new_id
from ...queries import notices as found
from ...rules import notices as rules
from ...rules.permissions import Verb, roles_with


def of_message(session: Session, app_id: str, now: datetime) -> None:
    """Inside a verb: a message to a customer was given up. Those of a minute are told in one notice, at most one an hour."""
    waiting = [row for row in found.standing(session, app_id, ("message_failed",)) if row.status == "pending"]
    for row in waiting:
        row.facts = {**row.facts, "count": row.facts["count"] + 1}
    if waiting:
        return
    last = found.latest_of_kind(session, app_id, "message_failed")
    due = now + rules.SETTLES if last is None else max(now + rules.SETTLES, last.due_at + rules.FAILURES_EVERY)
    owe(session, app_id, "message_failed", app_id, {"count": 1}, now, due)


def of_calendar(session: Session, app_id: str, calendar_id: str, person_id: str, now: datetime) -> None:
    """Inside a verb: an agent's own calendar cannot be read any more."""
    owe(session, app_id, "calendar_broken", calendar_id, {"person_id": person_id}, now, now + rules.SETTLES)


def owe(
    session: Session,
    app_id: str,
    kind: str,
    subject_id: str,
    facts: dict[str, Any],
    now: datetime,
    due: datetime,
    *,
    whom: Verb = "edit_settings",
    known_to: Collection[str | None] = (),
) -> list[StaffNotice]:
    """Owe this to every active member who may do `whom` in the whole app, by the ways they chose."""
    is_test, occasion = session.get_one(App, app_id).test_of_app_id is not None, new_id("occ")
    rows = [
        StaffNotice(
            app_id=app_id,
            person_id=member.person_id,
            channel=way,
            kind=kind,
            subject_id=subject_id,
            occasion=occasion,
            facts=facts,
            due_at=due,
            created_at=now,
        )
        for member in found.active_people(session, app_id, roles_with(whom))
        if member.person_id not in known_to
        for way in rules.ways(member.role, member.notices, "failures", is_test=is_test)  # pyright: ignore[reportArgumentType]
    ]
    session.add_all(rows)
    return rows
