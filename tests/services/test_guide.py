"""What the API guide is filled with can really be called, and booked."""

import pytest

from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed
from console.scheduling.messages.instants import iso, parse_instant
from console.scheduling.services import bookings, guide
from console.scheduling.services.bookings import NewBooking
from console.scheduling.settings import settings
from tests.services.conftest import Acme
from tests.statements import statements


def test_the_time_in_the_guide_is_free_and_lies_ahead_of_who_still_reads(acme: Acme):
    taken = guide.example(acme.admin)
    assert parse_instant(taken.start) >= acme.at(-3 + 24)
    for name in ("Jane", "Joe"):
        new = NewBooking(guest_name=name, guest_email=f"{name}@guests.test", scheduled_at=parse_instant(taken.start))
        bookings.book(acme.system, new)
    assert guide.example(acme.admin).start > taken.start


def test_it_names_this_installation_and_the_active_preset(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://book.acme.test/")
    monkeypatch.setenv("CALLBOARD_WEBHOOK_HEADER_PREFIX", "X-Acme")
    settings.cache_clear()
    acme.set_preset(default_duration_minutes=60)
    found = guide.example(acme.admin)
    assert (found.base_url, found.header_prefix) == ("https://book.acme.test", "X-Acme")
    assert (found.app_id, found.preset_id, found.minutes) == (acme.app_id, acme.preset_id, 60)


def test_an_agent_is_named_only_where_the_engine_does_not_choose(acme: Acme):
    assert guide.example(acme.admin).agent_id == ""
    acme.set_preset(assignment_mode="pick")
    assert guide.example(acme.admin).agent_id in (acme.ada, acme.bo)


def test_where_nothing_can_be_booked_a_time_is_shown_all_the_same(acme: Acme):
    acme.set_preset(scheduling_enabled=False, assignment_mode="url_forced")
    found = guide.example(acme.admin)
    assert found.start == iso(acme.at(-3 + 24)) and found.agent_id


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_who_may_not_see_clients_may_not_see_the_guide(acme: Acme, role):
    with pytest.raises(NotAllowed):
        guide.example(Actor("admin", id=acme.bo, app_id=acme.app_id, role=role))


def test_a_few_questions_are_enough(acme: Acme):
    with statements() as asked:
        guide.example(acme.admin)
    assert len(asked) <= 14
