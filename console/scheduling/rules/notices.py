"""What staff are told of: which notices there are, who gets them and by which way, and until when they say something."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

from ..actors import Role

Topic = Literal["assigned", "moved", "cancelled", "guest_waiting", "failures"]
"""What a member chooses ways for."""
Way = Literal["email", "browser"]
CallKind = Literal["assigned", "unassigned", "moved", "cancelled"]
"""What a change of a call is to one person; `unassigned`: it is somebody else's now."""

TOPICS: tuple[Topic, ...] = get_args(Topic)
WAYS: tuple[Way, ...] = get_args(Way)
CALL_KINDS: tuple[CallKind, ...] = get_args(CallKind)

SETTLES = timedelta(seconds=60)
"""So long a notice waits: changes meanwhile are told in one, and what changes back is told to nobody."""
FAILURES_EVERY = timedelta(hours=1)
"""A way that fails for long is told of once in so long."""
FAILURES_USEFUL = timedelta(hours=24)
URGENT = timedelta(minutes=30)
"""Changes of a call that begins within this are heard, not only seen."""

_OF_CALLS: tuple[Topic, ...] = ("assigned", "moved", "cancelled", "guest_waiting")
_TOPICS_OF: Mapping[Role, tuple[Topic, ...]] = {
    "owner": TOPICS,
    "admin": TOPICS,
    "lead": _OF_CALLS,
    "agent": _OF_CALLS,
    "supervisor": (),
}


def topics_of(role: Role) -> tuple[Topic, ...]:
    """What a member in this role is told of: one's own calls; failures reach those who can mend them."""
    return _TOPICS_OF[role]


def topic_of(kind: str) -> Topic:
    """What the member chose for a notice of this kind."""
    if kind == "unassigned":
        return "assigned"
    return kind if kind in _OF_CALLS else "failures"


def ways(role: Role, chosen: Mapping[str, Sequence[str]], topic: Topic, *, is_test: bool = False) -> tuple[Way, ...]:
    """How this member is told; both ways until they choose. A test app writes to nobody."""
    if topic not in topics_of(role):
        return ()
    wanted = chosen.get(topic, WAYS)
    return tuple(way for way in WAYS if way in wanted and not (is_test and way == "email"))


def news(knew: datetime | None, knows: datetime | None, *, is_cancelled: bool) -> CallKind | None:
    """What a call's change is to a person, by when the call was theirs and when it is; None: it is nothing to them."""
    if knew == knows:
        return None
    if knows is None:
        return "cancelled" if is_cancelled else "unassigned"
    return "assigned" if knew is None else "moved"


def waits(*, guest_came: bool, agent_came: bool, is_link: bool, status: str) -> bool:
    """Whether the customer is there and the agent is not; by telephone the agent is there once the call has begun."""
    is_met = agent_came or (not is_link and status == "started")
    return guest_came and not is_met and status in ("scheduled", "pending_confirmation", "confirmed", "started")


def is_urgent(kind: str, now: datetime, *starts: datetime) -> bool:
    """Whether it may be heard: a customer waits, or it is about a call that begins within half an hour."""
    soon = any(timedelta(0) <= start - now <= URGENT for start in starts)
    return kind == "guest_waiting" or (kind in CALL_KINDS and soon)
