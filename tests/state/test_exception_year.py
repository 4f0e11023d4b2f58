"""The year of exceptions as the page shows it, and what comes into it: a day pressed, holidays, a calendar file, a roster."""

import base64

from console import calendar_reading
from console.scheduling.services import rosters, schedules
from console.state.closure_file import ClosureFileState
from console.state.exceptions import ExceptionsState
from console.state.holidays import HolidaysState
from console.state.impact import ImpactState
from console.state.roster import RosterState
from tests.services.conftest import Acme
from tests.state.conftest import Tab

FILE = "\r\n".join(
    (
        *("BEGIN:VCALENDAR", "VERSION:2.0"),
        *("BEGIN:VEVENT", "UID:1", "SUMMARY:Fair", "DTSTART;VALUE=DATE:20270303", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:2", "SUMMARY:Old", "DTSTART;VALUE=DATE:20200303", "END:VEVENT"),
        *("END:VCALENDAR", ""),
    )
)
ROSTER = "agent,date,start,end\nada,2027-02-03,22:00,06:00\nada,2027-02-04,,\nnobody,2027-02-04,09:00,10:00\n"


def marked(tab: Tab) -> list[tuple[str, str, str]]:
    return [(one.day, one.kind, one.note) for one in tab.do(ExceptionsState.choose_whose, "agent").marks]


def data(text: str) -> str:
    return "data:text/plain;base64," + base64.b64encode(text.encode()).decode()


def test_days_that_are_chosen_fill_the_form_and_mark_the_year_that_is_shown(acme: Acme, tab: Tab) -> None:
    page = tab.do(ExceptionsState.show, acme.ada)
    assert (page.year, page.today, list(page.marks)) == (2027, "2027-02-01", [])
    page = tab.do(ExceptionsState.choose_days, "2027-12-24", "2027-12-26")
    assert (page.form, page.first_chosen, page.last_chosen) == ("agent", "2027-12-24", "2027-12-26")
    assert tab.do(ExceptionsState.choose_days, "2027-12-24", "2027-12-24").last_chosen == ""
    tab.do(ExceptionsState.add, {"from_day": "2027-12-24", "to_day": "2027-12-25", "note": "Home"})
    assert marked(tab) == [("2027-12-24", "closed", "Home"), ("2027-12-25", "closed", "Home")]
    assert list(tab.do(ExceptionsState.choose_whose, "app").marks) == []
    assert tab.do(ExceptionsState.choose_days, "2027-12-24", "2027-12-24").form == "app"
    page = tab.do(ExceptionsState.turn_year, 1)
    assert (page.year, list(page.marks)) == (2028, [])
    for _ in range(20):
        page = tab.do(ExceptionsState.turn_year, 1)
    assert (page.year, tab.notice != "") == (2037, True)


def test_holidays_are_taken_once_and_mark_the_year(acme: Acme, tab: Tab) -> None:
    tab.do(ExceptionsState.show, acme.ada)
    dialog = tab.do(HolidaysState.open_for, "app")
    assert (dialog.country, dialog.year, ("ES", "Spain") in dialog.countries) == ("CO", "2027", True)
    assert dialog.days[0].told == "Has passed"
    dialog = tab.do(HolidaysState.choose_country, "ES")
    without = dialog.missing
    assert tab.do(HolidaysState.choose_region, "MD").missing > without
    assert "Tick at least one" in tab.do(HolidaysState.apply, {}).problem
    ticked = {row.day: "on" for row in dialog.days if row.day >= "2027-12"}
    assert tab.do(HolidaysState.apply, ticked).is_open is False
    assert f"{len(ticked)} days are closed" in tab.notice
    assert {kind for _, kind, _ in marked(tab)} == {"holiday"} and ("2027-12-25", "holiday", "Christmas Day") in marked(
        tab
    )
    again = tab.do(HolidaysState.open_for, "app")
    assert {row.day for row in again.days if row.told == "Closed already"} == ticked.keys()
    assert all(row.told != "Closed already" for row in tab.do(HolidaysState.open_for, "agent").days)


def test_days_on_which_calls_stand_are_asked_about_first(acme: Acme, tab: Tab) -> None:
    acme.book(hours=42 * 24)  # 15 March, which nobody keeps; 22 March is Saint Joseph's day
    acme.book(hours=49 * 24)
    tab.do(ExceptionsState.show, acme.ada)
    dialog = tab.do(HolidaysState.open_for, "app")
    tab.do(HolidaysState.apply, {row.day: "on" for row in dialog.days})
    assert len(tab.do(ImpactState.set_reason, "").rows) == 1
    assert schedules.list_exceptions(acme.admin) == []
    tab.do(ImpactState.save)
    assert len(schedules.list_exceptions(acme.admin)) == dialog.missing


def test_a_calendar_file_is_looked_at_before_it_closes_anything(acme: Acme, tab: Tab, monkeypatch) -> None:
    async def here(*asked):  # the process of its own has its own test
        return calendar_reading.answer_of(*asked)

    monkeypatch.setattr(calendar_reading, "_elsewhere", here)
    tab.do(ExceptionsState.show, acme.ada)
    tab.do(ClosureFileState.open_for, "agent")
    assert "not a calendar" in tab.do(ClosureFileState.take_file, data("name,email")).problem
    assert "too large" in tab.do(ClosureFileState.take_file, "size:1000001").problem
    dialog = tab.do(ClosureFileState.take_file, data(FILE))
    assert [(row.time, row.name, row.told) for row in dialog.rows] == [("Wed 3 Mar", "Fair", "Closes")]
    assert (dialog.good, "1 that has passed" in dialog.left_out, dialog.problem) == (1, True, "")
    assert tab.do(ClosureFileState.apply).is_open is False
    assert marked(tab) == [("2027-03-03", "closed", "Fair")]
    tab.do(ClosureFileState.open_for, "agent")
    assert tab.do(ClosureFileState.take_file, data(FILE)).good == 0


def test_a_roster_is_looked_at_taken_listed_and_given_up_again(acme: Acme, tab: Tab) -> None:
    tab.do(ExceptionsState.show, acme.ada)
    dialog = tab.do(RosterState.take_text, {"pasted": ROSTER})
    assert [(one.line, one.told, one.time, one.detail) for one in dialog.lines] == [
        (4, "Bad", "Thu 4 Feb, 09:00–10:00", "Agent: There is no such agent in this app."),
        (2, "Take", "Wed 3 Feb, 22:00–06:00 Bogota", "Replaces the weekly hours of this date."),
        (3, "Take", "Thu 4 Feb, Day off", "Replaces the weekly hours of this date."),
    ]
    assert (dialog.summary, dialog.good) == ("2 shifts to take, 1 bad line", 2)
    assert tab.do(RosterState.apply).is_open is False
    page = tab.do(ExceptionsState.show, acme.ada)
    assert [(row.time, row.kind_label) for row in page.shifts] == [
        ("Wed 3 Feb, 22:00–06:00", "Shift"),
        ("Thu 4 Feb", "Day off"),
    ]
    assert marked(tab) == [("2027-02-03", "hours", ""), ("2027-02-04", "closed", "")]
    tab.do(ExceptionsState.ask_to_remove, "2027-02-04")
    assert len(tab.do(ExceptionsState.remove).shifts) == 1
    assert b"2027-02-04" not in rosters.export_file(acme.admin)


def test_who_may_not_close_the_app_is_told_so(acme: Acme, tab: Tab) -> None:
    tab.sign_in(acme.bo, "lead")
    tab.do(ExceptionsState.show, acme.ada)
    assert tab.do(HolidaysState.open_for, "app").problem != ""
    tab.do(ClosureFileState.open_for, "app")
    assert tab.do(ClosureFileState.take_file, data(FILE)).problem != ""
    assert tab.do(RosterState.take_text, {"pasted": ROSTER}).good == 0
