"""Webhook deliveries: claim what is due, post it with no transaction open, record what came back."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_network
from time import monotonic
from typing import TypeVar

import httpx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Unavailable
from console.scheduling.messages.deliveries import Letter, Owed, compose
from console.scheduling.rules.deliveries import DEADLINE, PLACES_EACH, REPLY_KEPT
from console.scheduling.services import counting, webhooks
from console.scheduling.services.webhooks import Reply, Tried
from console.scheduling.settings import settings

from .guard import AddressRefused, guarded_client
from .worker import Worker, is_gone

log = logging.getLogger(__name__)

R = TypeVar("R")

_SECONDS_TO_FINISH = 3
"""How long attempts in flight may go on when the process is asked to stop; then their leases are given back."""
_SECONDS_TO_GATHER = 0.005
"""How long one that has finished waits for others, which then share its transaction."""


@dataclass(slots=True)
class _Counter:
    """What is claimed for one subscription and waits its turn, and how many of its places are taken."""

    waiting: deque[Owed] = field(default_factory=deque)
    taken: int = 0


class PostOffice:
    """One worker's deliveries. `ring` says that something may be due; `run` does the work until it is cancelled."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._bell = asyncio.Event()
        self._turning: asyncio.Task[None] | None = None
        self._client = guarded_client([ip_network(block) for block in settings().webhook_allow])
        self._counters: defaultdict[str, _Counter] = defaultdict(_Counter)
        self._in_flight: set[asyncio.Task[None]] = set()
        self._finished: list[Tried] = []
        self._unsent: list[Owed] = []

    def ring(self) -> None:
        """Look at once; harmless when there is nothing to do. To be called in the event loop."""
        self._bell.set()

    async def run(self) -> None:
        """Work until cancelled. Whatever goes wrong is logged, and tried again at the next ring."""
        await self._safely(self._take_back())
        while True:
            await self._bell.wait()
            self._bell.clear()
            self._turning = asyncio.create_task(self._safely(self._turn()))
            await asyncio.shield(self._turning)

    async def close(self) -> None:
        """Finish what is in flight if that is soon done, record it, and give everything else back."""
        if self._turning:  # it may be claiming, and what it claims is sent or given back too
            await asyncio.wait([self._turning], timeout=_SECONDS_TO_FINISH)
        for counter in self._counters.values():
            self._shut(counter)
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=_SECONDS_TO_FINISH)
        for task in self._in_flight:
            task.cancel()
        await self._safely(self._hand_in(webhooks.record))
        await self._client.aclose()
        await self._worker.ask(webhooks.let_go, self._worker.name)

    async def _turn(self) -> None:
        if self._finished and self._in_flight:
            await asyncio.sleep(_SECONDS_TO_GATHER)
        if not self._finished and not await self._worker.ask(webhooks.has_due):
            return
        claimed = await self._hand_in(webhooks.claim_due)
        failed_meanwhile = {tried.owed.subscription_id for tried in self._finished if not tried.reply.ok}
        for owed in claimed:
            if owed.subscription_id in failed_meanwhile:
                self._unsent.append(owed)
                continue
            counter = self._counters[owed.subscription_id]
            counter.waiting.append(owed)
            if counter.taken < PLACES_EACH:
                counter.taken += 1
                task = asyncio.create_task(self._serve(owed.subscription_id, counter))
                self._in_flight.add(task)
                task.add_done_callback(self._in_flight.discard)

    async def _serve(self, subscription_id: str, counter: _Counter) -> None:
        """Take one place, and send what waits, one after the other, for as long as the receiver is prompt."""
        while counter.waiting:
            tried = await attempt(self._client, counter.waiting.popleft(), settings().webhook_header_prefix)
            _tell(tried)
            self._finished.append(tried)
            if not tried.prompt:
                self._shut(counter)
            self.ring()
        counter.taken -= 1
        if not counter.taken:
            del self._counters[subscription_id]

    def _shut(self, counter: _Counter) -> None:
        """Give back what waits: its turn could come too late."""
        self._unsent += counter.waiting
        counter.waiting.clear()

    async def _hand_in(self, verb: Callable[[str, Sequence[Tried], Sequence[Owed]], R]) -> R:
        """Call the verb with what has come to an end since the last time; when the database is away it is kept."""
        tried, self._finished = self._finished, []
        unsent, self._unsent = self._unsent, []
        try:
            return await self._worker.ask(verb, self._worker.name, tried, unsent)
        except Unavailable:
            self._finished, self._unsent = tried + self._finished, unsent + self._unsent
            raise

    async def _take_back(self) -> None:
        await self._worker.ask(webhooks.take_back, lambda name: is_gone(name, self._worker.name))

    async def _safely(self, work) -> None:
        try:
            await work
        except CallboardError as refused:
            log.warning("Deliveries wait: %s", refused.message)
        except Exception:
            log.exception("Deliveries met a defect.")


