"""Who is sent something next."""

from datetime import UTC, datetime, timedelta

from console.scheduling.rules.deliveries import CLAIMED_EACH, PLACES, PLACES_EACH, PLACES_IN_DOUBT, Queue, share_out

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def _queue(name: str, seconds_waiting: float = 1, **facts) -> Queue:
    return Queue(name, NOW - timedelta(seconds=seconds_waiting), **facts)


def test_nothing_waiting_is_given_nothing():
    assert share_out([Queue("a", None, claimed=1)]) == {}


def test_a_proven_receiver_has_two_places_and_one_in_doubt_has_one():
    assert share_out([_queue("a", proven=True), _queue("b")]) == {"a": 2, "b": 1}
    assert share_out([_queue("a", proven=True, claimed=1), _queue("b", claimed=1)]) == {"a": 1}


def test_everybody_has_one_before_anybody_has_two():
    shares = share_out([_queue(f"q{number}", proven=True) for number in range(PLACES - 1)])
    assert sorted(shares.values()) == [1] * (PLACES - 2) + [2]


def test_receivers_that_hang_leave_places_for_a_healthy_one():
    hanging = [_queue(f"h{number}", 100, claimed=1) for number in range(PLACES_IN_DOUBT)]
    more = [_queue(f"m{number}", 100) for number in range(10)]
    assert share_out([*hanging, *more, _queue("healthy", 0, proven=True)]) == {"healthy": 2}


def test_a_new_receiver_stands_before_those_that_failed():
    failing = [_queue(f"f{number}", 100, failures=3) for number in range(PLACES_IN_DOUBT)]
    shares = share_out([*failing, _queue("new", 0)])
    assert shares["new"] == 1 and sum(shares.values()) == PLACES_IN_DOUBT


def test_there_are_never_more_in_flight_than_there_are_places():
    queues = [_queue(f"q{number}", proven=True, claimed=1) for number in range(PLACES - 1)]
    assert sum(share_out(queues).values()) == 1


def test_a_prompt_receiver_is_claimed_for_ahead_and_takes_no_more_than_its_places():
    busy = _queue("a", proven=True, claimed=CLAIMED_EACH - 5)
    assert share_out([busy], prompt={"a"}) == {"a": 5}
    assert share_out([_queue("a", proven=True)], prompt={"a"}) == {"a": CLAIMED_EACH}
    others = [_queue(f"q{number}", proven=True) for number in range(PLACES)]
    assert sum(share_out([busy, *others]).values()) == PLACES - PLACES_EACH


def test_nothing_is_claimed_ahead_for_one_in_doubt_or_shared_or_while_others_wait_for_a_first_place():
    assert share_out([_queue("a")], prompt={"a"}) == {"a": 1}
    assert share_out([_queue("a", proven=True, claimed=1, shared=True)], prompt={"a"}) == {"a": 1}
    queues = [_queue(f"q{number}", proven=True) for number in range(PLACES + 1)]
    assert sum(share_out(queues, prompt={"q0"}).values()) == PLACES
    assert share_out(queues[:PLACES], prompt={"q0"})["q0"] == CLAIMED_EACH
