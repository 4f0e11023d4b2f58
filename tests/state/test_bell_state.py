"""The bell: what stands in one's list, what is spoken as it comes, and what one chooses."""

from console.scheduling import database
from console.scheduling.models import Member
from console.scheduling.services import bookings
from console.state.bell import BellState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements


def as_bo(acme: Acme, tab: Tab) -> Tab:
    return tab.sign_in(acme.bo, "agent")


def test_what_is_there_when_the_page_opens_is_shown_and_not_spoken(acme: Acme, tab: Tab):
    acme.book(agent_id=acme.bo, hours=2)
    state = as_bo(acme, tab).do(BellState.load)
    (row,) = state.rows
    assert (row.said, row.detail, row.ago) == ("New call: Jane", "Today, 12:00", "now")
    assert state.unread == 1 and state.spoken.id == ""


def test_what_comes_is_spoken_once_and_aloud_only_when_it_is_urgent(acme: Acme, tab: Tab):
    state = as_bo(acme, tab).do(BellState.load)
    first = acme.book(agent_id=acme.bo, hours=2)
    state = tab.do(BellState.refresh)
    assert state.spoken.said == "New call: Jane" and not state.spoken.is_loud
    acme.hand.move_to(acme.at(1.75))
    bookings.cancel(acme.guest(first), first.id)
    state = tab.do(BellState.refresh)
    assert state.spoken.said == "Cancelled: Jane" and state.spoken.is_loud
    spoken = state.spoken.id
    assert tab.do(BellState.load).spoken.id == spoken


def test_one_is_read_or_all_are(acme: Acme, tab: Tab):
    for hours in (0, 1, 2):
        acme.book(agent_id=acme.bo, hours=hours)
    state = as_bo(acme, tab).do(BellState.load)
    assert tab.do(BellState.read, state.rows[0].id).unread == 2
    assert tab.do(BellState.read_all).unread == 0


def test_what_is_unread_is_counted_however_many_there_are(acme: Acme, tab: Tab):
    for number in range(25):
        acme.book(agent_id=acme.bo, hours=number, respect_working_hours=False)
    state = as_bo(acme, tab).do(BellState.load)
    assert (len(state.rows), state.unread) == (20, 25)
    assert tab.do(BellState.read, state.rows[0].id).unread == 24
    assert tab.do(BellState.read_all).unread == 0


def test_ones_choice_is_kept_and_a_supervisor_has_no_bell(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(BellState.choose, "moved", "email", False)
    state = tab.do(BellState.load)
    chosen = {row.topic: (row.email, row.browser) for row in state.choices}
    assert chosen["moved"] == (False, True) and "failures" not in chosen
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).role = "supervisor"
    assert tab.sign_in(acme.bo, "supervisor").do(BellState.load).choices == []


def test_the_list_asks_the_store_the_same_few_questions_however_long_it_is(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(BellState.load)
    for hours in range(6):
        acme.book(agent_id=acme.bo, hours=hours)
    with statements() as asked:
        state = tab.do(BellState.refresh)
    assert len(state.rows) == 6 and len(asked) <= 4
