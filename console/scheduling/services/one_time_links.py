"""Links that work once and not for long: first set-up, invitations, forgotten passwords. Only their hashes are kept.

A token that stands for a password until its code is given, too, is kept among them: what ends them ends it.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import update
from sqlmodel import Session, col

from ..errors import NotFound
from ..models import OneTimeLink
from ..queries import people
from ..settings import settings
from . import tokens

Purpose = Literal["set_up", "invitation", "password", "second_step"]

_PATH: dict[str, str] = {"set_up": "set-up", "invitation": "invitation", "password": "password"}
_LIFETIME: dict[str, timedelta] = {
    "set_up": timedelta(days=1),
    "invitation": timedelta(days=7),
    "password": timedelta(hours=2),
    "second_step": timedelta(minutes=10),
}


def issue(session: Session, purpose: Purpose, person_id: str | None, now: datetime) -> str:
    """Inside a verb: a new link as a whole address. Earlier ones go on: a stranger may have asked for this one."""
    token = tokens.fresh()
    keep(session, token, purpose, person_id, now)
    return f"{settings().base_url}/{_PATH[purpose]}/{token}"


def keep(session: Session, token: str, purpose: Purpose, person_id: str | None, now: datetime) -> None:
    """Inside a verb: let this token be found until it is used or over."""
    session.add(
        OneTimeLink(
            token_hash=tokens.digest(token),
            purpose=purpose,
            person_id=person_id,
            created_at=now,
            expires_at=now + _LIFETIME[purpose],
        )
    )


def find(
    session: Session, token: str, purposes: tuple[Purpose, ...], now: datetime, *, lock: bool = False
) -> OneTimeLink:
    """Inside a verb: the link behind a token; with `lock` it is there to be used.

    Raises NotFound for one that is unknown, used, expired or of another kind.
    """
    link = people.live_link(session, tokens.digest(token), now, lock=lock)
    if link is None or link.purpose not in purposes:
        raise NotFound("This link was used already, or is too old. Ask for a new one.", code="link_over")
    return link


def end(session: Session, person_id: str | None, now: datetime) -> None:
    """Inside a verb: every link of this person stops working; with None the set-up's, which is nobody's yet."""
    mine = col(OneTimeLink.person_id).is_not_distinct_from(person_id)
    session.exec(update(OneTimeLink).where(mine, col(OneTimeLink.used_at).is_(None)).values(used_at=now))
