"""A customer is found by whatever of them is at hand, and only by those who see one of their calls."""

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed
from console.scheduling.models import Member, Team
from console.scheduling.services import customer_search
from tests.services.conftest import Acme, add_agent

JOSE = {"guest_name": "José Ñúñez García", "guest_phone": "+573005550100", "guest_email": "jose@guests.test"}


def names(found: customer_search.Hits) -> list[str]:
    return [hit.customer.name or "" for hit in found.customers]


def test_case_accents_word_order_and_the_format_of_a_phone_make_no_difference(acme: Acme):
    acme.book(**JOSE)
    acme.book(hours=1, guest_name="Ada Stone", guest_email="ada@guests.test")
    by_name = ("garcia jose", "NUNEZ", "jose@guests.test", "JOSE@GUESTS")
    for typed in (*by_name, "+57 300 555 0100", "(300) 555-0100", "300555", "5550 100"):
        assert names(customer_search.find(acme.admin, typed)) == [JOSE["guest_name"]], typed


def test_a_number_is_also_read_as_dialled_in_the_apps_country(acme: Acme):
    acme.book(guest_phone="+573005550100", guest_email=None)
    assert names(customer_search.find(acme.admin, "0057 300 5550100")) == ["Jane"]


def test_a_reference_that_is_read_out_leads_to_its_call(acme: Acme):
    booking = acme.book()
    spoken = booking.reference.replace("-", " ").lower()
    found = customer_search.find(acme.admin, spoken)
    assert found.call is not None
    assert found.call.booking.id == booking.id
    assert names(found) == ["Jane"]


def test_what_is_too_short_is_not_looked_for(acme: Acme):
    acme.book()
    for typed in ("", "j", "ja", "a b", "- -"):
        assert customer_search.find(acme.admin, typed).is_too_short


def test_who_is_found_comes_with_the_next_call_and_the_last(acme: Acme):
    first = acme.book(**JOSE)
    second = acme.book(hours=30, **JOSE)
    acme.hand.move_to(acme.at(2))
    (hit,) = customer_search.find(acme.admin, "jose").customers
    assert (hit.next_at, hit.last_at, hit.calls) == (second.scheduled_at, first.scheduled_at, 2)


def test_an_agent_finds_the_customers_of_their_own_calls(acme: Acme):
    acme.book(**JOSE)
    acme.book(agent_id=acme.bo, guest_name="Bo's Garcia", guest_email="other@guests.test")
    of_ada, agent = acme.book(hours=3), acme.agent(acme.bo)
    for surface in (agent, agent.on("admin")):
        assert names(customer_search.find(surface, "garcia")) == ["Bo's Garcia"]
        assert names(customer_search.find(surface, "+573005550100")) == []
        assert names(customer_search.page(surface)) == ["Bo's Garcia"]
        assert customer_search.find(surface, of_ada.reference).call is None


def test_a_lead_finds_the_customers_of_their_team(acme: Acme):
    cy = add_agent(acme, "cy")
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="North")
        session.add(team)
        session.flush()
        session.get_one(Member, (acme.app_id, acme.bo)).team_id = team.id
    acme.book(**JOSE)
    acme.book(agent_id=acme.bo, guest_name="Garcia of Bo", guest_email="bo@guests.test")
    acme.book(agent_id=cy, guest_name="Garcia of Cy", guest_email="cy@guests.test")
    lead = Actor("admin", id=cy, app_id=acme.app_id, role="lead", team_id=team.id)
    assert sorted(names(customer_search.find(lead, "garcia"))) == ["Garcia of Bo", "Garcia of Cy"]


def test_clients_visitors_and_customers_find_nobody(acme: Acme):
    booking = acme.book(**JOSE)
    for actor in (acme.system, acme.visitor, acme.guest(booking), Actor("admin", id=acme.ada, app_id=acme.app_id)):
        with pytest.raises(NotAllowed):
            customer_search.find(actor, "garcia")


def test_a_walk_through_the_pages_meets_each_customer_once(acme: Acme):
    for number in range(7):
        acme.book(hours=number / 2, guest_name=f"Guest {number}", guest_email=f"{number % 4}@guests.test")
    met: list[str] = []
    after = None
    while True:
        found = customer_search.page(acme.admin, after=after, limit=2)
        met += [hit.emails[0] for hit in found.customers]
        after = found.after
        if not after:
            break
    assert met == ["2@guests.test", "1@guests.test", "0@guests.test", "3@guests.test"]
