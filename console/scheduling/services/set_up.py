"""The first start: a link, printed where the operator sees it, that makes the first owner, app, hours and preset.

There is no default password; whoever can read the server's terminal becomes the owner, once.
"""

import re
import unicodedata
from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor, operator
from ..errors import Conflict
from ..queries import installation
from ..rules import contacts, limits, zones
from ..rules import passwords as rules
from ..rules.hours import WindowInput
from ..rules.terms import PresetTerms, ReminderTerms
from . import apps, audit, members, one_time_links, passwords, presets, schedules
from .apps import AppTerms
from .members import MemberTerms
from .transaction import reads, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What the first person tells about themself and their app; `timezone` is the app's, theirs, and that of their hours."""

    name: str
    email: str
    password: str
    app_name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class SetUpDone:
    """What there is now. `booking_url` is the link that customers book through."""

    person_id: str
    app_id: str
    widget_key: str
    booking_url: str


@writes
def link(session: Session) -> str:
    """A fresh set-up link as a whole address; the one before stops working. Raises Conflict once somebody has an account."""
    _require_empty(session)
    now = clock.now()
    one_time_links.end(session, None, now)
    return one_time_links.issue(session, "set_up", None, now)


@reads
def look(session: Session, token: str) -> None:
    """Pass when this link would still work; looking changes nothing. Raises NotFound, Conflict."""
    _require_empty(session)
    one_time_links.find(session, token, ("set_up",), clock.now())


def perform(token: str, wanted: SetUp) -> SetUpDone:
    """Make the first owner, who is an agent from Monday to Friday 09:00-17:00, their app, and its active preset.

    Raises NotFound for a link that is over, Conflict once somebody has an account, Invalid.
    """
    look(token)
    name, email = _checked(wanted)
    return _perform(token, name, email, passwords.hashed(wanted.password), wanted)


@writes
def _perform(session: Session, token: str, name: str, email: str, password_hash: str, wanted: SetUp) -> SetUpDone:
    now = clock.now()
    installation.lock(session)
    _require_empty(session)
    one_time_links.find(session, token, ("set_up",), now, lock=True).used_at = now
    app = apps.make(session, operator(), AppTerms(name=wanted.app_name, timezone=wanted.timezone))
    owner = members.make_person(session, name, email, password_hash)
    member = members.make_member(session, app.id, owner.id, MemberTerms(role="owner", timezone=app.timezone))
    schedules.replace_hours(
        session, member, [WindowInput(weekday, "09:00", "17:00", app.timezone) for weekday in range(5)]
    )
    me = Actor("admin", id=owner.id, app_id=app.id, role="owner")
    presets.make(session, me, app.id, _first_preset(app.name))
    audit.record(session, me, "installation.set_up")
    return SetUpDone(owner.id, app.id, app.widget_key, apps.booking_url(app))


def _checked(wanted: SetUp) -> tuple[str, str]:
    """The name and address as they are stored. Raises Invalid with every problem of the form."""
    findings = limits.Findings()
    name = findings.take(limits.guest_name, wanted.name, "name")
    email = findings.take(contacts.email, wanted.email, "email")
    findings.take(limits.guest_name, wanted.app_name, "app_name")
    findings.take(zones.zone, wanted.timezone)
    about = [wanted.name, wanted.email, wanted.app_name]
    findings.take(rules.check, wanted.password, about=about)
    findings.settle()
    return name or "", email or ""


def _first_preset(app_name: str) -> PresetTerms:
    return PresetTerms(
        name="Standard call",
        slug=_slug(app_name),
        durations=[15, 30, 60],
        reminders=[
            ReminderTerms(kind=kind, channels=["email"])
            for kind in ("invitation", "reminder_24h", "reminder_1h", "cancellation", "conflict_notice")
        ],
    )


def _slug(name: str) -> str:
    """`acme-support` of "Acmé Support!", so that the short link reads like the app."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "book"


def _require_empty(session: Session) -> None:
    if installation.has_people(session):
        raise Conflict("Callboard is set up already. Please sign in.", code="already_set_up")
