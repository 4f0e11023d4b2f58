"""Busy calendars: claim what is due, fetch it, have it read by a process that may be ended, record what it said."""

import asyncio
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_network

import httpx

from console.scheduling.errors import CallboardError
from console.scheduling.rules.calendar_files import Busy, Reading, UnreadableCalendar, fingerprint
from console.scheduling.rules.calendars import (
    FETCH_DEADLINE,
    LARGEST_FILE,
    MOST_REDIRECTS,
    PLACES,
    READ_DEADLINE,
)
from console.scheduling.services import calendars
from console.scheduling.services.calendars import Look, Seen
from console.scheduling.settings import settings

from . import calendar_reader
from .guard import AddressRefused, guarded_client
from .worker import Worker, is_gone

log = logging.getLogger(__name__)
for told in ("httpx", "httpcore"):
    logging.getLogger(told).setLevel(logging.WARNING)  # below that they write down addresses, and these are secrets

_READERS = 2
"""Processes that read files at the same time."""
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""What such a process is told of ours."""


class CalendarDesk:
    """One worker's look at people's calendars. `ring` says that one may be due; `run` works until it is cancelled."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._bell = asyncio.Event()
        self._client = guarded_client([ip_network(block) for block in settings().calendar_allow])
        self._client.max_redirects = MOST_REDIRECTS
        self._readers = Readers()
        self._in_hand: set[asyncio.Task[None]] = set()

    def ring(self) -> None:
        """Look at once; harmless when there is nothing to do. To be called in the event loop."""
        self._bell.set()

    async def run(self) -> None:
        """Work until cancelled. Whatever goes wrong is logged, and tried again at the next ring."""
        await self._safely(self._worker.ask(calendars.take_back, lambda name: is_gone(name, self._worker.name)))
        while True:
            await self._bell.wait()
            self._bell.clear()
            await self._safely(self._begin())

    async def close(self) -> None:
        """Break off, and give everything back."""
        for task in self._in_hand:
            task.cancel()
        self._readers.close()
        await self._client.aclose()
        await self._worker.ask(calendars.let_go, self._worker.name)

    async def _begin(self) -> None:
        free = PLACES - len(self._in_hand)
        if free <= 0 or not await self._worker.ask(calendars.has_due):
            return
        for look in await self._worker.ask(calendars.claim_due, self._worker.name, free):
            task = asyncio.create_task(self._safely(self._see(look)))
            self._in_hand.add(task)
            task.add_done_callback(self._put_down)

    def _put_down(self, task: asyncio.Task[None]) -> None:
        self._in_hand.discard(task)
        self.ring()

    async def _see(self, look: Look) -> None:
        seen = await look_at(self._client, self._readers, look)
        await self._worker.ask(calendars.record, self._worker.name, seen)

    async def _safely(self, work) -> None:
        try:
            await work
        except CallboardError as refused:
            log.warning("Calendars wait: %s", refused.message)
        except Exception:
            log.exception("Calendars met a defect.")


class Readers:
    """The processes that read files. What they read is hostile until proven otherwise: see `calendar_reader`."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="calendars")
        self._running: set[subprocess.Popen[bytes]] = set()

    async def read(self, content: bytes, reading: Reading) -> Busy:
        """Have a file read. Raises UnreadableCalendar, with `too_slow` when it is not done within the deadline."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, content, reading)

    def close(self) -> None:
        """End them all."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in tuple(self._running):
            process.kill()

    def _read(self, content: bytes, reading: Reading) -> Busy:
        told = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}  # no settings: they hold secrets
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; the file comes through the pipe
            [sys.executable, "-m", calendar_reader.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=told | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._running.add(process)
        try:
            answer, _ = process.communicate(calendar_reader.question(content, reading), READ_DEADLINE.total_seconds())
            return calendar_reader.answer_of(answer)
        except (subprocess.TimeoutExpired, ValueError):  # it was not done in time, or was ended half-way
            raise UnreadableCalendar("too_slow") from None
        finally:
            process.kill()
            process.communicate()
            self._running.discard(process)


@dataclass(frozen=True, slots=True)
class _File:
    """What an address gave: no `content` when it is as it was."""

    content: bytes | None
    etag: str | None
    last_modified: str | None


class _Refused(Exception):
    """Why there is no file, as a word and sometimes a number: `answered:404`."""


async def look_at(client: httpx.AsyncClient, readers: Readers, look: Look) -> Seen:
    """Fetch a calendar and have it read, each within its deadline. It never raises: what failed is `problem`.

    That is `timed_out`, `address_refused`, `not_reached`, `answered:STATUS`, `too_large`, `broken_off`, `not_a_calendar`,
    `cut_off`, `too_much` or `too_slow`. Nothing of it, and nothing that is logged, holds the address.
    """
    try:
        async with asyncio.timeout(FETCH_DEADLINE.total_seconds()):
            file = await _fetch(client, look)
        if file.content is None:
            return Seen(look, etag=file.etag or look.etag, last_modified=file.last_modified or look.last_modified)
        digest = fingerprint(file.content)
        busy = None if digest == look.digest else await readers.read(file.content, look.reading)
        return Seen(look, busy=busy, etag=file.etag, last_modified=file.last_modified, digest=digest)
    except (TimeoutError, httpx.TimeoutException):
        problem = "timed_out"
    except (_Refused, UnreadableCalendar) as refused:
        problem = str(refused)
    except httpx.ConnectError as failed:
        problem = "address_refused" if isinstance(failed.__cause__, AddressRefused) else "not_reached"
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects):
        problem = "not_reached"
    except httpx.HTTPError:
        problem = "broken_off"
    return Seen(look, problem)


async def _fetch(client: httpx.AsyncClient, look: Look) -> _File:
    asked = {"If-None-Match": look.etag, "If-Modified-Since": look.last_modified}
    headers = {name: value for name, value in asked.items() if value} | {"Accept": "text/calendar, */*;q=0.1"}
    async with client.stream("GET", look.url, headers=headers, follow_redirects=True) as response:
        etag, last_modified = (_short(response.headers.get(name)) for name in ("ETag", "Last-Modified"))
        if response.status_code == httpx.codes.NOT_MODIFIED and look.digest:
            return _File(None, etag, last_modified)
        if response.status_code != httpx.codes.OK:
            raise _Refused(f"answered:{response.status_code}")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise _Refused("not_a_calendar")  # asked for as it is; what is packed may be a bomb
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > LARGEST_FILE:
                raise _Refused("too_large")
        return _File(bytes(content), etag, last_modified)


def _short(header: str | None) -> str | None:
    """A header to send back, unless it is too long to be kept."""
    return header if header and len(header) <= 500 and header.isascii() and header.isprintable() else None
