"""How often clients call: counts of any number of processes add up, and are shown day by day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed
from console.scheduling.models import Client, ClientApp, ClientDay, Member
from console.scheduling.services import changes, clients, upkeep, usage
from console.scheduling.services.clients import NewClient
from console.scheduling.services.usage import Calls, DayOfCalls
from tests.services.conftest import MONDAY, Acme
from tests.statements import statements

TODAY = MONDAY.date()
DAY = timedelta(days=1)


@pytest.fixture
def admin(acme: Acme) -> Actor:
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    return acme.admin


@pytest.fixture
def crm(admin: Actor) -> str:
    return clients.create(admin, NewClient(name="CRM")).client_id


def called(client_id: str, day: date = TODAY, calls: int = 1, refused: int = 0, at: datetime = MONDAY) -> None:
    usage.add({(client_id, day): Calls(calls, refused, at)})


def test_a_client_has_every_day_of_the_span_and_today_last(admin, crm):
    called(crm, TODAY - 2 * DAY, 5, 2)
    called(crm, TODAY - 7 * DAY, 9)
    called(crm, TODAY, 3)
    called(crm, TODAY, 4, 1)
    assert usage.per_day(admin, 7)[crm] == [
        *(DayOfCalls(TODAY - ago * DAY) for ago in (6, 5, 4, 3)),
        DayOfCalls(TODAY - 2 * DAY, 5, 2),
        DayOfCalls(TODAY - DAY),
        DayOfCalls(TODAY, 7, 1),
    ]


def test_the_last_call_is_the_last_use_in_whatever_order_processes_tell(admin, crm):
    called(crm, at=MONDAY + timedelta(seconds=8))
    called(crm, at=MONDAY + timedelta(seconds=3))
    assert clients.list_clients(admin)[0].last_used_at == MONDAY + timedelta(seconds=8)


def test_whoever_adds_at_once_adds_up_exactly(admin, crm):
    other = clients.create(admin, NewClient(name="ERP")).client_id
    threads, rounds = 4, 12
    start = Barrier(threads)

    def work(number: int) -> None:
        start.wait()
        for _ in range(rounds):
            both = [crm, other] if number % 2 else [other, crm]
            usage.add({(each, TODAY): Calls(2, 1, MONDAY) for each in both})

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    expected = [DayOfCalls(TODAY, 2 * threads * rounds, threads * rounds)]
    assert usage.per_day(admin, 1) == {crm: expected, other: expected}


def test_only_who_manages_clients_sees_their_calls_and_only_of_the_own_app(acme, admin, crm):
    called(crm)
    for role in ("lead", "supervisor", "agent"):
        with pytest.raises(NotAllowed):
            usage.per_day(replace(admin, role=role), 7)
    assert usage.per_day(replace(admin, app_id="app_other"), 7) == {}
    assert usage.per_day(admin, 7, ["cli_unknown"]) == {}


def test_calls_of_a_deleted_client_go_with_it_and_late_ones_are_forgotten(admin, crm):
    stays = clients.create(admin, NewClient(name="ERP")).client_id
    called(crm)
    clients.delete(admin, crm)
    usage.add({(each, TODAY): Calls(1, 0, MONDAY) for each in (crm, stays, "cli_unknown")})
    with database.reading() as session:
        assert [row.client_id for row in session.exec(select(ClientDay))] == [stays]


def test_calls_are_known_for_ninety_days(acme, admin, crm):
    for ago in (0, 90, 91, 200):
        called(crm, TODAY - ago * DAY)
    assert upkeep.sweep() == 2
    assert sum(day.calls for day in usage.per_day(admin, 365)[crm]) == 2


def test_as_many_questions_are_asked_for_one_client_as_for_a_thousand(acme, admin, crm):
    called(crm)
    with statements() as few:
        usage.per_day(admin, 14)
    with database.writing() as session:
        more = [Client(name=f"CRM {number}", created_at=clock.now()) for number in range(999)]
        session.add_all(more)
        session.flush()
        session.add_all(ClientApp(client_id=one.id, app_id=acme.app_id) for one in more)
        session.flush()
        session.add_all(ClientDay(client_id=one.id, day=TODAY, calls=1, refused=0) for one in more)
    with statements() as many:
        assert len(usage.per_day(admin, 14)) == 1000
    assert len(many) == len(few)


def test_open_pages_learn_of_calls(acme, admin, crm):
    told: list[tuple[str, str]] = []
    stop = changes.subscribe(lambda change: told.append((change.app_id, change.subject)))
    called(crm)
    stop()
    assert told == [(acme.app_id, "usage")]
