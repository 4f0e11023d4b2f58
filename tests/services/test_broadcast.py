"""Changes told from process to process: what commits is heard by the others, once, and a line that was down says so."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import SimpleQueue

import pytest
from sqlalchemy import text
from sqlmodel import Session

from console.scheduling import database
from console.scheduling.services import broadcast, changes
from console.scheduling.services.changes import Change

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)

ONE, OTHER = Change("app_1", subject_id="bkg_1", agent_id="per_1"), Change("app_1", "settings")
SECONDS = 10


@pytest.fixture
def heard(store: str) -> Iterator[SimpleQueue]:
    """What this process hears of others; `None` stands for what it missed."""
    told: SimpleQueue = SimpleQueue()
    with broadcast.hearing(told.put, lambda: told.put(None)):
        _wait(lambda: len(_listeners()) == 1)
        yield told


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sends as another process would; with `gives_up`, rolls its transaction back."""

    def as_another(*told: Change, gives_up: bool = False) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(broadcast, "_US", "another")
            message = broadcast._written(told)
        with suppress(ZeroDivisionError), database.writing() as session:
            notify(session, message)
            if gives_up:
                raise ZeroDivisionError

    return as_another


def notify(session: Session, message: str) -> None:
    query = text("SELECT pg_notify(:channel, :message)")
    session.connection().execute(query, {"channel": broadcast.CHANNEL, "message": message})


def test_what_another_process_commits_is_heard_in_order_and_what_it_gives_up_is_not(heard, send):
    send(OTHER, gives_up=True)
    send(ONE, OTHER)
    send(OTHER)
    assert heard.get(timeout=SECONDS) == [ONE, OTHER]
    assert heard.get(timeout=SECONDS) == [OTHER]


def test_one_s_own_changes_are_told_by_the_verb_and_not_once_more(heard, send):
    with database.writing() as session:
        broadcast.send(session, [OTHER])
    send(ONE)
    assert heard.get(timeout=SECONDS) == [ONE]


def test_more_than_fits_into_a_message_is_told_without_saying_which(heard, send):
    send(*(Change("app_1", subject_id=f"bkg_{number:026}", agent_id="per_1") for number in range(200)), OTHER)
    assert heard.get(timeout=SECONDS) == [Change("app_1"), OTHER]


def test_a_line_that_was_cut_says_that_something_was_missed_and_hears_again(heard, send):
    with database.reading() as session:
        session.connection().execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": _listeners()[0]})
    assert heard.get(timeout=SECONDS) is None
    send(ONE)
    assert heard.get(timeout=SECONDS) == [ONE]


def test_odd_messages_are_left_alone(heard, send):
    for odd in ("", "{}", '["another", [["app_1"], 7]]', '["another", [[1, 2, 3, 4, 5, 6, 7]]]'):
        with database.writing() as session:
            notify(session, odd)
    send(ONE)
    assert heard.get(timeout=SECONDS) == [ONE]


def test_who_listens_to_changes_hears_those_of_other_processes_too(store: str):
    told: SimpleQueue = SimpleQueue()
    stop = changes.subscribe(told.put, lambda: told.put(None))
    try:
        changes.tell([ONE, OTHER])
        changes.tell_missed()
        assert [told.get(timeout=SECONDS) for _ in range(3)] == [ONE, OTHER, None]
    finally:
        stop()


def _listeners() -> list[int]:
    with database.reading() as session:
        query = text(
            "SELECT pid FROM pg_stat_activity WHERE query = :listen AND state = 'idle' AND datname = current_database()"
        )
        return list(session.connection().execute(query, {"listen": f"LISTEN {broadcast.CHANNEL}"}).scalars())


def _wait(until: Callable[[], bool]) -> None:
    import time

    end = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)
