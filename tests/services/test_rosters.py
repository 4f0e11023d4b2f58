"""Rosters: what each line of a file comes to, that dates are replaced whole, and that a file goes round."""

from dataclasses import replace
from datetime import date

import pytest

from console.scheduling import database
from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.models import Person
from console.scheduling.rules.availability import DatedShift
from console.scheduling.rules.hours import WindowInput
from console.scheduling.services import audit, bookings, impact, members, rosters, schedules, slots
from console.scheduling.services.rosters import PlannedShift
from console.scheduling.services.slots import SlotQuery
from tests.statements import statements

from .conftest import Acme

BOGOTA = "America/Bogota"
TUESDAY = date(2027, 2, 2)
HEAD = "agent,date,start,end,zone\n"


def file(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


def told(planned: list[PlannedShift]) -> list[tuple[int, str, str, list[str]]]:
    return [(one.line, one.act, one.replaces, [problem.field for problem in one.problems]) for one in planned]


def test_each_line_says_what_it_comes_to(acme: Acme) -> None:
    rosters.import_file(acme.admin, file("ada,2027-02-03,09:00,12:00"))
    listed = rosters.preview(
        acme.admin,
        file(
            "ada@agents.test,2027-02-02,12:00,20:00,",
            "ADA,2027-02-03,9:00,12:00,America/Bogota",
            "bo,2027-02-06,22:00,06:00,Europe/Madrid",
            "bo,2027-02-07,,",
            "nobody,2027-02-02,09:00,10:00",
            "bo,02/03/2027,09:00,10:00",
            "ada,2027-01-31,09:00,10:00",
            "bo,2027-02-04,09:00,12:00",
            "bo,2027-02-04,11:00,15:00",
            "bo,2037-02-04,11:00,15:00",
            "bo,2027-02-05,9,99,Mars/Base",
        ),
    )
    assert told(listed) == [
        (2, "set", "hours", []),
        (3, "same", "", []),
        (4, "set", "", []),
        (5, "set", "", []),
        (6, "error", "", ["agent"]),
        (7, "error", "", ["date"]),
        (8, "over", "", []),
        (9, "held", "", []),
        (10, "error", "", ["line"]),
        (11, "error", "", ["date"]),
        (12, "error", "", ["start", "zone"]),
    ]


def test_one_bad_line_stops_all_of_it_unless_its_date_is_left_as_it_is(acme: Acme) -> None:
    data = file("ada,2027-02-02,08:00,12:00", "ada,2027-02-02,11:00,14:00", "bo,2027-02-02,08:00,12:00")
    with pytest.raises(Invalid, match="Line 3 is bad"):
        rosters.import_file(acme.admin, data)
    assert rosters.shifts_of(acme.admin, acme.bo, TUESDAY, TUESDAY) == []
    done = rosters.import_file(acme.admin, data, skip_bad=True)
    assert [one.act for one in done] == ["held", "error", "set"]
    assert rosters.shifts_of(acme.admin, acme.ada, TUESDAY, TUESDAY) == []
    assert rosters.shifts_of(acme.admin, acme.bo, TUESDAY, TUESDAY) == [DatedShift(TUESDAY, 480, 720, BOGOTA)]
    assert {(one.act, one.fields) for one in audit.list_entries(acme.admin)} == {("hours.changed", ("roster",))}


def test_a_shift_replaces_the_hours_of_its_date_for_every_surface(acme: Acme) -> None:
    rosters.import_file(acme.admin, file("ada,2027-02-02,14:00,15:00", "ada,2027-02-03,,"))
    query = SlotQuery(
        start=acme.at(12), end=acme.at(60), duration_minutes=60, agent_id=acme.ada, preset_id=acme.preset_id
    )
    assert [slot.start_at for slot in slots.offered(acme.visitor, query)] == [acme.at(28)]
    assert acme.book(hours=28).agent_id == acme.ada


def test_who_has_shifts_alone_takes_calls(acme: Acme) -> None:
    schedules.set_hours(acme.admin, acme.ada, [])
    assert not {one.name: one.takes_calls for one in members.agents(acme.admin)}["ada"]
    rosters.import_file(acme.admin, file("ada,2027-02-02,14:00,15:00"))
    assert {one.name: one.takes_calls for one in members.agents(acme.admin)}["ada"]


def test_a_file_replaces_the_dates_that_it_names_and_goes_round(acme: Acme) -> None:
    rosters.import_file(
        acme.admin,
        file(
            "ada,2027-02-02,08:00,12:00",
            "ada,2027-02-02,13:00,17:00",
            "ada,2027-02-03,22:00,06:00,Asia/Tokyo",
            "bo,2027-02-04,,",
        ),
    )
    written = rosters.export_file(acme.admin)
    assert written.decode().splitlines() == [
        "agent,date,start,end,zone",
        "ada@agents.test,2027-02-02,08:00,12:00,America/Bogota",
        "ada@agents.test,2027-02-02,13:00,17:00,America/Bogota",
        "ada@agents.test,2027-02-03,22:00,06:00,Asia/Tokyo",
        "bo@agents.test,2027-02-04,,,America/Bogota",
    ]
    assert {one.act for one in rosters.import_file(acme.admin, written)} == {"same"}
    rosters.import_file(acme.admin, file("ada,2027-02-02,09:00,10:00"))
    assert rosters.shifts_of(acme.admin, acme.ada, TUESDAY, TUESDAY) == [DatedShift(TUESDAY, 540, 600, BOGOTA)]
    rosters.import_file(acme.admin, written)
    assert rosters.export_file(acme.admin) == written
    rosters.clear(acme.admin, acme.ada, TUESDAY, date(2027, 2, 3))
    assert rosters.export_file(acme.admin).decode().splitlines()[1:] == ["bo@agents.test,2027-02-04,,,America/Bogota"]


def test_the_calls_that_fall_out_are_seen_before(acme: Acme) -> None:
    early, late = acme.book(hours=24), acme.book(hours=28)
    data = file("ada,2027-02-02,13:00,20:00", "nobody,2027-02-02,13:00,20:00")
    assert [one.booking.id for one in impact.of_roster(acme.admin, data).calls] == [early.id]
    rosters.import_file(acme.admin, data, skip_bad=True)
    evening = bookings.book(acme.admin, bookings.NewBooking(
        guest_name="Jo", guest_email="jo@guests.test", agent_id=acme.ada, scheduled_at=acme.at(33)))  # fmt: skip
    assert [one.booking.id for one in impact.of_clearing(acme.admin, acme.ada, TUESDAY, TUESDAY).calls] == [evening.id]
    schedules.set_hours(acme.admin, acme.ada, [WindowInput(1, "09:00", "20:00", BOGOTA)])
    assert impact.of_clearing(acme.admin, acme.ada, TUESDAY, TUESDAY).calls == ()
    assert late.agent_id == acme.ada


def test_two_of_one_name_are_told_apart_by_their_address(acme: Acme) -> None:
    with database.writing() as session:
        session.get_one(Person, acme.bo).name = "Ada"
    (by_name, by_address) = rosters.preview(
        acme.admin, file("ada,2027-02-02,09:00,10:00", "bo@agents.test,2027-02-02,09:00,10:00")
    )
    assert (by_name.problems[0].code, by_address.act) == ("ambiguous", "set")


def test_a_lead_rosters_their_own_team_and_others_nobody(acme: Acme) -> None:
    members.change(acme.admin, acme.bo, members.MemberTerms(role="agent", team="North"))
    (team,) = members.teams(acme.admin)
    lead = replace(acme.admin, id=acme.bo, role="lead", team_id=team.id)
    listed = rosters.preview(lead, file("bo,2027-02-02,09:00,10:00", "ada,2027-02-02,09:00,10:00"))
    assert [(one.act, [problem.code for problem in one.problems]) for one in listed] == [
        ("set", []),
        ("error", ["not_allowed"]),
    ]
    for role in ("supervisor", "agent"):
        who = replace(acme.admin, role=role)
        for act in (rosters.preview, rosters.import_file, impact.of_roster):
            with pytest.raises(NotAllowed):
                act(who, file("bo,2027-02-02,09:00,10:00"))
        with pytest.raises(NotAllowed):
            rosters.export_file(who)
        with pytest.raises(NotAllowed):
            rosters.clear(who, acme.bo, TUESDAY, TUESDAY)


def test_looking_and_doing_take_as_many_statements_for_many_lines(acme: Acme) -> None:
    days = [f"2027-{month:02}-{day:02}" for month in (3, 4, 5) for day in range(1, 29)]
    data = file(*(f"{name},{day},09:00,12:00" for name in ("ada", "bo") for day in days))
    with statements() as looked:
        rosters.preview(acme.admin, data)
    with statements() as done:
        rosters.import_file(acme.admin, data)
    assert (len(looked) <= 5, len(done) <= 12) == (True, True), (looked, done)
