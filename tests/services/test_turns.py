"""Few threads at once, and who only looks after who acts."""

import threading
import time
from collections.abc import Callable
from contextvars import copy_context

import pytest

from console.scheduling.turns import NoTurn, Turns, giving_way


def started(work: Callable[[], None]) -> threading.Thread:
    """A thread that works in the context of who starts it, as those of the pages do."""
    thread = threading.Thread(target=copy_context().run, args=(work,), daemon=True)
    thread.start()
    return thread


def test_no_more_work_at_once_than_there_are_turns():
    turns, at_work, most = Turns(at_once=2, seconds=10), [0], [0]
    counted = threading.Lock()

    def work() -> None:
        with turns.taken():
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
    turns, order = Turns(at_once=1, seconds=10), list[str]()

    def work(name: str) -> Callable[[], None]:
        def act() -> None:
            with turns.taken():
                order.append(name)

        return act

    with turns.taken():
        with giving_way():
            looking = started(work("looks"))
        time.sleep(0.05)
        acting = started(work("acts"))
        time.sleep(0.05)
    for thread in (looking, acting):
        thread.join(10)
    assert order == ["acts", "looks"]


def test_who_gave_way_for_long_does_not_any_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.scheduling.turns._SECONDS_OF_PATIENCE", 0.02)
    turns, order = Turns(at_once=1, seconds=10), list[str]()

    def look() -> None:
        with turns.taken():
            order.append("looks")

    with turns.taken():
        with giving_way():
            looking = started(look)
        time.sleep(0.1)
        others = [started(lambda: _hold(turns, order)) for _ in range(3)]
        time.sleep(0.05)
    for thread in (looking, *others):
        thread.join(10)
    assert order[0] == "looks"


def _hold(turns: Turns, order: list[str]) -> None:
    with turns.taken():
        order.append("acts")


def test_whoever_has_a_turn_or_is_exempt_needs_no_other():
    turns = Turns(at_once=1, seconds=0.05)
    with turns.taken(), turns.taken():
        pass
    with turns.exempt(), turns.taken():
        pass


def test_a_turn_that_is_held_for_long_keeps_nobody():
    turns = Turns(at_once=1, seconds=10)
    with turns.taken():
        began = time.monotonic()
        acting = started(lambda: _hold(turns, []))
        acting.join(5)
        assert 0.1 < time.monotonic() - began < 2


def test_a_turn_that_does_not_come_is_told_and_lost_by_nobody():
    turns, refused = Turns(at_once=1, seconds=0.05), list[str]()

    def work() -> None:
        try:
            with turns.taken():
                pass
        except NoTurn:
            refused.append("no turn")

    with turns.taken():
        started(work).join(10)
    assert refused == ["no turn"]
    with turns.taken():
        pass
