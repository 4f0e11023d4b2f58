"""An agent's own week: everything that stands in it, in a constant number of reads; and DND windows that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.scheduling import database
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.messages import agent_week as messages
from console.scheduling.models import App, BusyCalendar, BusyTime, Member, ScheduleException
from console.scheduling.services import agent_week, bookings, focus, impact, schedules
from console.scheduling.services.agent_week import WeekQuestion
from tests.services.conftest import MONDAY, Acme
from tests.statements import statements

BOGOTA = "America/Bogota"


def look(acme: Acme, day: date | None = None, timezone: str = BOGOTA) -> agent_week.AgentWeek:
    return agent_week.look(acme.agent(acme.ada), WeekQuestion(timezone=timezone, day=day))


def shown(acme: Acme, **asked) -> list[tuple[str, str, str, str]]:
    """What a calendar draws: kind, start, end and title."""
    week = look(acme, **asked)
    listed = messages.entries(week, ZoneInfo(week.timezone), MONDAY)
    return [(one.kind, one.start, one.end, one.title) for one in listed if one.kind != "closed"]


def fill(acme: Acme) -> None:
    """Ada's week with one of everything."""
    acme.book()
    bookings.cancel(acme.admin, acme.book(hours=1).id)
    schedules.add_dnd(acme.agent(acme.ada), acme.ada, acme.at(2), acme.at(3), "Paperwork")
    calendar = BusyCalendar(
        person_id=acme.ada, name="Ada's", url="https://calendar.test/ada.ics", due_at=MONDAY, created_at=MONDAY
    )
    made = {"app_id": acme.app_id, "created_at": MONDAY, "start_at": acme.at(24), "end_at": acme.at(26)}
    with database.writing() as session:
        session.add(calendar)
        session.flush()
        session.add_all(
            [
                BusyTime(calendar_id=calendar.id, person_id=acme.ada, start_at=acme.at(4), end_at=acme.at(5)),
                ScheduleException(kind="blocked", person_id=acme.ada, **made),
                ScheduleException(kind="blocked", note="Holiday", **made),
                ScheduleException(kind="blocked", person_id=acme.bo, **made),
            ]
        )


def test_a_week_holds_everything_of_its_agent_and_nothing_of_others(acme: Acme):
    fill(acme)
    acme.book(hours=2, agent_id=acme.bo)
    assert sorted(shown(acme)) == [
        ("blocked", "2027-02-02T10:00", "2027-02-02T12:00", "Blocked"),
        ("blocked", "2027-02-02T10:00", "2027-02-02T12:00", "Closed"),
        ("busy", "2027-02-01T14:00", "2027-02-01T15:00", "Busy calendar"),
        ("call", "2027-02-01T10:00", "2027-02-01T10:30", "Jane"),
        ("dnd", "2027-02-01T12:00", "2027-02-01T13:00", "Paperwork"),
    ]
    assert shown(acme, day=date(2027, 2, 9)) == []


def test_a_call_of_another_app_is_taken_and_no_more(acme: Acme):
    acme.book()
    with database.writing() as session:
        other = App(name="Other", timezone="UTC", widget_key="other", created_at=MONDAY)
        session.add(other)
        session.flush()
        session.add(Member(app_id=other.id, person_id=acme.ada, role="agent", timezone="UTC", joined_at=MONDAY))
    actor = acme.agent(acme.ada)
    week = agent_week.look(
        type(actor)("agent", id=acme.ada, app_id=other.id, role="agent"), WeekQuestion(timezone=BOGOTA)
    )
    assert list(week.calls) == [] and [each.start for each in week.taken] == [acme.at(0)]


def test_the_week_is_that_of_the_zone_it_is_asked_for(acme: Acme):
    acme.book()  # ten in the morning on Monday in Bogota
    assert shown(acme, timezone="Asia/Tokyo", day=date(2027, 2, 2))[0][:2] == (
        "call",
        "2027-02-02T00:00",
    )
    with pytest.raises(Invalid):
        look(acme, date(1, 1, 1))


def test_hours_and_calls_have_room_in_what_is_drawn(acme: Acme):
    week = look(acme)
    assert messages.hours_shown(week, ZoneInfo(BOGOTA)) == (9, 17)
    acme.book(hours=8.5, respect_working_hours=False)
    assert messages.hours_shown(look(acme), ZoneInfo(BOGOTA)) == (9, 19)


def test_a_call_over_the_hour_that_occurs_twice_is_drawn_as_long_as_it_lasts():
    tz = ZoneInfo("America/New_York")
    span = messages.Interval(datetime(2027, 11, 7, 5, 30, tzinfo=UTC), datetime(2027, 11, 7, 6, 30, tzinfo=UTC))
    entry = messages._entry("taken", span, tz, "en")
    assert (entry.start, entry.end) == ("2027-11-07T01:30", "2027-11-07T02:30")


def test_the_week_takes_as_many_reads_however_full_it_is(acme: Acme):
    with statements() as few:
        look(acme)
    fill(acme)
    for hours in range(3, 7):
        acme.book(hours=hours + 24)
    with statements() as many:
        assert len(look(acme).calls) == 5
    assert len(few) == len(many) <= 11


def test_a_dnd_window_moves_and_keeps_its_note(acme: Acme):
    ada = acme.agent(acme.ada)
    window = schedules.add_dnd(ada, acme.ada, acme.at(0), acme.at(1), " Paperwork ")
    schedules.change_dnd(ada, window.id, acme.at(1), acme.at(2))
    (moved,) = schedules.list_dnd(ada, acme.ada)
    assert (moved.start_at, moved.end_at, moved.note) == (acme.at(1), acme.at(2), "Paperwork")
    assert schedules.change_dnd(ada, window.id, acme.at(1), acme.at(2), "").note is None
    with pytest.raises(NotAllowed):
        schedules.change_dnd(acme.agent(acme.bo), window.id, acme.at(1), acme.at(2))
    with pytest.raises(NotFound):
        schedules.change_dnd(ada, "dnd_unknown", acme.at(1), acme.at(2))
    with pytest.raises(Invalid):
        schedules.change_dnd(ada, window.id, acme.at(2), acme.at(1))


def test_a_window_that_moves_asks_only_about_calls_that_did_not_stand_in_it(acme: Acme):
    for hours in (0, 1):
        acme.book(hours=hours)
    ada = acme.agent(acme.ada)
    window = schedules.add_dnd(ada, acme.ada, acme.at(0), acme.at(0.5))
    found = impact.of_dnd_change(ada, window.id, acme.at(0), acme.at(2))
    assert [each.booking.scheduled_at for each in found.calls] == [acme.at(1)]


def test_ending_now_leaves_what_has_passed_and_what_is_to_come(acme: Acme):
    ada = acme.agent(acme.ada)
    for start, end in ((-1, 1), (-0.5, 2), (3, 4)):
        schedules.add_dnd(ada, acme.ada, acme.at(start), acme.at(end))
    acme.hand.move_to(acme.at(0) + timedelta(seconds=40))
    schedules.end_dnd(ada, acme.ada)
    assert [each.start_at for each in focus.look(ada).windows] == [acme.at(3)]
    acme.hand.move_to(acme.at(3) + timedelta(seconds=20))
    schedules.end_dnd(ada, acme.ada)  # within its first minute: as if it had never been
    week = look(acme)
    assert [(each.start_at, each.end_at) for each in week.dnd] == [
        (acme.at(-1), acme.at(0)),
        (acme.at(-0.5), acme.at(0)),
    ]
