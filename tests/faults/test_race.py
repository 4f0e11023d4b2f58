"""Many clients, one agent, the same times: the database gives each time to one of them."""

import multiprocessing
from collections import Counter
from datetime import timedelta

import httpx
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.messages.instants import iso
from console.scheduling.models import Booking, OutboxEvent
from console.scheduling.services import clients
from console.scheduling.services.clients import NewClient
from tests.api.conftest import make_team
from tests.api.serving import served
from tests.faults.racing import race

PROCESSES, SLOTS = 8, 60


def test_eight_processes_race_for_sixty_slots_and_each_goes_to_one(store: str):
    app_id, _, agent_id, _ = make_team()
    first = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    starts = [iso(first + timedelta(minutes=15 * number)) for number in range(SLOTS)]
    with served(workers=2) as url:
        calls, token = f"{url}/api/v1/video/{app_id}/scheduled-calls", _token(url, app_id)
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            racers = [(number, calls, token, agent_id, starts) for number in range(PROCESSES)]
            answers = pool.starmap(race, racers)
    for start in starts:
        assert Counter(answer[start] for answer in answers) == {201: 1, 409: PROCESSES - 1}, start
    with database.reading() as session:
        booked = session.exec(select(Booking.id)).all()
        told = session.exec(select(OutboxEvent.booking_id)).all()
    assert len(booked) == SLOTS
    assert sorted(booked) == sorted(told)


def _token(url: str, app_id: str) -> str:
    keys = clients.create(SYSTEM, NewClient(name="Racer", app_ids=[app_id]))
    wanted = {"grant_type": "client_credentials", "client_id": keys.client_id, "client_secret": keys.client_secret}
    return httpx.post(f"{url}/api/v1/oauth/token", json=wanted, trust_env=False).json()["data"]["access_token"]
