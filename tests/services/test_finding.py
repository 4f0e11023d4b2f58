"""What a few letters lead to beside customers, and whom somebody opened last: as far as they may."""

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import SignInNeeded
from console.scheduling.models import Member, Person
from console.scheduling.services import finding, members, people, recent_customers
from tests.services.conftest import Acme, add_agent, add_preset
from tests.statements import statements


def names(found: list) -> list[str]:
    return [one.name for one in found]


def test_each_typed_word_begins_a_word_of_the_name(acme: Acme):
    add_agent(acme, "María José Pérez")
    for typed in ("maria", "jose per", "PÉR mar"):
        assert names(finding.find(acme.admin, typed).agents) == ["María José Pérez"]
    for typed in ("aria", "maria ada", "m", "", "!"):
        assert finding.find(acme.admin, typed).agents == []


def test_presets_are_found_by_who_may_change_them(acme: Acme):
    add_preset(acme)
    assert names(finding.find(acme.admin, "stand").presets) == ["Standard", "Standard"]
    assert finding.find(acme.agent(acme.bo), "stand").presets == []


def test_an_agent_finds_nobody_elses_day_where_they_may_only_look(acme: Acme):
    onlooker = Actor("admin", id=acme.bo, app_id=acme.app_id, role="agent")
    assert finding.find(acme.admin, "bo").agents[0].may_be_away
    (own,) = finding.find(onlooker, "bo").agents
    assert (own.id, own.may_be_away) == (acme.bo, False)
    assert finding.find(onlooker, "ada").agents == []


def test_who_has_left_is_found_no_more(acme: Acme):
    members.disable(acme.admin, acme.bo)
    assert finding.find(acme.admin, "bo").agents == []


def test_a_thousand_names_take_as_many_statements_as_one(acme: Acme):
    with statements() as few:
        finding.find(acme.admin, "agent")
    for number in range(20):
        add_agent(acme, f"Agent {number}")
    with statements() as many:
        assert len(finding.find(acme.admin, "agent").agents) == 5
    assert len(many) == len(few)


def test_the_customers_opened_last_stand_first_and_once(acme: Acme):
    calls = [
        acme.book(hours=hours, guest_name=f"Guest {hours}", guest_email=f"g{hours}@guests.test") for hours in range(7)
    ]
    for call in (*calls, calls[3]):
        recent_customers.note(acme.admin, call.customer_id or "")
    known = [one.customer.name for one in recent_customers.of(acme.admin)]
    assert known == ["Guest 3", "Guest 6", "Guest 5", "Guest 4", "Guest 2"]
    assert recent_customers.is_latest(people.profile(acme.admin).preferences, calls[3].customer_id or "")


def test_more_are_never_kept_than_a_preference_holds(acme: Acme):
    for number in range(60):
        recent_customers.note(acme.admin, f"cus_{number:026}")
    people.change_profile(acme.admin, preferences={"times": "app"})
    assert recent_customers.of(acme.admin) == []


def test_whom_one_opened_is_shown_for_as_long_as_one_sees_them(acme: Acme):
    call = acme.book(agent_id=acme.bo)
    agent = Actor("admin", id=acme.bo, app_id=acme.app_id, role="agent")
    recent_customers.note(agent, call.customer_id or "")
    assert len(recent_customers.of(agent)) == 1
    with database.writing() as session:
        session.get_one(Person, acme.ada).preferences = session.get_one(Person, acme.bo).preferences
        session.get_one(Member, (acme.app_id, acme.ada)).role = "agent"
    assert recent_customers.of(Actor("admin", id=acme.ada, app_id=acme.app_id, role="agent")) == []


def test_strangers_have_opened_nobody(acme: Acme):
    with pytest.raises(SignInNeeded):
        recent_customers.note(Actor("public_booking", app_id=acme.app_id), "cus_1")
