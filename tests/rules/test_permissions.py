"""Who may do what: the contract's table, written out once more and compared."""

from typing import get_args

import pytest

from console.scheduling.actors import SYSTEM, Actor, Role, Surface, visitor
from console.scheduling.errors import NotAllowed
from console.scheduling.rules.availability import OVERRIDABLE
from console.scheduling.rules.permissions import (
    Scope,
    Subject,
    Verb,
    everywhere,
    liftable,
    may,
    require,
    roles_with,
    visible_to,
    widest,
)

APP = "app_1"


def person(role: Role, surface: Surface = "admin", team: str | None = None) -> Actor:
    return Actor(surface, id="per_me", app_id=APP, role=role, team_id=team)


def client(*scopes: str) -> Actor:
    return Actor("api", id="cli_1", app_id=APP, scopes=frozenset(scopes))


ACTORS = {
    "owner": person("owner"),
    "admin": person("admin"),
    "lead": person("lead", team="team_1"),
    "supervisor": person("supervisor"),
    "supervisor at My schedules": person("supervisor", "agent"),
    "agent": person("agent", "agent"),
    "agent at the master view": person("agent"),
    "admin at My schedules": person("admin", "agent"),
    "visitor": visitor(APP),
    "customer by link": Actor("public_booking", app_id=APP, booking_id="bkg_1"),
    "client that reads": client("scheduling:read"),
    "client that writes": client("scheduling:write"),
    "client without scopes": client(),
    "nobody": Actor("admin", id="per_me", app_id=APP),
    "clock": SYSTEM,
}
OTHERS = Subject(APP, agent_id="per_other", team_id="team_2", booking_id="bkg_1")
TEAM = Subject(APP, agent_id="per_other", team_id="team_1", booking_id="bkg_1")
OWN = Subject(APP, agent_id="per_me", team_id="team_2", booking_id="bkg_1")
POOL = Subject(APP, agent_id="per_other", team_id="team_2", booking_id="bkg_1", pool_member=True)


def who_may(verb: Verb, subject: Subject) -> set[str]:
    return {name for name, actor in ACTORS.items() if may(actor, verb, subject)}


AGENTS = {"agent", "admin at My schedules"}
EVERYWHERE = {
    "create": {"owner", "admin", "visitor", "client that writes"},
    "reschedule": {"owner", "admin", "customer by link", "client that writes"},
    "update": {"owner", "admin", "client that writes"},
    "cancel": {"owner", "admin", "customer by link", "client that writes", "clock"},
    "reassign": {"owner", "admin", "client that writes"},
    "assign_to": {"owner", "admin", "client that writes", *AGENTS},
    "take_over": {"owner", "admin"},
    "confirm": {"owner", "admin", "customer by link"},
    "start": {"owner", "admin", "clock"},
    "done": {"owner", "admin", "clock"},
    "no_show": {"owner", "admin", "clock"},
    "join": {"customer by link"},
    "choose_messages": {"customer by link"},
    "ask_for_links": {"visitor"},
    "bulk_cancel": {"owner", "admin"},
    "bulk_reassign": {"owner", "admin"},
    "send_reminder": {"owner", "admin", "client that writes"},
    "send_again": {"owner", "admin"},
    "see_booking": {
        *("owner", "admin", "supervisor", "supervisor at My schedules"),
        *("customer by link", "client that reads", "clock"),
    },
    "see_events": {"client that reads"},
    "see_links": {"owner", "admin", "customer by link", "client that writes"},
    "see_notes": {"owner", "admin", "supervisor", "supervisor at My schedules"},
    "see_deliveries": {"owner", "admin", "supervisor", "supervisor at My schedules"},
    "see_call_messages": {"owner", "admin", "supervisor", "supervisor at My schedules"},
    "add_note": {"owner", "admin"},
    "remove_note": {"owner", "admin"},
    "edit_hours": {"owner", "admin"},
    "edit_exceptions": {"owner", "admin"},
    "edit_presets": {"owner", "admin"},
    "edit_members": {"owner", "admin"},
    "edit_owners": {"owner"},
    "resume_sending": {"owner"},
    "edit_settings": {"owner", "admin"},
    "edit_webhooks": {"owner", "admin"},
    "edit_clients": {"owner", "admin"},
    "edit_test_apps": {"owner", "admin"},
    "see_audit": {"owner", "admin"},
    "see_messages": {"owner", "admin"},
    "invite": {"owner", "admin"},
    "edit_customer": {"owner", "admin"},
    "merge_customers": {"owner", "admin"},
    "erase_customer": {"owner", "admin"},
    "export_customer": {"owner", "admin", "supervisor", "supervisor at My schedules"},
    "keep_views": set(),
    "share_views": {"owner", "admin"},
    "edit_own_dnd": set(),
    "edit_own_calendars": set(),
    "see_app_feed": {"owner", "admin", "supervisor", "supervisor at My schedules"},
}
"""Who may do it to a booking, or an agent, that has nothing to do with them."""

