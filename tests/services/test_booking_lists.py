"""Lists of bookings: filtered, searched, paged by offset and walked by cursor, within what the actor may see."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid
from console.scheduling.models import Member, Team
from console.scheduling.services import booking_views, bookings
from console.scheduling.services.booking_views import BookingFilter
from tests.services.conftest import add_preset


def names(acme: Any, actor: Any = None, **wanted: Any) -> list[str]:
    return [row.booking.guest_name for row in booking_views.find(actor or acme.admin, BookingFilter(**wanted)).rows]


def _team(acme: Any, name: str) -> str:
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name=name)
        session.add(team)
        session.flush()
        return team.id


@pytest.fixture
def three(acme: Any) -> Any:
    acme.book(hours=0, guest_name="José Núñez", guest_email="jose@guests.test", guest_phone="+573005550100")
    acme.book(hours=1, guest_name="Ann Lee", guest_email="ann@guests.test", agent_id=acme.bo)
    bookings.cancel(acme.admin, acme.book(hours=2, guest_name="Zoe Ash", guest_email="zoe@guests.test").id)
    return acme


def test_filters_narrow_by_agent_status_source_and_time(three: Any) -> None:
    assert names(three) == ["José Núñez", "Ann Lee", "Zoe Ash"]
    assert names(three, agent_ids=[three.bo]) == ["Ann Lee"]
    assert names(three, statuses=["cancelled"]) == names(three, statuses=["cancelled", "cancelled"]) == ["Zoe Ash"]
    assert names(three, sources=["api"]) == []
    assert names(three, start=three.at(1), end=three.at(2)) == ["Ann Lee"]
    assert names(three, order="desc") == ["Zoe Ash", "Ann Lee", "José Núñez"]
    assert names(three, sort="guest_name") == ["Ann Lee", "José Núñez", "Zoe Ash"]


def test_filters_narrow_by_preset_and_by_the_teams_that_agents_are_in(three: Any) -> None:
    other = add_preset(three)
    three.book(hours=3, guest_name="Other", preset_id=other)
    spain, empty = (_team(three, name) for name in ("Spain", "Empty"))
    with database.writing() as session:
        session.get_one(Member, (three.app_id, three.bo)).team_id = spain
    assert names(three, preset_ids=[other]) == ["Other"]
    assert names(three, team_ids=[spain]) == names(three, team_ids=[spain, empty]) == ["Ann Lee"]
    assert names(three, team_ids=[empty]) == names(three, team_ids=[spain], agent_ids=[three.ada]) == []
    assert names(three, team_ids=[spain], agent_ids=[three.bo], preset_ids=[three.preset_id]) == ["Ann Lee"]


def test_what_can_be_filtered_by_is_what_the_actor_sees(three: Any) -> None:
    spain, _ = (_team(three, name) for name in ("Spain", "Empty"))
    with database.writing() as session:
        session.get_one(Member, (three.app_id, three.bo)).team_id = spain
    everything = booking_views.choices(three.admin)
    assert dict(everything.agents) == {three.ada: "ada", three.bo: "bo"}
    assert (everything.teams, [name for _, name in everything.presets]) == ([(spain, "Spain")], ["Standard"])
    lead = Actor("admin", id="per_lead", app_id=three.app_id, role="lead", team_id=spain)
    assert dict(booking_views.choices(lead).agents) == {three.bo: "bo"}
    onlooker = Actor("admin", id=three.ada, app_id=three.app_id, role="agent")
    assert (booking_views.choices(onlooker).agents, booking_views.choices(onlooker).teams) == ([], [])


@pytest.mark.parametrize("search", ["nunez", "NÚÑEZ jose", "jose@", "300 555-0100", "+57 (300) 555", "555 nunez"])
def test_search_ignores_case_accents_word_order_and_phone_format(three: Any, search: str) -> None:
    assert names(three, search=search) == ["José Núñez"]


def test_a_reference_is_found_as_spoken(three: Any) -> None:
    reference = booking_views.find(three.admin, BookingFilter(search="ann")).rows[0].booking.reference
    for typed in (reference, reference.lower(), reference.replace("-", " "), reference.replace("-", "")):
        assert names(three, search=typed) == ["Ann Lee"]


def test_an_agent_sees_only_their_own(three: Any) -> None:
    assert names(three, three.agent(three.bo)) == ["Ann Lee"]


def test_pages_by_offset_and_by_cursor_hold_the_same_rows(three: Any) -> None:
    for number in range(4):
        three.book(hours=24 + number, guest_name=f"Guest {number}")
    everyone = names(three)
    assert [name for offset in range(0, 8, 3) for name in names(three, limit=3, offset=offset)] == everyone
    for order, expected in (("asc", everyone), ("desc", everyone[::-1])):
        walked, cursor = [], None
        while True:
            page = booking_views.find(three.admin, BookingFilter(limit=2, cursor=cursor, order=order))
            walked += [row.booking.guest_name for row in page.rows]
            assert page.total == 7
            if not (cursor := page.next_cursor):
                break
        assert walked == expected


@given(
    agents=st.sets(st.sampled_from(["ada", "bo"])),
    statuses=st.sets(st.sampled_from(["scheduled", "cancelled", "completed"])),
    sources=st.sets(st.sampled_from(["admin", "api"])),
    sort=st.sampled_from(["scheduled_at", "guest_name", "agent_name", "status"]),
    order=st.sampled_from(["asc", "desc"]),
    limit=st.integers(1, 4),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_several_values_at_once_give_one_list_in_order(
    three: Any, agents, statuses, sources, sort, order, limit
) -> None:
    every = booking_views.find(three.admin, BookingFilter(sort=sort, order=order)).rows
    ids = [three.ada if name == "ada" else three.bo for name in sorted(agents)]
    chosen = {"agent_ids": ids, "statuses": sorted(statuses), "sources": sorted(sources)}
    expected = [
        row.booking.guest_name
        for row in every
        if (not agents or row.booking.agent_id in ids)
        and (not statuses or row.booking.status in statuses)
        and (not sources or row.booking.booking_source in sources)
    ]
    wanted = {"sort": sort, "order": order, "limit": limit, **chosen}
    assert [name for at in range(0, 4, limit) for name in names(three, offset=at, **wanted)] == expected


def test_a_cursor_that_no_page_gave_is_refused(three: Any) -> None:
    for cursor in ("x", "????", "bm90YW51bWJlciBh"):
        with pytest.raises(Invalid):
            booking_views.find(three.admin, BookingFilter(cursor=cursor))


def test_a_walk_sees_each_standing_row_once_while_others_come_and_go(three: Any) -> None:
    seen, cursor = [], None
    while True:
        page = booking_views.find(three.admin, BookingFilter(limit=1, cursor=cursor))
        seen += [row.booking.guest_name for row in page.rows]
        if len(seen) == 1:
            three.book(hours=-1, guest_name="Earlier")
            three.book(hours=3, guest_name="Later")
        if not (cursor := page.next_cursor):
            break
    assert seen == ["José Núñez", "Ann Lee", "Zoe Ash", "Later"]
