"""A call that is moved by hand: where it may go, the question once it is dropped, and the way back."""

from console.scheduling.services import bookings
from console.state.moving_call import MoveAnyCallState, MoveOwnCallState
from console.state.team_calendar import TeamCalendarState
from tests.services.conftest import Acme
from tests.state.conftest import Tab

TEN, ELEVEN, FOUR = "2027-02-01T10:00", "2027-02-01T11:00", "2027-02-01T16:00"


def as_admin(acme: Acme, tab: Tab) -> Tab:
    return tab.sign_in(acme.ada, "admin")


def lift(tab: Tab, call, *agents: str, minutes: int = 0, state=MoveAnyCallState):
    return tab.do(state.lift, call.id, minutes, "2027-02-01", "2027-02-02", list(agents))


def drop(tab: Tab, call, start: str, minutes: int = 30, agent: str = "", state=MoveAnyCallState):
    return tab.do(state.drop, call.id, call.version, start, minutes, agent)


def told(landing, agent: str, minute: int) -> tuple[str, str, int]:
    """What is said of a start at this minute of the first day: tone, sentence, and how far the agent's clock is ahead."""
    (row,) = [row for row in landing.rows if row.agent == agent]
    (found,) = [each for each in row.stretches if each[0] <= minute < each[1]]
    text = landing.texts[found[2]]
    return text.tone, text.told, found[3]


def test_where_a_held_call_may_go_is_told_for_each_agent(acme: Acme, tab: Tab):
    call, _ = acme.book(), acme.book(agent_id=acme.bo, hours=1)
    landing = lift(as_admin(acme, tab), call, acme.ada, acme.bo).landing
    assert (landing.id, landing.minutes, landing.first) == (call.id, 30, "2027-02-01")
    assert told(landing, acme.ada, 11 * 60) == ("free", "Free", 0)
    assert told(landing, acme.bo, 11 * 60) == ("refused", "Another call: 11:00–11:30.", 0)
    assert told(landing, acme.bo, 10 * 60 + 30) == ("free", "Free", 0)
    assert told(landing, acme.ada, 8 * 60) == (
        "aside",
        "This time is outside working hours. You can set this aside.",
        0,
    )
    assert told(landing, acme.ada, 6 * 60) == ("refused", "This time has passed.", 0)
    assert [(minutes, landing.texts[number].tone) for minutes, number in landing.lengths] == [
        (30, "free"),
        (60, "free"),
    ]
    assert all(row.stretches[0][0] == 0 and row.stretches[-1][1] == 48 * 60 for row in landing.rows)
    assert lift(tab, call, minutes=60).landing.minutes == 60
    assert tab.do(MoveAnyCallState.lift, call.id, 0, "soon", "", []).landing.minutes == 60


def test_a_drop_is_asked_about_and_then_done_in_one_act(acme: Acme, tab: Tab):
    call = acme.book()
    state = drop(as_admin(acme, tab), call, ELEVEN, 60, acme.bo)
    assert (state.is_open, state.question.is_possible, state.question.why_not) == (True, True, [])
    assert (state.question.customer, state.question.old, state.question.new) == (
        "Jane",
        "Monday 1 February, 10:00–10:30, ada",
        "Monday 1 February, 11:00–12:00, bo",
    )
    state = tab.do(MoveAnyCallState.move, {"reason": "ill"})
    assert (state.is_open, state.moved) == (False, "Moved: Jane, Monday 1 February, 11:00–12:00, bo.")
    moved = bookings.change(acme.admin, call.id, bookings.BookingChange(guest_name="Jane"))
    assert (moved.scheduled_at, moved.duration_minutes, moved.agent_id, moved.version) == (
        acme.at(1),
        60,
        acme.bo,
        call.version + 1,
    )
    tab.do(MoveAnyCallState.undo)
    assert tab.notice.startswith("Moved back: Jane, Monday 1 February, 10:00")
    assert (state.moved, tab.do(MoveAnyCallState.undo).moved) == ("", "")