FOR_THE_TEAM = {
    *("create", "reschedule", "update", "cancel", "reassign", "take_over", "confirm", "start", "done", "no_show"),
    *(
        "assign_to",
        "bulk_cancel",
        "bulk_reassign",
        "send_reminder",
        "send_again",
        "see_booking",
        "see_links",
        "see_notes",
        "see_deliveries",
        "see_call_messages",
        "add_note",
    ),
    *("edit_hours", "edit_exceptions", "edit_customer"),
}
"""What a lead may do besides, for their own team."""

FOR_ONESELF = {
    *("create", "reschedule", "update", "cancel", "reassign", "confirm", "start", "done", "no_show", "join"),
    *("send_reminder", "see_booking", "see_links", "see_notes", "see_call_messages", "add_note"),
    "edit_customer",
}
"""What an agent on My schedules may do besides, on their own bookings."""


@pytest.mark.parametrize("verb", EVERYWHERE)
def test_on_a_strangers_booking(verb: Verb):
    assert who_may(verb, OTHERS) == EVERYWHERE[verb]


@pytest.mark.parametrize("verb", EVERYWHERE)
def test_on_a_booking_of_the_leads_team(verb: Verb):
    assert who_may(verb, TEAM) - EVERYWHERE[verb] == ({"lead"} if verb in FOR_THE_TEAM else set())


@pytest.mark.parametrize("verb", EVERYWHERE)
def test_on_ones_own_booking(verb: Verb):
    expected = set(AGENTS) if verb in FOR_ONESELF else set()
    if verb in FOR_THE_TEAM:
        expected.add("lead")
    if verb in ("see_booking", "see_notes", "see_call_messages", "edit_customer"):
        expected.add("agent at the master view")
    if verb == "keep_views":
        expected = {"owner", "admin", "lead", "agent at the master view", "supervisor", "supervisor at My schedules"}
    if verb == "share_views":
        expected = {"lead"}
    if verb in ("edit_own_dnd", "edit_own_calendars"):
        expected = {"owner", "admin", "lead", *AGENTS}
    assert who_may(verb, OWN) - EVERYWHERE[verb] == expected


def test_pool_members_take_over_and_others_do_not():
    assert who_may("take_over", POOL) - EVERYWHERE["take_over"] == AGENTS
    assert not who_may("take_over", OTHERS) & AGENTS


def test_supervisors_and_agents_at_the_master_view_change_no_booking():
    seeing = {verb for verb in get_args(Verb) if verb.startswith("see_")} | {
        "export",
        "keep_views",
        "export_customer",
        "edit_customer",
    }
    for name in ("supervisor", "supervisor at My schedules", "agent at the master view"):
        for verb in set(get_args(Verb)) - seeing:
            assert not may(ACTORS[name], verb, OWN), (name, verb)


def test_lists_are_narrowed_and_not_refused():
    everyone = Subject(APP)
    assert who_may("see_bookings", everyone) == {
        *("owner", "admin", "lead", "supervisor", "supervisor at My schedules", "agent", "agent at the master view"),
        *("admin at My schedules", "client that reads", "clock"),
    }
    assert who_may("see_customers", everyone) == who_may("see_bookings", everyone) - {"client that reads", "clock"}
    assert who_may("see_members", everyone) == who_may("see_insights", everyone) == who_may("export", everyone)
    assert who_may("see_fairness", everyone) == {"owner", "admin", "lead", "supervisor", "supervisor at My schedules"}
    assert who_may("export", everyone) == {"owner", "admin", "lead", "supervisor", "supervisor at My schedules"}


def test_every_actor_sees_no_further_than_their_scope():
    assert visible_to(ACTORS["admin"]) == Scope("app", APP)
    assert visible_to(ACTORS["supervisor"]) == Scope("app", APP)
    assert visible_to(ACTORS["client that reads"]) == Scope("app", APP)
    assert visible_to(ACTORS["lead"]) == Scope("team", APP, team_id="team_1", agent_id="per_me")
    assert visible_to(ACTORS["agent"]) == Scope("own", APP, agent_id="per_me")
    assert visible_to(ACTORS["agent at the master view"]) == Scope("own", APP, agent_id="per_me")
    assert visible_to(ACTORS["admin at My schedules"]) == Scope("own", APP, agent_id="per_me")
    assert visible_to(ACTORS["customer by link"]) == Scope("booking", APP, booking_id="bkg_1")
    assert visible_to(ACTORS["visitor"]) == Scope("none", APP)
    assert visible_to(ACTORS["nobody"]) == Scope("none", APP)


