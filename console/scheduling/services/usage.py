"""How often API clients call, day by day of UTC. A call is what counts against a client's limits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import ClientDay
from ..queries import clients, usage
from ..rules import permissions
from ..rules.permissions import Subject
from .changes import Change, announce
from .transaction import reads, writes


@dataclass(frozen=True, slots=True)
class Calls:
    """Some calls of one client on one day: how many, how many of them its limits refused, and when the last one came."""

    calls: int
    refused: int
    last_at: datetime

    def __add__(self, other: "Calls") -> "Calls":
        return Calls(self.calls + other.calls, self.refused + other.refused, max(self.last_at, other.last_at))


@dataclass(frozen=True, slots=True)
class DayOfCalls:
    """One day of a client. `refused` are those of the `calls` that its limits refused."""

    day: date
    calls: int = 0
    refused: int = 0


@writes
def add(session: Session, counted: Mapping[tuple[str, date], Calls]) -> None:
    """Add calls that a process has counted, by client and day; any number of processes may add at the same time.

    Calls of a client that was deleted meanwhile are forgotten.
    """
    found = {client.id: client for client in usage.lock_clients(session, {client_id for client_id, _ in counted})}
    known = {key: calls for key, calls in counted.items() if key[0] in found}
    if not known:
        return
    usage.add(
        session, [ClientDay(client_id=of, day=day, calls=c.calls, refused=c.refused) for (of, day), c in known.items()]
    )
    for (client_id, _), calls in known.items():
        client = found[client_id]
        client.last_used_at = max(calls.last_at, client.last_used_at or calls.last_at)
    for app_id in {app_id for reached in clients.apps_of(session, list(found)).values() for app_id in reached}:
        announce(session, Change(app_id, "usage"))


@reads
def per_day(
    session: Session, actor: Actor, days: int, client_ids: Collection[str] | None = None
) -> dict[str, list[DayOfCalls]]:
    """Of each client that reaches the actor's app (of these alone, unless None) the last `days` days, today last.

    A client's calls to its other apps are among them. Raises NotAllowed.
    """
    permissions.require(actor, "edit_clients", Subject(app_id=actor.app_id))
    today = clock.now().date()
    span = [today - timedelta(days=ago) for ago in reversed(range(days))]
    ids = usage.clients_in(session, actor.app_id or "", client_ids)
    counted = {
        (client_id, day): DayOfCalls(day, calls, refused)
        for client_id, day, calls, refused in usage.days_of(session, ids, span[0], today)
    }
    return {of: [counted.get((of, day)) or DayOfCalls(day) for day in span] for of in ids}