@dataclass(slots=True)
class _Answer:
    """What has come back so far, whether or not the attempt ends well."""

    status_code: int | None = None
    retry_after: str | None = None
    encoding: str = ""
    body: bytearray = field(default_factory=bytearray)

    def reply(self, error: str | None) -> Reply:
        reply = Reply(self.status_code, _clean(error[:300]) if error else None, self._text(), self.retry_after)
        return reply if reply.ok or error else replace(reply, error="refused")

    def _text(self) -> str:
        """The body as the log keeps it; one that came compressed although we asked for none is not unpacked."""
        if self.encoding:
            return f"({self.encoding}, {len(self.body)} B)"
        return _clean(self.body.decode(errors="replace"))


def _tell(tried: Tried) -> None:
    result = "delivered" if tried.reply.ok else (tried.reply.error or "refused").partition(":")[0]
    counting.tell("attempt", result=result, seconds=tried.took.total_seconds())
    log.info(
        "Delivery attempted.",
        extra={
            "delivery_id": tried.owed.delivery_id,
            "event_id": tried.owed.event_id,
            "subscription_id": tried.owed.subscription_id,
            "attempt": tried.owed.attempt,
            "result": result,
            "status": tried.reply.status_code,
            "ms": round(tried.took.total_seconds() * 1000),
        },
    )
    if tried.owed.attempt == 1 and tried.owed.since:
        counting.tell("first_attempt", seconds=(tried.started_at - tried.owed.since).total_seconds())


async def attempt(client: httpx.AsyncClient, owed: Owed, prefix: str) -> Tried:
    """Post one delivery once. It never raises and never lasts longer than the deadline: what failed is in the reply.

    `error` is a word and sometimes a detail: `refused` (not 2xx), `timed_out`, `address_refused`, `not_reached`,
    `broken_off`.
    """
    started_at, started = clock.now(), monotonic()
    letter, answer = compose(owed, prefix, started_at), _Answer()
    error = None
    try:
        async with asyncio.timeout(DEADLINE.total_seconds()):
            await _post(client, owed.url, letter, answer)
    except (TimeoutError, httpx.TimeoutException):
        error = "timed_out"
    except httpx.ConnectError as failed:
        error = (
            f"address_refused: {failed}" if isinstance(failed.__cause__, AddressRefused) else f"not_reached: {failed}"
        )
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as failed:
        error = f"not_reached: {failed}"
    except httpx.HTTPError as failed:
        error = f"broken_off: {failed}"
    except Exception as defect:
        log.exception("An attempt of %s failed unexpectedly.", owed.delivery_id)
        error = f"broken_off: {type(defect).__name__}"
    took = timedelta(seconds=monotonic() - started)
    return Tried(
        owed,
        started_at,
        took,
        answer.reply(error),
        letter.headers,
        letter.kept_body,
        len(letter.body),
        sha256(letter.body).hexdigest(),
    )


async def _post(client: httpx.AsyncClient, url: str, letter: Letter, answer: _Answer) -> None:
    async with client.stream("POST", url, content=letter.body, headers=letter.headers) as response:
        answer.status_code = response.status_code
        answer.retry_after = response.headers.get("Retry-After")
        answer.encoding = response.headers.get("Content-Encoding", "").lower().removeprefix("identity")[:40]
        async for chunk in response.aiter_raw():
            answer.body += chunk[: REPLY_KEPT - len(answer.body)]
            if len(answer.body) >= REPLY_KEPT:
                break


def _clean(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot store."""
    return text.replace("\x00", "\ufffd")
