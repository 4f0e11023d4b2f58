"""Which calls a lower daily cap leaves without room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from .zones import local_day


class Counted(Protocol):
    """A booking as a daily cap counts it."""

    @property
    def id(self) -> str: ...
    @property
    def agent_id(self) -> str: ...
    @property
    def scheduled_at(self) -> datetime: ...


def over_the_cap(
    counted: Iterable[Counted], zones: Mapping[str, str], limit: int, can_go: Iterable[str]
) -> frozenset[str]:
    """The ids of the calls to blame for each local day with more than `limit` calls: those made last, of those that can go.

    `counted` stands in the order of making; `zones` are the agents' own, by agent.
    """
    days: dict[tuple[str, date], list[str]] = defaultdict(list)
    for call in counted:
        days[call.agent_id, local_day(call.scheduled_at, zones[call.agent_id])].append(call.id)
    free_to_go = frozenset(can_go)
    found: set[str] = set()
    for made in days.values():
        surplus = max(0, len(made) - limit)
        last_first = [call_id for call_id in reversed(made) if call_id in free_to_go]
        found.update(last_first[:surplus])
    return frozenset(found)
