"""Few threads at once, and who only looks after who acts."""

import threading
import time
from collections.abc import Callable
from contextvars import copy_context

import pytest

from console.scheduling.queues import NotServed, Queue, giving_way


def started(work: Callable[[], None]) -> threading.Thread:
    """A thread that works in the context of who starts it, as those of the pages do."""
    thread = threading.Thread(target=copy_context().run, args=(work,), daemon=True)
    thread.start()
    return thread


def test_no_more_work_at_once_than_there_are_turns():
    queue, at_work, most = Queue(at_once=2, seconds=10), [0], [0]
    counted = threading.Lock()

    def work() -> None:
        with queue.through():
            with counted:
                at_work[0] += 1
                most[0] = max(most[0], at_work[0])
            time.sleep(0.005)
            with counted:
                at_work[0] -= 1

    for thread in [started(work) for _ in range(20)]:
        thread.join(10)
    assert most[0] == 2


def test_who_gives_way_comes_after_who_came_later_and_does_not():
    queue, order = Queue(at_once=1, seconds=10), list[str]()

    def work(name: str) -> Callable[[], None]:
        def act() -> None:
            with queue.through():
                order.append(name)

        return act

    with queue.through():
        with giving_way():
            looking = started(work("looks"))
        time.sleep(0.05)
        acting = started(work("acts"))
        time.sleep(0.05)
    for thread in (looking, acting):
        thread.join(10)
    assert order == ["acts", "looks"]


def test_who_gave_way_for_long_does_not_any_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.scheduling.queues._SECONDS_OF_PATIENCE", 0.02)
    queue, order = Queue(at_once=1, seconds=10), list[str]()

    def look() -> None:
        with queue.through():
            order.append("looks")

    with queue.through():
        with giving_way():
            looking = started(look)
        time.sleep(0.1)
        others = [started(lambda: _hold(queue, order)) for _ in range(3)]
        time.sleep(0.05)
    for thread in (looking, *others):
        thread.join(10)
    assert order[0] == "looks"


def _hold(queue: Queue, order: list[str]) -> None:
    with queue.through():
        order.append("acts")


def test_whoever_has_a_place_or_is_exempt_needs_no_other():
    queue = Queue(at_once=1, seconds=0.05)
    with queue.through(), queue.through():
        pass
    with queue.exempt(), queue.through():
        pass


def test_a_place_that_is_held_for_long_keeps_nobody():
    queue = Queue(at_once=1, seconds=10)
    with queue.through():
        began = time.monotonic()
        acting = started(lambda: _hold(queue, []))
        acting.join(5)
        assert 0.1 < time.monotonic() - began < 2


def test_a_place_that_does_not_come_is_told_and_lost_by_nobody():
    queue, refused = Queue(at_once=1, seconds=0.05), list[str]()

    def work() -> None:
        try:
            with queue.through():
                pass
        except NotServed:
            refused.append("not served")

    with queue.through():
        started(work).join(10)
    assert refused == ["not served"]
    with queue.through():
        pass
