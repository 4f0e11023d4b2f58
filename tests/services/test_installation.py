"""The installation's key and its memory of having been away."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from console.scheduling import clock, database
from console.scheduling.rules.intervals import Interval, overlaps
from console.scheduling.services import installation

pytestmark = pytest.mark.usefixtures("store")


def test_the_key_has_256_bits_and_stays() -> None:
    assert len(installation.key()) == 32
    assert installation.key() == installation.key()


def test_a_long_silence_of_the_clock_is_remembered() -> None:
    with time_machine.travel(datetime(2027, 1, 4, 12, tzinfo=UTC), tick=False) as hand:
        noon = clock.now()
        installation.touch_alive()
        hand.shift(timedelta(seconds=60))
        installation.touch_alive()
        assert not _was_away(_from(noon, 0, 1))
        hand.shift(timedelta(minutes=30))
        assert _was_away(_from(noon, 10, 20)), "still silent"
        installation.touch_alive()
        assert _was_away(_from(noon, 10, 20)), "and afterwards"
        assert not _was_away(_from(noon, 31, 40))
        hand.shift(timedelta(days=9))
        installation.touch_alive()
        assert not _was_away(_from(noon, 10, 20)), "nobody asks about last week"


def test_a_new_installation_was_never_down() -> None:
    assert not _was_away(_from(clock.now(), -60, 0))


def _was_away(during: Interval) -> bool:
    with database.reading() as session:
        return any(overlaps(away, during) for away in installation.times_away(session, clock.now()))


def _from(start: datetime, first: int, last: int) -> Interval:
    return Interval(start + timedelta(minutes=first), start + timedelta(minutes=last))
