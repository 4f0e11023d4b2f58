"""An agent's own day: which call is in turn, how its customer is reached, and when one may say how it went. Pure.

Instants are aware UTC.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from . import lifecycle
from .now import NowFacts, attendance

Way = Literal["join", "call", "whatsapp"]
"""The door of a video call, a telephone call, or a chat in WhatsApp."""

_BY_PHONE: dict[str, Way] = {"phone": "call", "whatsapp": "whatsapp"}


def is_in_turn(facts: NowFacts, now: datetime) -> bool:
    """Whether the call is still to be held, or is being held; not one that only lacks a word about its end.

    A call that runs past its end stays in turn for a while: its agent may be speaking still.
    """
    return facts.status in lifecycle.LIVE and attendance(facts, now) != "outcome"


def is_pressing(facts: NowFacts, now: datetime) -> bool:
    """Whether somebody waits for the agent, or will at once: such a call is shown beside another one that still runs."""
    return attendance(facts, now) in ("waiting", "late")


def way(kind: str, status: str, acts: Collection[str], *, has_phone: bool) -> Way | None:
    """The one way to the customer now; None before its time, and where there is none.

    `acts` are what the agent may do to the call now. A call by phone that runs can be dialled again.
    """
    if kind == "link":
        return "join" if "join" in acts else None
    is_open = "start" in acts or status == "started"
    return _BY_PHONE.get(kind) if is_open and has_phone else None


def opens_at(kind: str, start: datetime, end: datetime, now: datetime) -> datetime | None:
    """When there will be a way to the customer; None once it is there, and for kinds of call that have none."""
    opening = lifecycle.door(start, end).start
    return opening if now < opening and (kind == "link" or kind in _BY_PHONE) else None


def may_say_how_it_went(status: str, start: datetime, acts: Collection[str], now: datetime) -> bool:
    """Whether the agent is asked how the call went: from its start on, or once it runs."""
    return "done" in acts and (status == "started" or now >= start)
