"""Whose turn it is, of threads that would hinder one another: few at once, and who can wait after who cannot.

    with turns.of_readers.taken():
        ...

Python lets one thread run at a time. SQLite works inside this process, and its driver lets go of the interpreter's lock
at each row: sixteen threads that all want it back take twice as long as if they took turns (`tests/bench/test_readers.py`).
A turn that somebody has for long, a report's, keeps nobody: another is given out.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_gives_way: ContextVar[bool] = ContextVar("gives_way", default=False)
_SECONDS_OF_PATIENCE = 2.0
"""Who gives way so long waits like everybody else from then on: on a busy day, too, it is some time their turn."""


_SECONDS_OF_A_TURN = 0.2


class NoTurn(Exception):
    """Nobody was done in time."""


@contextmanager
def giving_way() -> Iterator[None]:
    """What begins within the block, tasks and their threads included, waits for whoever acts: it only looks again."""
    before = _gives_way.set(True)
    try:
        yield
    finally:
        _gives_way.reset(before)


class Turns:
    """So many threads at once. A thread that has a turn, or is `exempt`, needs no other."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self._free, self._seconds = at_once, seconds
        lock = threading.Lock()
        self._acting, self._looking = threading.Condition(lock), threading.Condition(lock)
        self._urgent = 0
        """How many wait who do not give way."""
        self._given_at = 0.0
        self._here = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a turn in the block. Raises NoTurn after the seconds that anybody may wait."""
        if getattr(self._here, "is_exempt", False):
            yield
            return
        self._take()
        try:
            with self.exempt():
                yield
        finally:
            with self._acting:
                self._free += 1
                self._call_next()

    @contextmanager
    def exempt(self) -> Iterator[None]:
        """Within the block this thread waits for nobody."""
        before = getattr(self._here, "is_exempt", False)
        self._here.is_exempt = True
        try:
            yield
        finally:
            self._here.is_exempt = before

    def _take(self) -> None:
        until = time.monotonic() + self._seconds
        with self._acting:
            if _gives_way.get():
                self._looking.wait_for(lambda: self._free > 0 and not self._urgent, _SECONDS_OF_PATIENCE)
            self._urgent += 1
            while not (has_come := self._has_one()) and (left := until - time.monotonic()) > 0:
                self._acting.wait(min(left, _SECONDS_OF_A_TURN))
            self._urgent -= 1
            if has_come:
                self._free -= 1
                self._given_at = time.monotonic()
            self._call_next()
        if not has_come:
            raise NoTurn

    def _has_one(self) -> bool:
        return self._free > 0 or time.monotonic() - self._given_at > _SECONDS_OF_A_TURN

    def _call_next(self) -> None:
        """Wake one who waits, if there is a turn to be had: all at once would only ask and go back."""
        if self._free > 0:
            (self._acting if self._urgent else self._looking).notify()


of_readers = Turns(at_once=1, seconds=30)
"""Who reads from SQLite."""
