"""What customers may change of their own call, and why not."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from console.scheduling.rules.customer_changes import ChangeTerms, may_customer_change

START = datetime(2027, 2, 1, 15, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def refusal(
    act: Literal["reschedule", "cancel"] = "reschedule",
    status="scheduled",
    moves=0,
    now=START - DAY,
    freed=False,
    **terms,
) -> str | None:
    refused = may_customer_change(act, status, START, moves, ChangeTerms(**terms), now, freed=freed)
    return refused.code if refused else None


def test_a_customer_may_change_what_the_preset_lets_them():
    assert refusal() is None
    assert refusal(allowed=False) == "change_off"
    assert refusal("cancel", allowed=False) == "change_off"


def test_a_notice_counts_to_the_minute():
    assert refusal(notice_minutes=1440) is None
    assert refusal(notice_minutes=1441) == "change_notice"
    assert refusal("cancel", notice_minutes=1441) == "change_notice"


def test_moves_are_capped_and_cancelling_is_not():
    assert refusal(moves=2, max_moves=3) is None
    assert refusal(moves=3, max_moves=3) == "moves_used_up"
    assert refusal("cancel", moves=3, max_moves=3) is None
    assert refusal(max_moves=0) == "moves_used_up"


def test_a_conflict_notice_frees_one_move_of_every_term():
    strict = {"allowed": False, "notice_minutes": 9999, "max_moves": 0}
    assert refusal(freed=True, **strict) is None
    assert refusal("cancel", freed=True, **strict) == "change_off"


def test_what_has_begun_or_is_over_is_not_changed():
    assert refusal(now=START) == "already_started"
    assert refusal(status="started", now=START - MINUTE) == "already_started"
    assert refusal(status="cancelled", freed=True) == "final_state"


def test_a_refusal_says_how_much_notice_is_asked():
    refused = may_customer_change("cancel", "scheduled", START, 0, ChangeTerms(notice_minutes=120), START - MINUTE)
    assert refused is not None
    assert "2 hours" in refused.sentence
