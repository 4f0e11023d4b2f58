"""Trying a channel out: an admin sends a message to an address of their own, and is told in words what came of it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from ..actors import Actor
from ..errors import AppNotFound, Conflict, Invalid, NotFound, TooMany
from ..messages import whatsapp
from ..messages.words import word
from ..models import App, Person, Preset, TrialMessage
from ..queries import sending, terms
from ..queries.moment import database_now
from ..rules import contacts
from ..rules.permissions import Subject, require
from ..settings import settings
from . import channels
from .changes import Change, announce
from .reminders import letters
from .reminders.sending import LEASE, Due, Sent, templates_of
from .transaction import reads, writes

_MOST_AN_HOUR = 20
_ADDRESS = {"email": contacts.email, "whatsapp": contacts.phone}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial so far. `problem` is None when it went out."""

    is_over: bool
    problem: str | None = None


@writes
def ask(session: Session, actor: Actor, channel: str, recipient: str) -> str:
    """Owe this address a message on trial, and give its id. Raises NotAllowed, AppNotFound, Invalid, Conflict, TooMany."""
    require(actor, "edit_settings", Subject(app_id=actor.app_id))
    app, now = terms.app(session, actor.app_id or ""), database_now(session)
    if app is None:
        raise AppNotFound("There is no such app.")
    if channel not in _ADDRESS:
        raise Invalid.of("channel", "This must be email or whatsapp.", "unknown_choice")
    address = _ADDRESS[channel](recipient, field="recipient")
    if app.id in sending.paused_apps(session, "messages"):
        raise Conflict("Sending is paused, since a backup was restored.", code="sending_paused")
    if not channels.is_set_up(app, channel):
        raise Conflict(f"{word(f'channel_{channel}')} is not set up.", code="channel_not_set_up")
    made = select(func.count()).where(
        TrialMessage.app_id == app.id, col(TrialMessage.created_at) > now - timedelta(hours=1)
    )
    if (session.scalar(made) or 0) >= _MOST_AN_HOUR:
        raise TooMany("That is enough for an hour. Please try again later.", next_allowed_at=now + timedelta(hours=1))
    trial = TrialMessage(app_id=app.id, person_id=actor.id, channel=channel, recipient=address, created_at=now)
    session.add(trial)
    session.flush()
    return trial.id


@reads
def outcome(session: Session, actor: Actor, trial_id: str) -> Outcome:
    """What came of a trial of the actor's app. Raises NotAllowed, NotFound."""
    require(actor, "edit_settings", Subject(app_id=actor.app_id))
    trial = session.get(TrialMessage, trial_id)
    if trial is None or trial.app_id != actor.app_id:
        raise NotFound("There is no such message.")
    return Outcome(trial.finished_at is not None, trial.problem)


@reads
def has_waiting(session: Session) -> bool:
    """Whether any trial waits to be sent."""
    return session.exec(select(TrialMessage.id).where(_waits(session)).limit(1)).first() is not None


@writes
def claim(session: Session) -> list[Due]:
    """The trials that wait, ready to be sent; nobody else gets them. Called by the jobs alone."""
    waiting = select(TrialMessage).where(_waits(session)).with_for_update(skip_locked=True)
    return [_claimed(session, trial) for trial in session.exec(waiting).all()]


@writes
def record(session: Session, sent: Sent) -> None:
    """Write down what came of a trial; it is not tried again. Called by the jobs alone."""
    trial = session.get(TrialMessage, sent.due.reminder_id)
    if trial is not None:
        trial.finished_at, trial.problem = database_now(session), sent.problem
        announce(session, Change(trial.app_id, "settings", trial.id))


def _waits(session: Session):
    fresh = col(TrialMessage.created_at) > database_now(session) - LEASE
    may_leave = sending.not_paused(session, "messages", TrialMessage.app_id)
    return and_(col(TrialMessage.claimed_at).is_(None), fresh, *may_leave)


def _claimed(session: Session, trial: TrialMessage) -> Due:
    app, now = session.get_one(App, trial.app_id), database_now(session)
    trial.claimed_at = now
    person = session.get(Person, trial.person_id) if trial.person_id else None
    letter = letters.of_trial(trial, app, person.name if person else app.name, now)
    account = channels.whatsapp_account(app) if trial.channel == "whatsapp" else None
    preset: Preset | None = terms.preset(session, app.id, None)
    named = templates_of(preset) if preset else {}
    return Due(
        reminder_id=trial.id,
        attempt=1,
        channel=trial.channel,
        recipient=trial.recipient,
        letter=letter,
        mail_from=app.channels.get("mail_from"),
        request=whatsapp.write(letter, trial.recipient, named, settings().whatsapp_language) if account else None,
        account=account,
    )
