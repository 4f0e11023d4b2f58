"""Codes as the second step of signing in: whether a person gives one, and whether this one is theirs.

A code is of an authenticator app (`rules/one_time_codes`) or a recovery code, and works once. A recovery code is 118
random bits, of which only a hash is kept: nobody guesses as many, so a fast one will do (`services/tokens`).
"""

import secrets
from datetime import datetime

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from sqlalchemy import delete
from sqlmodel import Session, col

from ..errors import Invalid
from ..models import RecoveryCode, SecondFactor
from ..queries import second_factors as found
from ..rules import one_time_codes
from . import throttle, tokens

RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter or digit that is read as another."""
_GROUPS, _GROUP = 6, 4
_TRIES = RateLimitItemPerMinute(10, 5)
_TRIES_A_DAY = RateLimitItemPerDay(100)
"""Whoever guesses has the password already: at three codes in a million, a year of guessing opens one account in ten."""


def wrong_code(field: str = "code") -> Invalid:
    """What is said of a code that is wrong, old or used, whichever it is."""
    return Invalid.of(field, "This code is not right, or was used already.", "wrong_code")


def count_try(person_id: str) -> None:
    """Count one code that was typed for this person. Raises TooMany."""
    throttle.count(_TRIES, "code", person_id)
    throttle.count(_TRIES_A_DAY, "code", person_id)


def forgive(person_id: str) -> None:
    """Forget what was typed for this person before the right code."""
    throttle.forgive(_TRIES, "code", person_id)
    throttle.forgive(_TRIES_A_DAY, "code", person_id)


def are_asked(session: Session, person_id: str) -> bool:
    """Inside a verb: whether this person signs in with a code."""
    factor = found.of(session, person_id)
    return factor is not None and factor.on_since is not None


def take(session: Session, person_id: str, typed: str, now: datetime) -> bool:
    """Inside a verb: whether this is a code of theirs; it is used up once the verb commits."""
    factor = found.of(session, person_id, lock=True)
    if factor is None or factor.on_since is None:
        return False
    step = one_time_codes.accepted_step(factor.secret, _bare(typed), now, factor.last_step)
    if step is not None:
        factor.last_step = step
        return True
    theirs = (col(RecoveryCode.person_id) == person_id, col(RecoveryCode.code_hash) == _digest(typed))
    return session.execute(delete(RecoveryCode).where(*theirs)).rowcount == 1  # pyright: ignore[reportAttributeAccessIssue]


def renew(session: Session, person_id: str) -> list[str]:
    """Inside a verb: fresh recovery codes in the place of all earlier ones. They are never shown again."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    fresh = [_fresh() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=_digest(code), person_id=person_id) for code in fresh)
    return fresh


def end(session: Session, person_id: str) -> bool:
    """Inside a verb: the person signs in with a password alone. Gives whether they had a second factor."""
    had_one = are_asked(session, person_id)
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(col(table.person_id) == person_id))
    return had_one


def _fresh() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _digest(typed: str) -> str:
    return tokens.digest(_bare(typed))


def _bare(typed: str) -> str:
    """However it was grouped and in whichever case it was typed."""
    return "".join(letter for letter in typed[:100].lower() if letter.isalnum())
