"""What many tabs read alike: read once for all of them after a change, and held once in memory.

    page = await sharing.answer(app_id, (sight, filters, zone), read, anew=False)

A read stands for others until the next change in its app, and for a second at most: on SQLite, what another process has
changed is not heard of here. Only what live updates ask for is shared; who opens a page, or acts, reads `anew`.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from console.scheduling import queues
from console.scheduling.messages import words

SECONDS = 1.0
KEPT = 64
"""The last answers to so many questions are held: tabs that show the same hold no answers of their own."""

T = TypeVar("T")


@dataclass(slots=True)
class _Read:
    as_of: object
    began_at: float
    answer: asyncio.Future[Any]


_as_of: dict[str, object] = {}
"""For each app something that is replaced with each of its changes."""
_reads: dict[Hashable, _Read] = {}
_kept: dict[Hashable, Any] = {}
_is_told = False
"""Whether changes are told; until then nothing is shared."""


@contextlib.contextmanager
def told() -> Iterator[None]:
    """For as long as whoever enters this says what is out of date."""
    global _is_told
    _is_told = True
    try:
        yield
    finally:
        _is_told = False
        _reads.clear()
        _kept.clear()


def outdate(app_id: str) -> None:
    """Something in this app changed: whoever asks from now on asks anew. Any thread may say so."""
    _as_of[app_id] = object()


async def answer(app_id: str, question: Hashable, read: Callable[[], Coroutine[Any, Any, T]], *, anew: bool) -> T:
    """What `read` gives, or, unless `anew`, gave to whoever asked this `question` since the app's last change.

    The question must hold all that the answer depends on, above all whose sight it is; not the reader's language, which
    is always asked. The answer belongs to everybody: it is shown, never changed. Raises what `read` raises.
    """
    question = (app_id, words.tag(), question)
    if anew or not _is_told:
        return _held_once(question, await read())
    as_of, now = _as_of.get(app_id), time.monotonic()
    known = _reads.get(question)
    if known is None or known.as_of is not as_of or now - known.began_at > SECONDS:
        for old in [each for each, kept in _reads.items() if now - kept.began_at > SECONDS]:
            del _reads[old]
        with queues.giving_way():
            known = _reads[question] = _Read(as_of, now, asyncio.ensure_future(read()))
    # The tab that asked first may be closed before the others have their answer.
    return _held_once(question, await asyncio.shield(known.answer))


def _held_once(question: Hashable, found: T) -> T:
    known = _kept.pop(question, None)
    _kept[question] = known if known == found else found
    if len(_kept) > KEPT:
        del _kept[next(iter(_kept))]
    return _kept[question]
