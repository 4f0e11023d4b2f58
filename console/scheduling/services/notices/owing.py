"""Owing a notice: to whom, and only while it is still true when it goes out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from ... import clock
from ...models import StaffNotice, new_id
from ...queries import notices as found
from ...rules.permissions import Verb, roles_with

SETTLES = timedelta(seconds=60)
"""How long a notice of a changed state waits: one that changes back meanwhile is told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A state of `subject_id` that staff are told of. `kind` names the words; `was` and `now` are the states.

    `known_to` know already, since they did it.
    """

    app_id: str
    kind: str
    subject_id: str
    was: str
    now: str
    at: datetime = field(default_factory=clock.now)
    facts: Mapping[str, str] = field(default_factory=dict)
    known_to: Collection[str | None] = ()


def owe(session: Session, new: NewNotice, whom: Verb) -> list[StaffNotice]:
    """Inside a verb: owe this to every active member who may do `whom` in the whole app.

    A notice about the same subject that has not gone out yet is withdrawn; when that leads back to the state that was
    told last, nothing is owed.
    """
    withdrawn = found.withdraw(session, new.subject_id)
    was = withdrawn[0].facts["was"] if withdrawn else new.was
    if was == new.now:
        return []
    occasion = new_id("occ")
    owed = [
        StaffNotice(
            app_id=new.app_id,
            person_id=person_id,
            kind=new.kind,
            subject_id=new.subject_id,
            occasion=occasion,
            facts={**new.facts, "was": was},
            due_at=new.at + SETTLES,
            created_at=new.at,
        )
        for person_id in found.active_people(session, new.app_id, roles_with(whom))
        if person_id not in new.known_to
    ]
    session.add_all(owed)
    return owed