@pytest.mark.parametrize("name", ["owner", "admin", "lead", "supervisor", "agent", "admin at My schedules", "nobody"])
def test_what_one_may_do_in_the_whole_app_is_what_one_may_do_to_strangers(name: str):
    assert everywhere(ACTORS[name]) & EVERYWHERE.keys() == {
        verb for verb in EVERYWHERE if name in who_may(verb, OTHERS)
    }


def test_the_office_belongs_to_owners_and_admins():
    assert roles_with("edit_clients") == roles_with("edit_settings") == {"owner", "admin"}
    assert roles_with("edit_owners") == {"owner"}
    assert roles_with("see_fairness") == {"owner", "admin", "lead", "supervisor"}


def test_the_widest_reach_of_a_role_is_that_of_any_page():
    reaches = {role: widest(role, "cancel") for role in get_args(Role)}
    assert reaches == {"owner": "app", "admin": "app", "lead": "team", "supervisor": None, "agent": "own"}
    assert (widest("agent", "take_over"), widest("admin", "edit_own_dnd"), widest("lead", "edit_settings")) == (
        "pool",
        "self",
        None,
    )


def test_nobody_but_the_clock_reaches_into_another_app():
    elsewhere = Subject("app_2", agent_id="per_me", team_id="team_1", booking_id="bkg_1", pool_member=True)
    for verb in get_args(Verb):
        assert who_may(verb, elsewhere) <= {"clock"}
        assert not may(Actor("admin", id="per_me", role="owner"), verb, Subject(None))


def test_a_lead_without_a_team_acts_only_for_themselves():
    alone = person("lead")
    assert not may(alone, "cancel", Subject(APP, agent_id="per_other"))
    assert not may(alone, "create", Subject(APP))
    assert may(alone, "cancel", OWN)


def test_a_lead_may_leave_the_agent_open_but_not_the_whole_app():
    assert may(ACTORS["lead"], "create", Subject(APP))
    assert not may(ACTORS["lead"], "edit_exceptions", Subject(APP))


def test_an_agent_books_for_themselves_and_never_leaves_it_open():
    assert not may(ACTORS["agent"], "create", Subject(APP))
    assert not may(ACTORS["agent"], "create", TEAM)


def test_a_customer_reaches_only_the_booking_of_their_link():
    other = Subject(APP, booking_id="bkg_2")
    for verb in ("see_booking", "reschedule", "cancel", "confirm", "see_links"):
        assert not may(ACTORS["customer by link"], verb, other)
        assert not may(ACTORS["visitor"], verb, OTHERS)


def test_a_refusal_is_a_sentence():
    with pytest.raises(NotAllowed) as refused:
        require(ACTORS["supervisor"], "cancel", OTHERS)
    assert refused.value.message == "You may not cancel this booking."


HOURS = {"outside_hours", "too_soon", "too_far"}


@pytest.mark.parametrize("name", ["owner", "admin", "lead", "agent", "admin at My schedules"])
def test_staff_may_set_their_own_hours_and_calendars_aside(name: str):
    assert liftable(ACTORS[name], "per_me") == HOURS | {"busy_calendar"}


def test_only_an_admin_sets_somebody_elses_calendar_aside():
    for name in ("owner", "admin"):
        assert liftable(ACTORS[name], "per_other") == HOURS | {"busy_calendar"}
    assert liftable(ACTORS["lead"], "per_other") == HOURS


@pytest.mark.parametrize("name", ["client that writes", "client that reads"])
def test_a_client_may_set_hours_aside_and_no_calendar(name: str):
    assert liftable(ACTORS[name], None) == HOURS


@pytest.mark.parametrize("name", ["agent", "admin at My schedules"])
def test_an_agent_sets_nothing_of_another_agent_aside(name: str):
    assert liftable(ACTORS[name], "per_other") == frozenset()
    assert liftable(ACTORS[name], None) == frozenset()


@pytest.mark.parametrize("name", ["visitor", "customer by link", "supervisor", "nobody", "clock"])
def test_others_set_nothing_aside(name: str):
    assert liftable(ACTORS[name], "per_me") == frozenset()


def test_nobody_sets_a_conflict_a_block_or_a_cap_aside():
    for actor in ACTORS.values():
        assert liftable(actor, "per_me") <= OVERRIDABLE
