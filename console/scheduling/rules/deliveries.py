"""How deliveries share the few places there are, so that a receiver that hangs never delays one that does not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

CONNECT = timedelta(seconds=5)
DEADLINE = timedelta(seconds=15)
"""How long a whole attempt may take, from the look-up of the name to the last byte of the reply."""
LEASE = 2 * DEADLINE + timedelta(seconds=5)
"""How long a claimed delivery belongs to its worker; afterwards the worker counts as dead."""
REPLY_KEPT = 20_000
"""Bytes of the reply that are read and kept."""
HANGING_AFTER = timedelta(seconds=2)
"""An attempt that has been waiting longer than this makes its receiver doubtful."""

PLACES = 20
"""Attempts in flight in all."""
PLACES_EACH = 2
"""Attempts in flight to one subscription."""
PROMPT = timedelta(milliseconds=100)
"""A receiver that takes deliveries within this is sent the next with no claim in between."""
CLAIMED_EACH = 20
"""Deliveries claimed for a prompt one: those beyond its places wait in the worker, and go back once it is prompt no more."""
PLACES_IN_DOUBT = 16
"""Attempts in flight to subscriptions in doubt, all together; the other places are kept for proven ones."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What a subscription has waiting (`oldest_due_at`, None when nothing) and claimed.

    `proven`: its last attempt succeeded, and none claimed has been waiting for long. `failures`: failed in a row. `shared`:
    other workers than the asking one have claimed some of it.
    """

    subscription_id: str
    oldest_due_at: datetime | None
    claimed: int = 0
    proven: bool = False
    failures: int = 0
    shared: bool = False

    @property
    def in_flight(self) -> int:
        """Attempts, at most: a worker that has claimed more keeps to the places."""
        return min(self.claimed, PLACES_EACH)


def share_out(queues: Sequence[Queue], prompt: Collection[str] = ()) -> dict[str, int]:
    """How many deliveries of each subscription may be claimed now: of every one the first before of any the second.

    A subscription in doubt (new, failing or hanging) has one attempt in flight, and those that already failed stand
    behind those that never did: the places of the proven ones, and the chance of new ones, cannot be used up. Those that
    were just `prompt` to the asking worker get some ahead, as long as nobody waits for a first place.
    """
    places = PLACES - sum(queue.in_flight for queue in queues)
    in_doubt = PLACES_IN_DOUBT - sum(queue.in_flight for queue in queues if not queue.proven)
    given: dict[str, int] = {}
    waiting = [queue for queue in queues if queue.oldest_due_at is not None]
    waiting.sort(key=lambda queue: (queue.failures > 0, queue.oldest_due_at))
    for turn in range(PLACES_EACH):
        for queue in waiting:
            limit = PLACES_EACH if queue.proven else 1
            if places <= 0 or queue.in_flight + turn >= limit or (not queue.proven and in_doubt <= 0):
                continue
            given[queue.subscription_id] = turn + 1
            places -= 1
            in_doubt -= 0 if queue.proven else 1
    room = places > 0 or all(queue.in_flight or queue.subscription_id in given for queue in waiting)
    for queue in waiting:
        ready = queue.proven and not queue.shared and queue.subscription_id in prompt
        has_place = queue.in_flight or queue.subscription_id in given
        if room and ready and has_place and queue.claimed < CLAIMED_EACH:
            given[queue.subscription_id] = CLAIMED_EACH - queue.claimed
    return given
