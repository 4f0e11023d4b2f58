"""Queues for threads that would hinder one another: few at once, and who can wait after who cannot.

    with queues.readers.through():
        ...

Python lets one thread run at a time. SQLite works inside this process, and its driver lets go of the interpreter's lock
at each row: sixteen threads that all want it back take twice as long as if they took turns (`tests/bench/test_readers.py`).
Who takes long, such as a report, keeps nobody: another goes through meanwhile.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_gives_way: ContextVar[bool] = ContextVar("gives_way", default=False)
_SECONDS_OF_PATIENCE = 2.0
"""Who gives way so long waits like everybody else from then on: on a busy day, too, they are served."""
_SECONDS_UNTIL_LONG = 0.2


class NotServed(Exception):
    """No place was free in time."""


@contextmanager
def giving_way() -> Iterator[None]:
    """What begins within the block, tasks and their threads included, waits for whoever acts: it only looks again."""
    before = _gives_way.set(True)
    try:
        yield
    finally:
        _gives_way.reset(before)


class Queue:
    """So many threads go through at once. Who has a place, or is `exempt`, need not queue."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self._free, self._seconds = at_once, seconds
        lock = threading.Lock()
        self._acting, self._looking = threading.Condition(lock), threading.Condition(lock)
        self._urgent = 0
        """How many wait who do not give way."""
        self._entered_at = 0.0
        self._here = threading.local()

    @contextmanager
    def through(self) -> Iterator[None]:
        """Wait for a place, and hold it in the block. Raises NotServed after the seconds that anybody may wait."""
        if getattr(self._here, "is_exempt", False):
            yield
            return
        self._enter()
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

    def _enter(self) -> None:
        until = time.monotonic() + self._seconds
        with self._acting:
            if _gives_way.get():
                self._looking.wait_for(lambda: self._free > 0 and not self._urgent, _SECONDS_OF_PATIENCE)
            self._urgent += 1
            while not (has_come := self._has_one()) and (left := until - time.monotonic()) > 0:
                self._acting.wait(min(left, _SECONDS_UNTIL_LONG))
            self._urgent -= 1
            if has_come:
                self._free -= 1
                self._entered_at = time.monotonic()
            self._call_next()
        if not has_come:
            raise NotServed

    def _has_one(self) -> bool:
        return self._free > 0 or time.monotonic() - self._entered_at > _SECONDS_UNTIL_LONG

    def _call_next(self) -> None:
        """Wake one who waits, if there is a place: all at once would only ask and go back."""
        if self._free > 0:
            (self._acting if self._urgent else self._looking).notify()


readers = Queue(at_once=1, seconds=30)
"""Who reads from SQLite."""
