"""The operator's check-up of what is stored: what two rules of the product forbid, and what nobody tidied away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from ..queries import checkup
from ..queries.checkup import Taken
from ..queries.moment import database_now
from .transaction import reads

_SWEPT_AFTER = timedelta(minutes=5)
"""The jobs end holds every second; one that outlived its time by this much was forgotten."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two live bookings of one person that take the same time, by their ids."""

    agent_id: str
    first: str
    second: str


@reads
def overlaps(session: Session) -> list[Overlap]:
    """Every pair of live bookings that the guard would refuse, in whatever apps they are."""
    return overlapping(checkup.live_bookings(session))


@reads
def orphans(session: Session) -> Mapping[str, int]:
    """How many rows refer to one that is not there, by `table.column`; and live calls that nobody holds."""
    return checkup.orphans(session)


@reads
def outlived_holds(session: Session) -> int:
    """How many holds still stand although their time is over."""
    return checkup.outlived_holds(session, database_now(session) - _SWEPT_AFTER)


def overlapping(taken: Iterable[Taken]) -> list[Overlap]:
    """The pairs among these, which come by agent and start, that are closer than a call and the larger facing buffer."""
    found: list[Overlap] = []
    near: list[Taken] = []
    for one in taken:
        near = [other for other in near if other.agent_id == one.agent_id and _may_reach(other, one)]
        found += [Overlap(one.agent_id, other.id, one.id) for other in near if _clash(other, one)]
        near.append(one)
    return found


def _clash(first: Taken, second: Taken) -> bool:
    return second.start < first.end + timedelta(minutes=max(first.buffer_after, second.buffer_before))


def _may_reach(first: Taken, later: Taken) -> bool:
    """Whether a call that starts then, or after, may still be too close to the first one, whatever its buffers."""
    return later.start < first.end + timedelta(days=1)
