"""Public holidays and calendar files: what they come to for the app or an agent, taken all together, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.messages.words import speak
from console.scheduling.rules.closure_files import FileTime
from console.scheduling.services import audit, closed_days, impact, schedules
from console.scheduling.services.closed_days import ClosedDays, HolidayQuery
from tests.statements import statements

from .conftest import Acme

COLOMBIA = HolidayQuery("CO", 2027)


def taken(listed: list[ClosedDays]) -> list[schedules.NewException]:
    return [one.new for one in listed if one.can_be_taken]


def test_a_countrys_holidays_become_closures_and_the_next_time_only_what_is_missing(acme: Acme) -> None:
    listed = closed_days.holidays(acme.admin, COLOMBIA)
    by_name = {one.new.note: one for one in listed}
    assert by_name["New Year's Day"].is_over and not by_name["New Year's Day"].can_be_taken
    christmas = by_name["Christmas Day"].new
    assert christmas.start_at == datetime(2027, 12, 25, 5, tzinfo=UTC)  # midnight in Bogota
    assert christmas.end_at - christmas.start_at == timedelta(days=1) and christmas.holiday == "CO"
    some = [new for new in taken(listed) if new.note != "Christmas Day"]
    schedules.add_exceptions(acme.admin, some)
    assert taken(closed_days.holidays(acme.admin, COLOMBIA)) == [christmas]
    assert [one.note for one in schedules.list_exceptions(acme.admin)] == [new.note for new in some]
    assert {entry.act for entry in audit.list_entries(acme.admin)} == {"exception.added"}
    assert len(taken(closed_days.holidays(acme.admin, replace(COLOMBIA, agent_id=acme.ada)))) == len(some) + 1


def test_holidays_are_named_in_the_readers_language(acme: Acme) -> None:
    speak("es-CO")
    try:
        assert "Navidad" in {one.new.note for one in closed_days.holidays(acme.admin, COLOMBIA)}
    finally:
        speak("en")


def test_a_region_has_more_than_its_country_and_an_unknown_one_nothing(acme: Acme) -> None:
    country, region = (closed_days.holidays(acme.admin, HolidayQuery("ES", 2027, code)) for code in ("", "MD"))
    assert len(region) > len(country) and {one.new.holiday for one in region} == {"ES-MD"}
    assert closed_days.holidays(acme.admin, HolidayQuery("ES", 2027, "XX")) == []
    assert ("MD", "Madrid") in closed_days.regions("ES") and closed_days.regions("??") == []
    assert ("ES", "Spain") in closed_days.countries()
    with pytest.raises(Invalid):
        closed_days.holidays(acme.admin, HolidayQuery("ES", 2927))


def test_what_a_file_names_is_added_whole_or_not_at_all(acme: Acme) -> None:
    times = [FileTime(acme.at(24), acme.at(48), "Fair"), FileTime(acme.at(72), acme.at(73), "")]
    schedules.add_exceptions(acme.admin, taken(closed_days.of_file(acme.admin, None, times[:1])))
    listed = closed_days.of_file(acme.admin, None, times)
    assert [one.is_there for one in listed] == [True, False]
    wrong = replace(listed[1].new, end_at=listed[1].new.start_at)
    with pytest.raises(Invalid):
        schedules.add_exceptions(acme.admin, [listed[1].new, wrong])
    assert len(schedules.list_exceptions(acme.admin)) == 1
    with pytest.raises(Invalid):
        schedules.add_exceptions(acme.admin, [listed[1].new] * 401)


def test_the_calls_of_all_those_days_are_seen_before(acme: Acme) -> None:
    first, _, last = (acme.book(hours=hours) for hours in (24, 48, 72))
    news = [one.new for one in closed_days.of_file(
        acme.admin, None, [FileTime(acme.at(hours), acme.at(hours + 1), "") for hours in (24, 72)]
    )]  # fmt: skip
    with statements() as sent:
        found = impact.of_exceptions(acme.admin, news)
    assert [one.booking.id for one in found.calls] == [first.id, last.id]
    assert "reassign" not in found.choices and len(sent) <= 6
    of_bo = [replace(new, agent_id=acme.bo) for new in news]
    assert impact.of_exceptions(acme.admin, of_bo).calls == ()


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_only_who_may_close_the_app_looks_what_would_close_it(acme: Acme, role) -> None:
    who = replace(acme.admin, role=role, team_id=None)
    for act in (
        lambda: closed_days.holidays(who, COLOMBIA),
        lambda: closed_days.of_file(who, None, []),
        lambda: closed_days.whose_clock(who, None),
        lambda: schedules.add_exceptions(who, [closed_days.NewException(
            kind="blocked", start_at=acme.at(1), end_at=acme.at(2))]),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