def test_what_was_confirmed_does_not_come_back_as_it_was(acme: Acme, tab: Tab):
    call = acme.book()
    call = bookings.confirm(acme.admin, call.id)
    drop(as_admin(acme, tab), call, ELEVEN)
    state = tab.do(MoveAnyCallState.move, {})
    assert state.moved and not state.may_undo
    assert tab.do(MoveAnyCallState.put_moved_away).moved == ""


def test_a_drop_where_it_stands_asks_nothing(acme: Acme, tab: Tab):
    call = acme.book()
    state = drop(as_admin(acme, tab), call, TEN)
    assert (state.is_open, state.version) == (False, 1)


def test_a_refused_drop_offers_the_nearest_times(acme: Acme, tab: Tab):
    call, _ = acme.book(), acme.book(hours=1)
    state = drop(as_admin(acme, tab), call, ELEVEN)
    assert (state.question.is_possible, state.question.why_not) == (False, ["Another call: 11:00–11:30."])
    assert state.nearest[0].time == "Monday 1 February, 11:30"
    state = tab.do(MoveAnyCallState.take_instead, state.nearest[0].start)
    assert (state.question.is_possible, state.nearest) == (True, [])
    assert tab.do(MoveAnyCallState.move, {}).moved
    state = drop(tab, call, ELEVEN)
    before = state.version
    assert (tab.do(MoveAnyCallState.set_open, False).is_open, state.version) == (False, before + 1)


def test_hours_are_set_aside_only_where_that_is_said(acme: Acme, tab: Tab):
    call = acme.book()
    state = drop(as_admin(acme, tab), call, "2027-02-01T20:00")
    assert state.question.is_possible and state.question.why_not
    assert "outside" in tab.do(MoveAnyCallState.move, {}).refusal and state.is_open
    assert tab.do(MoveAnyCallState.move, {"set_aside": "on"}).moved


def test_a_call_that_changed_while_it_was_held_is_shown_in_both_versions(acme: Acme, tab: Tab):
    call = acme.book()
    lift(as_admin(acme, tab), call, acme.ada)
    bookings.reschedule(acme.admin, call.id, acme.at(3))
    state = drop(tab, call, FOUR)
    assert state.is_stale and (state.question.held, state.question.old, state.question.new) == (
        "Monday 1 February, 10:00–10:30, ada",
        "Monday 1 February, 13:00–13:30, ada",
        "Monday 1 February, 16:00–16:30, ada",
    )
    bookings.reschedule(acme.admin, call.id, acme.at(2))
    state = tab.do(MoveAnyCallState.move, {})
    assert state.is_stale and state.question.held == "Monday 1 February, 13:00–13:30, ada"
    assert tab.do(MoveAnyCallState.move, {}).moved


def test_an_agent_moves_only_their_own(acme: Acme, tab: Tab):
    own, others = acme.book(agent_id=acme.bo), acme.book()
    tab.sign_in(acme.bo, "agent")
    assert drop(tab, own, ELEVEN, state=MoveOwnCallState).is_open
    assert lift(tab, others, state=MoveOwnCallState).landing.id == ""
    assert tab.notice == "There is no such call in this app."
    state = drop(tab, others, ELEVEN, state=MoveOwnCallState)
    assert (state.version, tab.notice) == (1, "There is no such call in this app.")
    assert drop(tab, own, "soon", state=MoveOwnCallState).version == 2
    assert tab.notice == "Give a date and a time."


def test_only_who_may_move_a_call_is_given_one_to_drag(acme: Acme, tab: Tab):
    acme.book()
    as_admin(acme, tab).go("view=agents&day=2027-02-01")

    def drags() -> list[tuple[bool, list[int], int]]:
        calls = [entry for entry in tab.do(TeamCalendarState.refresh).entries if entry.kind == "call"]
        return [(call.is_movable, call.lengths, call.version) for call in calls]

    tab.do(TeamCalendarState.load)
    assert drags() == [(True, [30, 60], 1)]
    tab.sign_in(acme.bo, "supervisor")
    assert drags() == [(False, [], 1)]
