"""Sending notices: claimed, handed to the mail server by the jobs, and recorded. Called by the jobs alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from ...messages.call_notices import CallLetter
from ...messages.notices import StaffLetter
from ...messages.weekly_figures import WeekLetter
from ...models import App, Person, StaffNotice
from ...queries import notices as found
from ...queries.moment import database_now
from ...rules.notices import CALL_KINDS, FAILURES_USEFUL
from ...rules.reminders import wait_after
from .. import channels, weekly_figures
from ..changes import Change, announce
from ..transaction import reads, writes
from . import letters

LEASE = timedelta(seconds=90)
"""How long a claimed notice belongs to its worker: more than twice what sending one may take."""
AT_A_TIME = 8


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice that a worker has claimed. `attempt` is this try's number; `mail_from` the app's own sender, if any."""

    notice_id: str
    attempt: int
    recipient: str
    letter: StaffLetter | CallLetter | WeekLetter
    mail_from: str | None = None


@dataclass(frozen=True, slots=True)
class SentNotice:
    """What came of one try: `problem` says why it failed, `final` that trying again would not help."""

    due: DueNotice
    problem: str | None = None
    final: bool = False


@reads
def has_due(session: Session) -> bool:
    """Whether any notice is due now; asked first, since looking never waits for a writer."""
    return found.has_due(session, database_now(session))


@writes
def claim_due(session: Session, worker: str) -> list[DueNotice]:
    """Lease to this worker what is due and can be sent. What cannot be is `not_sent`, for good: no mail server, a test app."""
    now, due = database_now(session), []
    for row in found.lease(session, AT_A_TIME, worker, now, LEASE):
        app, person = session.get_one(App, row.app_id), session.get_one(Person, row.person_id)
        if _is_moot(session, row, now):
            _finish(row, "withdrawn")
        elif row.channel == "browser":
            row.sent_at = now
            _finish(row, "sent")
            announce(session, Change(row.app_id, "notice", agent_id=row.person_id))
        elif why_not := channels.why_unsent(app, row.channel):
            row.problem = why_not
            _finish(row, "not_sent")
        else:
            due.append(_due(session, row, app, person, now))
    return due


@writes
def record(session: Session, worker: str, sent: Sequence[SentNotice]) -> None:
    """Write down what came of claimed notices; a failed one is tried again up to five times."""
    now = database_now(session)
    for one in sent:
        row = found.leased(session, one.due.notice_id, worker, one.due.attempt)
        if row is None:
            continue
        row.problem = one.problem
        wait = None if one.final else wait_after(row.attempts)
        if one.problem is None:
            row.sent_at = now
            _finish(row, "sent")
        elif wait is None:
            _finish(row, "failed")
        else:
            row.due_at, row.leased_by, row.leased_until = now + wait, None, None


@writes
def let_go(session: Session, worker: str) -> None:
    """Give back whatever this worker still holds, as it stops."""
    found.release(session, worker)


@writes
def take_back(session: Session, is_gone: Callable[[str], bool]) -> None:
    """Free the leases of workers that are known to be dead."""
    for worker in found.workers(session):
        if is_gone(worker):
            found.release(session, worker)


def _is_moot(session: Session, row: StaffNotice, now: datetime) -> bool:
    """Whether it is past its use, overtaken by a later one, or for somebody who acts here no more."""
    if found.active_member(session, row.app_id, row.person_id) is None:
        return True
    if end := row.facts.get("end"):
        return now >= datetime.fromisoformat(end) or found.is_overtaken(session, row, CALL_KINDS)
    return now >= row.created_at + FAILURES_USEFUL


def _due(session: Session, row: StaffNotice, app: App, person: Person, now: datetime) -> DueNotice:
    make = letters.of_call if row.facts.get("end") else letters.of_failure
    make = letters.of_week if row.kind == weekly_figures.KIND else make
    return DueNotice(
        row.id, row.attempts, person.email, make(session, row, app, person, now), app.channels.get("mail_from")
    )


def _finish(row: StaffNotice, status: str) -> None:
    row.status, row.leased_by, row.leased_until = status, None, None
