"""A person's own second factor: setting an authenticator app up, its recovery codes, and turning it off."""

import base64
import secrets
from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Conflict
from ..models import SecondFactor
from ..queries import second_factors as found
from ..rules import one_time_codes
from . import codes, notices, people
from .transaction import reads, writes


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a code is asked for at sign-in, and how many recovery codes are left."""

    is_on: bool
    codes_left: int


@dataclass(frozen=True, slots=True)
class NewSecret:
    """What an authenticator app is set up with; it is shown while that is done, and not again."""

    secret: str
    address: str
    """The `otpauth:` address for a QR code."""


@reads
def standing(session: Session, actor: Actor) -> Standing:
    """How the actor signs in. Raises SignInNeeded."""
    person = people.own(session, actor)
    return Standing(codes.are_asked(session, person.id), found.codes_left(session, person.id))


def begin(actor: Actor, password: str) -> NewSecret:
    """A fresh secret for an authenticator app, which is not asked for until `turn_on`.

    Raises Invalid (`password`), TooMany, and Conflict where one is in use.
    """
    people.confirm_password(actor, password)
    return _begin(actor)


def turn_on(actor: Actor, code: str) -> list[str]:
    """Ask for codes from now on, since this one shows that the app has the secret; gives the recovery codes.

    Raises Invalid (`code`), TooMany, and Conflict where nothing was begun.
    """
    codes.count_try(actor.id or "")
    fresh = _turn_on(actor, code)
    codes.forgive(actor.id or "")
    return fresh


def renew_codes(actor: Actor, password: str, code: str) -> list[str]:
    """Other recovery codes; the earlier ones end. Raises Invalid (`password`, `code`), TooMany."""
    people.confirm_password(actor, password)
    codes.count_try(actor.id or "")
    fresh = _renew(actor, code)
    codes.forgive(actor.id or "")
    return fresh


def turn_off(actor: Actor, password: str, code: str) -> None:
    """Sign in with the password alone from now on. Raises Invalid (`password`, `code`), TooMany."""
    people.confirm_password(actor, password)
    codes.count_try(actor.id or "")
    _turn_off(actor, code)
    codes.forgive(actor.id or "")


@writes
def _begin(session: Session, actor: Actor) -> NewSecret:
    person = people.own(session, actor)
    factor = found.of(session, person.id, lock=True)
    if factor is not None and factor.on_since is not None:
        raise Conflict("You sign in with a code already.", code="second_factor_on")
    factor = factor or SecondFactor(person_id=person.id, secret="", created_at=clock.now())
    factor.secret = base64.b32encode(secrets.token_bytes(20)).decode()
    session.add(factor)
    return NewSecret(factor.secret, one_time_codes.address(factor.secret, person.email))


@writes
def _turn_on(session: Session, actor: Actor, code: str) -> list[str]:
    person, now = people.own(session, actor), clock.now()
    factor = found.of(session, person.id, lock=True)
    if factor is None or factor.on_since is not None:
        raise Conflict("Please begin anew.", code="nothing_begun")
    step = one_time_codes.accepted_step(factor.secret, "".join(code.split()), now)
    if step is None:
        raise codes.wrong_code()
    factor.on_since, factor.last_step = now, step
    _note(session, person.id, "second_factor_on")
    return codes.renew(session, person.id)


@writes
def _renew(session: Session, actor: Actor, code: str) -> list[str]:
    person = people.own(session, actor)
    if not codes.take(session, person.id, code, clock.now()):
        raise codes.wrong_code()
    _note(session, person.id, "recovery_codes_renewed")
    return codes.renew(session, person.id)


@writes
def _turn_off(session: Session, actor: Actor, code: str) -> None:
    person = people.own(session, actor)
    if not codes.take(session, person.id, code, clock.now()):
        raise codes.wrong_code()
    codes.end(session, person.id)
    _note(session, person.id, "second_factor_off")


def _note(session: Session, person_id: str, change: str) -> None:
    people.note(session, person_id, f"person.{change}")
    notices.of_account(session, person_id, change, clock.now())
