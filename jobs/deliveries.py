"""Webhook deliveries: claim what is due, post it with no transaction open, record what came back."""

import asyncio
import logging
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
from console.scheduling.rules.deliveries import DEADLINE, REPLY_KEPT
from console.scheduling.services import webhooks
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


class PostOffice:
    """One worker's deliveries. `ring` says that something may be due; `run` does the work until it is cancelled."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._bell = asyncio.Event()
        self._client = guarded_client([ip_network(block) for block in settings().webhook_allow])
        self._in_flight: set[asyncio.Task[None]] = set()
        self._finished: list[Tried] = []

    def ring(self) -> None:
        """Look at once; harmless when there is nothing to do. To be called in the event loop."""
        self._bell.set()

    async def run(self) -> None:
        """Work until cancelled. Whatever goes wrong is logged, and tried again at the next ring."""
        await self._safely(self._take_back())
        while True:
            await self._bell.wait()
            self._bell.clear()
            await self._safely(self._turn())

    async def close(self) -> None:
        """Finish what is in flight if that is soon done, record it, and give everything else back."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=_SECONDS_TO_FINISH)
        for task in self._in_flight:
            task.cancel()
        await self._safely(self._hand_in(webhooks.record))
        await self._safely(self._worker.ask(webhooks.let_go, self._worker.name))
        await self._client.aclose()

    async def _turn(self) -> None:
        if self._finished and self._in_flight:
            await asyncio.sleep(_SECONDS_TO_GATHER)
        if not self._finished and not await self._worker.ask(webhooks.has_due):
            return
        for owed in await self._hand_in(webhooks.claim_due):
            task = asyncio.create_task(self._try(owed))
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)

    async def _try(self, owed: Owed) -> None:
        tried = await attempt(self._client, owed, settings().webhook_header_prefix)
        self._finished.append(tried)
        self.ring()

    async def _hand_in(self, verb: Callable[[str, Sequence[Tried]], R]) -> R:
        """Call the verb with what has finished since the last time; when the database is away it is kept."""
        batch, self._finished = self._finished, []
        try:
            return await self._worker.ask(verb, self._worker.name, batch)
        except Unavailable:
            self._finished = batch + self._finished
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
