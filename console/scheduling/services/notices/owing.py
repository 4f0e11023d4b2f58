"""Owing a notice: to whom, and only while it is still true when it goes out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...models import StaffNotice
from ...queries import notices as found
from ...rules.notices import SETTLES
from ...rules.permissions import Verb
from . import failures


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
    """Inside a verb: owe this to every active member who may do `whom` in the whole app, by the ways they chose.

    A notice about the same subject that has not gone out yet is withdrawn; when that leads back to the state that was
    told last, nothing is owed.
    """
    withdrawn = found.withdraw(session, new.subject_id)
    was = withdrawn[0].facts["was"] if withdrawn else new.was
    if was == new.now:
        return []
    facts = {**new.facts, "was": was}
    return failures.owe(
        session, new.app_id, new.kind, new.subject_id, facts, new.at, new.at + SETTLES, whom=whom, known_to=new.known_to
    )
