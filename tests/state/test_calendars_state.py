"""One's own calendars on My schedules, what others see of them, and the addresses of feeds."""

from datetime import timedelta

from console.scheduling import database
from console.scheduling.models import BusyCalendar
from console.scheduling.rules.calendar_files import Busy
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import calendars
from console.scheduling.services.calendars import Seen
from console.state.calendar_feeds import AppFeedState, OwnFeedState
from console.state.calendars import AgentCalendarsState, CalendarsState
from tests.services.conftest import MONDAY, Acme
from tests.state.conftest import Tab

ADDRESS = "webcal://calendar.google.com/calendar/ical/bo/private-5ec2e7/basic.ics"


def as_bo(acme: Acme, tab: Tab) -> Tab:
    return tab.sign_in(acme.bo, "agent")


def read(*times: Interval, problem: str | None = None, unread: int = 0) -> None:
    (look,) = calendars.claim_due("me", 1)
    calendars.record("me", Seen(look, problem, None if problem else Busy(times, unread=unread)))


def make_due() -> None:
    with database.writing() as session:
        for calendar in session.query(BusyCalendar):
            calendar.due_at = MONDAY


def test_a_new_calendar_is_being_read_and_then_says_what_it_holds(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(CalendarsState.set_adding, True)
    state = tab.do(CalendarsState.add, {"url": ADDRESS, "name": ""})
    (row,) = state.rows
    assert (row.name, row.told, row.is_new, state.is_adding) == ("Google Calendar", "Being read…", True, False)
    read(*(Interval(acme.at(hours), acme.at(hours + 1)) for hours in (1, 25)), unread=1)
    (row,) = tab.do(CalendarsState.refresh).rows
    assert row.told == "2 busy times until Sat 3 Apr"
    assert row.problem == "1 event could not be understood."
    assert "private-5ec2e7" not in repr(state.dict())


def test_a_broken_calendar_says_why_and_when_it_was_read_last(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(CalendarsState.add, {"url": ADDRESS})
    read(problem="answered:404")
    (row,) = tab.do(CalendarsState.refresh).rows
    assert row.told == "Not read yet." and row.problem.startswith("The address answered 404.") and not row.is_new
    make_due()
    read()
    acme.hand.shift(timedelta(hours=3))
    (row,) = tab.do(CalendarsState.refresh).rows
    assert row.problem == "Last read 3 hr ago; what was busy then still counts."


def test_a_wrong_address_is_said_at_its_field_and_the_form_stays(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(CalendarsState.set_adding, True)
    state = tab.do(CalendarsState.add, {"url": "my calendar"})
    assert state.is_adding and "https://" in state.problems["url"]


def test_a_calendar_is_asked_about_before_it_goes(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(CalendarsState.add, {"url": ADDRESS})
    state = tab.do(CalendarsState.load)
    state = tab.do(CalendarsState.ask_to_remove, state.rows[0].id)
    assert state.is_removing and state.chosen.name == "Google Calendar"
    assert tab.do(CalendarsState.remove).rows == [] and tab.notice == "Calendar removed."


def test_an_admin_sees_that_there_is_one_and_a_colleague_does_not(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(CalendarsState.add, {"url": ADDRESS})
    tab.sign_in(acme.ada, "admin")
    assert [row.name for row in tab.do(AgentCalendarsState.show, acme.bo).rows] == ["Google Calendar"]
    tab.sign_in(acme.ada, "agent")
    assert tab.do(AgentCalendarsState.show, acme.bo).rows == []
    tab.sign_in(acme.ada, "supervisor")
    assert not tab.do(CalendarsState.load).may_add


def test_an_address_for_ones_own_calls_is_made_replaced_and_revoked(acme: Acme, tab: Tab):
    state = as_bo(acme, tab).do(OwnFeedState.load)
    assert state.is_seen and state.url == ""
    first = tab.do(OwnFeedState.renew).url
    assert first.endswith(".ics") and tab.do(OwnFeedState.load).url == first
    assert tab.do(OwnFeedState.ask_to, "renew").question == "renew"
    state = tab.do(OwnFeedState.renew)
    assert state.url not in ("", first) and state.question == ""
    assert tab.do(OwnFeedState.revoke).url == ""


def test_the_address_of_all_calls_is_for_admins_and_supervisors(acme: Acme, tab: Tab):
    made = tab.do(AppFeedState.renew).url
    assert tab.sign_in(acme.bo, "supervisor").do(AppFeedState.load).url == made
    state = tab.sign_in(acme.bo, "agent").do(AppFeedState.load)
    assert not state.is_seen and state.url == ""
