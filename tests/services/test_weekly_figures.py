"""A week's figures by e-mail: who may wish for them, when they are due, and what they say."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import Actor, Role
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.models import App, Member, Person, StaffNotice, WeeklyFigures
from console.scheduling.rules import weekly_figures as rules
from console.scheduling.services import bookings, weekly_figures, weekly_sending
from tests.services.conftest import Acme

ON_ONE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""Where the kind of database makes no difference."""


@ON_ONE
def test_nobody_gets_them_until_they_wish_for_them_and_no_more_after(acme: Acme):
    assert not weekly_figures.look(acme.admin).wanted
    weekly_figures.choose(acme.admin, wanted=True)
    weekly_figures.choose(acme.admin, wanted=True)
    wish = weekly_figures.look(acme.admin)
    assert (wish.wanted, wish.address) == (True, "ada@agents.test")
    weekly_figures.choose(acme.admin, wanted=False)
    assert not weekly_figures.look(acme.admin).wanted


@ON_ONE
def test_they_are_due_on_monday_at_eight_where_the_reader_is_shown_times(acme: Acme):
    assert weekly_figures.look(acme.admin).next_at == datetime(2027, 2, 1, 13, tzinfo=UTC)
    with database.writing() as session:
        session.get_one(App, acme.app_id).timezone = "Asia/Tokyo"
        session.get_one(Person, acme.ada).preferences = {"times": "app"}
    wish = weekly_figures.look(acme.admin)
    assert (wish.timezone, wish.next_at) == ("Asia/Tokyo", datetime(2027, 2, 7, 23, tzinfo=UTC))


@ON_ONE
@pytest.mark.parametrize(("role", "may"), [("owner", True), ("lead", True), ("supervisor", True), ("agent", False)])
def test_who_sees_figures_may_have_them_sent(acme: Acme, role: Role, may: bool):
    actor = Actor("admin", id=acme.ada, app_id=acme.app_id, role=role)
    if may:
        weekly_figures.choose(actor, wanted=True)
    else:
        with pytest.raises(NotAllowed):
            weekly_figures.choose(actor, wanted=True)


@ON_ONE
def test_a_test_app_sends_none(acme: Acme):
    with database.writing() as session:
        session.add(
            App(
                id="app_test",
                name="T",
                timezone="UTC",
                widget_key="t",
                test_of_app_id=acme.app_id,
                created_at=acme.at(0),
            )
        )
        session.flush()
        session.add(Member(app_id="app_test", person_id=acme.ada, role="admin", timezone="UTC", joined_at=acme.at(0)))
    with pytest.raises(NotFound):
        weekly_figures.look(replace(acme.admin, app_id="app_test"))


DUE = datetime(2027, 2, 8, 13, tzinfo=UTC)
"""Eight in the morning in Bogota, on the Monday after the test's."""


def _told() -> list[StaffNotice]:
    with database.reading() as session:
        return list(session.exec(select(StaffNotice).where(StaffNotice.kind == weekly_figures.KIND)))


@pytest.fixture
def member(acme: Acme) -> Acme:
    """Ada is an admin who wishes for them, and has had a call in the week."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    acme.hand.move_to(DUE - timedelta(days=7))
    weekly_figures.choose(acme.admin, wanted=True)
    acme.book(hours=2)
    bookings.cancel(acme.admin, acme.book(hours=50, guest_email="other@guests.test").id)
    return acme


def test_a_weeks_figures_go_out_once_however_many_clocks_there_are(member: Acme):
    assert weekly_sending.send_due() == 0
    member.hand.move_to(DUE)
    with ThreadPoolExecutor(4) as clocks:
        list(clocks.map(lambda _: weekly_sending.send_due(), range(4)))
    member.hand.move_to(DUE + timedelta(hours=5))
    weekly_sending.send_due()
    (notice,) = _told()
    assert (notice.facts["first"], notice.facts["last"]) == ("2027-02-01", "2027-02-07")
    assert (notice.facts["now"]["calls"], notice.facts["now"]["cancelled"], notice.facts["before"]["calls"]) == (
        2,
        1,
        0,
    )
    assert weekly_figures.look(member.admin).next_at == DUE + timedelta(days=7)
    member.hand.move_to(DUE + timedelta(days=7))
    weekly_sending.send_due()
    assert len(_told()) == 2


@ON_ONE
@pytest.mark.parametrize(("late", "notices"), [(timedelta(days=2), 1), (timedelta(days=4), 0)])
def test_after_an_outage_they_are_caught_up_with_for_a_few_days(member: Acme, late: timedelta, notices: int):
    member.hand.move_to(DUE + late)
    weekly_sending.send_due()
    assert len(_told()) == notices
    assert weekly_sending.send_due() == 0


@ON_ONE
def test_who_may_see_no_figures_any_more_gets_none(member: Acme):
    with database.writing() as session:
        session.get_one(Member, (member.app_id, member.ada)).role = "agent"
    member.hand.move_to(DUE)
    weekly_sending.send_due()
    assert _told() == []
    with database.reading() as session:
        assert session.exec(select(WeeklyFigures)).all() == []


@ON_ONE
def test_who_changes_their_mind_before_they_went_out_gets_none(member: Acme):
    member.hand.move_to(DUE)
    weekly_sending.send_due()
    weekly_figures.choose(member.admin, wanted=False)
    assert [notice.status for notice in _told()] == ["withdrawn"]


@ON_ONE
def test_a_reader_who_moves_to_another_zone_gets_each_week_once(member: Acme):
    with database.writing() as session:
        session.get_one(Member, (member.app_id, member.ada)).timezone = "Asia/Tokyo"
    weeks = []
    for hours in range(0, 15 * 24, 12):
        member.hand.move_to(DUE + timedelta(hours=hours - 24))
        weekly_sending.send_due()
        weeks = [notice.facts["first"] for notice in _told()]
    assert weeks == ["2027-02-01", "2027-02-08", "2027-02-15"][: len(weeks)] and len(weeks) >= 2


@pytest.mark.parametrize(
    ("change", "due"),
    [
        (date(2027, 3, 14), datetime(2027, 3, 15, 12, tzinfo=UTC)),
        (date(2027, 11, 7), datetime(2027, 11, 8, 13, tzinfo=UTC)),
    ],
)
def test_the_week_of_a_clock_change_is_that_of_the_wall_clock(change: date, due: datetime):
    just_before = due - timedelta(seconds=1)
    assert rules.latest(due, "America/New_York") == due == rules.following(just_before, "America/New_York")
    assert rules.latest(just_before, "America/New_York") == due - timedelta(days=7, hours=(-1, 1)[change.month == 11])
    assert rules.week_before(due, "America/New_York") == (change - timedelta(days=6), change)
