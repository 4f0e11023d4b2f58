"""Holds: a time kept for one customer, taken for all others, and gone by itself."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, NotFound, SchedulingOff, SlotUnavailable, TooMany
from console.scheduling.models import Booking, DndWindow, Hold, Member
from console.scheduling.rules.holds import LONGEST_KEPT, MOST_PER_CLIENT
from console.scheduling.services import bookings, changes, holds, slots
from console.scheduling.services.changes import Change
from console.scheduling.services.holds import NewHold
from console.scheduling.services.slots import SlotQuery
from tests.services.conftest import add_agent, add_preset

MINUTE = timedelta(minutes=1)


def keep(acme: Any, actor: Actor | None = None, hours: float = 0, **fields: Any) -> Hold:
    """Hold `at(hours)` for the visitor `jane`, or as the fields say."""
    holder = fields.get("holder", "jane")
    given: dict[str, Any] = fields if actor else {"holder": holder, "network": f"of {holder}"} | fields
    return holds.hold(actor or acme.visitor, NewHold(start=acme.at(hours), **given))


def offered(acme: Any, holder: str | None = None, hours: float = 0) -> list[str]:
    """The agents whom the page offers at `at(hours)`."""
    query = SlotQuery(start=acme.at(hours), end=acme.at(hours) + MINUTE, holder=holder)
    return [slot.agent_id for slot in slots.offered(acme.visitor, query)]


def codes(acme: Any, hours: float = 0, **asked: Any) -> dict[str, list[str]]:
    query = SlotQuery(start=acme.at(hours), end=acme.at(hours), **asked)
    return {each.agent_id: [reason.code for reason in each.reasons] for each in slots.explain(acme.system, query)}


def live(acme: Any) -> int:
    with database.reading() as session:
        return len(session.exec(select(Hold)).all())


def test_a_hold_without_an_agent_blocks_one_agent_and_only_that_one(acme: Any) -> None:
    kept = keep(acme)
    assert (kept.names_agent, kept.expires_at - kept.created_at) == (False, 5 * MINUTE)
    other = acme.bo if kept.agent_id == acme.ada else acme.ada
    assert offered(acme) == [other]
    assert codes(acme) == {kept.agent_id: ["held"], other: []}


def test_a_hold_with_an_agent_keeps_that_agent(acme: Any) -> None:
    kept = keep(acme, acme.system, agent_id=acme.bo)
    assert (kept.agent_id, kept.names_agent) == (acme.bo, True)
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(agent_id=acme.bo)
    assert refused.value.code == "held"
    assert acme.book(acme.system, agent_id=acme.bo, hold_id=kept.id).agent_id == acme.bo


def test_a_hold_keeps_its_buffers_clear(acme: Any) -> None:
    keep(acme, acme.system, agent_id=acme.ada, buffer_after_minutes=15)
    assert codes(acme, 0.5, agent_id=acme.ada) == {acme.ada: ["held"]}
    assert codes(acme, 0.75, agent_id=acme.ada) == {acme.ada: []}


def test_a_visitors_own_hold_never_stands_in_their_way(acme: Any) -> None:
    acme.set_preset(agent_day_limit=1)
    keep(acme)
    keep(acme, holder="joe")
    assert offered(acme) == []
    assert len(offered(acme, "jane")) == 1
    assert keep(acme, hours=0.25)


def test_booking_releases_the_hold_and_draws_among_its_agent_and_the_others(acme: Any) -> None:
    kept = keep(acme)
    booking = acme.book(acme.visitor, agent_id=None, hold_id=kept.id, holder="jane")
    assert booking.agent_id == kept.agent_id  # it is their turn still
    assert live(acme) == 0
    other = keep(acme, holder="joe")
    assert other.agent_id != kept.agent_id


def test_the_pencilled_agent_may_be_replaced_by_one_whose_turn_it_is(acme: Any) -> None:
    kept = keep(acme)
    first = acme.book(acme.admin, hours=2, agent_id=None)
    second = acme.book(acme.admin, hours=3, agent_id=None)
    bookings.cancel(acme.admin, first.id if second.agent_id == kept.agent_id else second.id)
    booking = acme.book(acme.visitor, agent_id=None, hold_id=kept.id, holder="jane")
    assert booking.agent_id != kept.agent_id
    assert live(acme) == 0


def test_a_block_set_meanwhile_wins(acme: Any) -> None:
    kept = keep(acme, acme.system, agent_id=acme.ada)
    with database.writing() as session:
        session.add(
            DndWindow(
                app_id=acme.app_id, person_id=acme.ada, start_at=acme.at(0), end_at=acme.at(1), created_at=acme.at(-3)
            )
        )
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(acme.system, hold_id=kept.id)
    assert refused.value.code == "do_not_disturb"


def test_notice_is_judged_when_the_hold_is_made(acme: Any) -> None:
    acme.set_preset(notice_minutes=178)
    kept = keep(acme, acme.system, agent_id=acme.ada)
    acme.hand.shift(3 * MINUTE)
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(acme.system)
    assert refused.value.code == "too_soon"
    assert acme.book(acme.system, hold_id=kept.id)


@pytest.mark.parametrize(
    ("field", "value"),
    [("hours", 1), ("duration_minutes", 60), ("agent_id", "bo"), ("agent_id", None), ("preset_id", "other")],
)
def test_a_booking_is_for_just_what_was_held(acme: Any, field: str, value: Any) -> None:
    kept = keep(acme, acme.system, agent_id=acme.ada)
    value = {"bo": acme.bo, "other": add_preset(acme)}.get(value, value)
    with pytest.raises(Invalid) as refused:
        acme.book(acme.system, hold_id=kept.id, **{field: value})
    assert [problem.field for problem in refused.value.problems] == [field.replace("hours", "scheduled_at")]
    assert live(acme) == 1


def test_who_held_any_agent_books_any_agent(acme: Any) -> None:
    kept = keep(acme, acme.system)
    with pytest.raises(Invalid):
        acme.book(acme.system, hold_id=kept.id, agent_id=kept.agent_id)


def test_an_expired_hold_is_as_none(acme: Any) -> None:
    kept = keep(acme, acme.system, agent_id=acme.ada)
    acme.hand.shift(5 * MINUTE)
    assert offered(acme) == [acme.ada, acme.bo]
    assert acme.book(acme.system, hold_id=kept.id, duration_minutes=60)


def test_an_expired_hold_keeps_nothing_from_others(acme: Any) -> None:
    kept = keep(acme, acme.system, agent_id=acme.ada)
    acme.hand.shift(5 * MINUTE)
    acme.book()
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(acme.system, hold_id=kept.id)
    assert refused.value.code == "slot_taken"


def test_nobody_books_releases_or_renews_on_anothers_hold(acme: Any) -> None:
    kept = keep(acme)
    for act in (holds.renew, holds.release):
        with pytest.raises(NotFound):
            act(acme.visitor, kept.id, "joe")
        with pytest.raises(NotFound):
            act(acme.system, kept.id)
    keep(acme, holder="joe")
    with pytest.raises(SlotUnavailable):
        acme.book(acme.visitor, agent_id=None, hold_id=kept.id, holder="joan")


def test_a_visitor_cannot_pass_for_a_client(acme: Any) -> None:
    kept = keep(acme, acme.system)
    with pytest.raises(NotFound):
        holds.release(acme.visitor, kept.id, acme.system.id)


def test_a_visitor_needs_a_key(acme: Any) -> None:
    with pytest.raises(Invalid) as refused:
        keep(acme, holder=None)
    assert refused.value.field == "holder"


def test_releasing_frees_the_time_at_once(acme: Any) -> None:
    kept = keep(acme, acme.system, agent_id=acme.ada)
    holds.release(acme.system, kept.id)
    assert offered(acme) == [acme.ada, acme.bo]
    with pytest.raises(NotFound):
        holds.release(acme.system, kept.id)


def test_renewing_keeps_it_on_but_not_for_ever(acme: Any) -> None:
    kept = keep(acme)
    for _ in range(14):
        acme.hand.shift(4 * MINUTE)
        kept = holds.renew(acme.visitor, kept.id, "jane")
    assert kept.expires_at == kept.created_at + LONGEST_KEPT
    acme.hand.shift(4 * MINUTE)
    with pytest.raises(NotFound):
        holds.renew(acme.visitor, kept.id, "jane")


def test_a_visitors_third_hold_takes_the_place_of_the_oldest(acme: Any) -> None:
    for hours in (0, 1, 2):
        keep(acme, hours=hours)
        acme.hand.shift(MINUTE)
    assert [len(offered(acme, hours=hours)) for hours in (0, 1, 2)] == [2, 1, 1]


def test_a_refused_hold_leaves_the_others_as_they_were(acme: Any) -> None:
    keep(acme, hours=1)
    keep(acme, hours=2)
    with pytest.raises(SlotUnavailable):
        keep(acme, hours=8)
    assert [len(offered(acme, hours=hours)) for hours in (1, 2)] == [1, 1]


def test_a_client_keeps_twenty_times_at_once(acme: Any) -> None:
    for number in range(MOST_PER_CLIENT):
        keep(acme, acme.system, hours=24 * (number // 10) + number % 10 * 0.5)
    with pytest.raises(TooMany) as refused:
        keep(acme, acme.system, hours=48)
    assert refused.value.next_allowed_at == acme.at(-3) + 5 * MINUTE
    acme.hand.shift(5 * MINUTE)
    assert keep(acme, acme.system, hours=48)


def test_a_hundred_fresh_visitors_of_one_address_keep_six_times_and_others_still_theirs(acme: Any) -> None:
    def act(turn: int) -> object:
        return keep(acme, hours=turn % 14 * 0.5, holder=f"visitor {turn}", network="203.0.113.7")

    assert at_once(100, act) == Counter({"ok": 6, "rate_limit_exceeded": 94})
    assert live(acme) == 6
    assert keep(acme, hours=24, network="203.0.113.8")
    acme.hand.shift(5 * MINUTE)
    assert keep(acme, hours=25, network="203.0.113.7")


def test_who_may_hold_no_more_books_all_the_same(acme: Any) -> None:
    for turn in range(6):
        keep(acme, hours=turn, holder=f"visitor {turn}", network="203.0.113.7")
    with pytest.raises(TooMany) as refused:
        keep(acme, hours=24, network="203.0.113.7")
    assert refused.value.next_allowed_at == acme.at(-3) + 5 * MINUTE
    assert acme.book(acme.visitor, hours=24, agent_id=None, holder="jane")


def test_in_a_full_network_a_visitor_may_still_change_their_mind(acme: Any) -> None:
    for turn in range(5):
        keep(acme, hours=turn, holder=f"visitor {turn}", network="203.0.113.7")
    keep(acme, hours=24, network="203.0.113.7")
    keep(acme, hours=25, network="203.0.113.7")
    assert live(acme) == 6
    assert [len(offered(acme, hours=hours)) for hours in (24, 25)] == [2, 1]


def test_a_visitor_s_address_is_not_kept(acme: Any) -> None:
    keep(acme, network="203.0.113.7")
    with database.reading() as session:
        [kept] = session.exec(select(Hold)).all()
    assert "203.0.113.7" not in str(kept)
    assert len(kept.network or "") == 32


def test_a_hold_counts_towards_the_daily_cap_but_not_for_its_own_booking(acme: Any) -> None:
    acme.set_preset(agent_day_limit=1)
    kept = keep(acme, acme.system, agent_id=acme.ada)
    assert codes(acme, 3, agent_id=acme.ada) == {acme.ada: ["agent_day_limit"]}
    assert acme.book(acme.system, hold_id=kept.id)


def test_nothing_is_held_that_could_not_be_booked(acme: Any) -> None:
    with pytest.raises(Invalid) as refused:
        keep(acme, duration_minutes=45)
    assert refused.value.field == "duration_minutes"
    with pytest.raises(SlotUnavailable) as off:
        holds.hold(acme.visitor, NewHold(start=acme.at(0) + MINUTE, holder="jane", network="home"))
    assert off.value.code == "off_grid"
    assert off.value.alternatives[0].start_at == acme.at(0.25)
    with pytest.raises(Invalid):
        keep(acme, hours=-4)
    acme.set_preset(scheduling_enabled=False)
    with pytest.raises(SchedulingOff):
        keep(acme)


def test_the_clock_takes_out_what_has_expired_and_says_so_once(acme: Any) -> None:
    gone = keep(acme)
    acme.hand.shift(4 * MINUTE)
    keep(acme, holder="joe")
    acme.hand.shift(1 * MINUTE)
    heard: list[Change] = []
    stop = changes.subscribe(heard.append)
    assert (holds.end_expired(), holds.end_expired()) == (1, 0)
    stop()
    assert heard == [Change(acme.app_id, "schedule", gone.id, gone.agent_id)]
    assert live(acme) == 1


def test_of_sixteen_visitors_one_holds_an_agents_slot(acme: Any) -> None:
    acme.set_preset(assignment_mode="pick")
    tried = at_once(16, lambda turn: keep(acme, holder=f"visitor {turn}", agent_id=acme.ada))
    assert tried == Counter({"ok": 1, "held": 15})
    assert live(acme) == 1


def test_who_comes_second_for_the_last_slot_is_offered_the_nearest(acme: Any) -> None:
    acme.book(agent_id=acme.bo)
    refused: list[SlotUnavailable] = []

    def act(turn: int) -> object:
        try:
            return keep(acme, holder=f"visitor {turn}")
        except SlotUnavailable as slow:
            refused.append(slow)
            raise

    assert at_once(2, act) == Counter({"ok": 1, "no_agent_available": 1})
    assert [slot.start_at for slot in refused[0].alternatives] == [acme.at(0.5), acme.at(0.75), acme.at(1)]


def test_a_pool_of_three_is_held_three_times(acme: Any) -> None:
    add_agent(acme, "cleo")
    tried = at_once(16, lambda turn: keep(acme, holder=f"visitor {turn}"))
    assert tried == Counter({"ok": 3, "held": 13})


def test_of_those_who_hold_and_those_who_book_one_wins_an_agent(acme: Any) -> None:
    def act(turn: int) -> object:
        return acme.book() if turn % 2 else keep(acme, acme.system, agent_id=acme.ada)

    tried = at_once(12, act)
    assert tried["ok"] == 1
    with database.reading() as session:
        assert len(session.exec(select(Hold)).all()) + len(session.exec(select(Booking)).all()) == 1


def test_two_presets_do_not_hold_the_same_agent(acme: Any) -> None:
    presets = [acme.preset_id, add_preset(acme)]
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).disabled_at = acme.at(-3)

    def act(turn: int) -> object:
        return keep(acme, hours=turn // 2 * 0.5, holder=f"visitor {turn}", preset_id=presets[turn % 2])

    assert at_once(24, act) == Counter({"ok": 12, "held": 12})


def test_a_client_cannot_hold_more_by_asking_at_once(acme: Any) -> None:
    for number in range(MOST_PER_CLIENT - 2):
        keep(acme, acme.system, hours=24 * (number // 10) + number % 10 * 0.5)
    tried = at_once(6, lambda turn: keep(acme, acme.system, hours=48 + turn))
    assert tried == Counter({"ok": 2, "rate_limit_exceeded": 4})


def at_once(times: int, act: Callable[[int], object]) -> Counter[str]:
    """How often it succeeded, and with which codes it was refused."""

    def attempt(turn: int) -> str:
        try:
            act(turn)
        except (SlotUnavailable, TooMany) as refused:
            return refused.code
        return "ok"

    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(attempt, range(times)))
