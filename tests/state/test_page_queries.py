"""However much there is, a page of the console is loaded with as many statements as when there is little."""

from datetime import timedelta

import pytest

from console.pages import CONSOLE
from console.scheduling import database
from console.scheduling.models import Member
from console.scheduling.services import clients, schedules, webhooks
from console.scheduling.services.clients import NewClient
from console.scheduling.services.schedules import NewException
from console.scheduling.services.webhooks import NewSubscription
from tests.services.conftest import MONDAY, Acme, add_agent, add_preset
from tests.state.conftest import Tab
from tests.statements import statements

MOST = 30
"""Statements of everything that a page and its frame load."""


def grow(acme: Acme, first: int, last: int) -> None:
    """More of everything that a page lists, with the first agent in most of it."""
    for number in range(first, last):
        agent = add_agent(acme, f"Agent{number}")
        preset = add_preset(acme, f"preset-{number}")
        acme.book(
            hours=number / 2, preset_id=preset, guest_name=f"Guest {number}", guest_email=f"g{number}@guests.test"
        )
        acme.book(hours=number / 2, agent_id=agent, guest_name=f"Other {number}", guest_email=f"o{number}@guests.test")
        clients.create(acme.admin, NewClient(name=f"Shop {number}"))
        webhooks.subscribe(acme.admin, NewSubscription(f"https://crm{number}.example/hook", ["scheduled.created"]))
        start = MONDAY + timedelta(days=30 + number)
        away = NewException(kind="blocked", start_at=start, end_at=start + timedelta(hours=4), agent_id=acme.ada)
        schedules.add_exception(acme.admin, away)
        start += timedelta(days=30)
        schedules.add_dnd(acme.agent(acme.ada), acme.ada, start, start + timedelta(hours=1))


@pytest.mark.parametrize("place", CONSOLE)
def test_a_page_asks_as_often_for_much_as_for_little(acme: Acme, tab: Tab, place: str):
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    grow(acme, 1, 2)
    load(tab, place)  # what is asked once in a process is asked
    few = load(tab, place)
    grow(acme, 2, 6)
    many = load(tab, place)
    assert len(many) == len(few) <= MOST, "\n".join(many)


def load(tab: Tab, place: str) -> list[str]:
    """What the database is asked while this page of the tab loads."""
    tab.go("", place)
    with statements() as sent:
        for handler in CONSOLE[place].ON_LOAD:
            tab.do(handler)
    return sent
