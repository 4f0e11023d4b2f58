"""The demo is a believable month: all sources and statuses, stories that hold, and nothing that breaks a rule."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console.demo import build, calendar, receiver, team
from console.scheduling import backups, clock, database
from console.scheduling.actors import operator
from console.scheduling.messages.signing import own_signature
from console.scheduling.models import Booking, DndWindow, InternalNote, Member, Preset, TimelineEvent
from console.scheduling.rules.calls import Call, conflicts
from console.scheduling.rules.lifecycle import LIVE
from console.scheduling.services import calendars, installation, sessions, signing_in, slots, usage, webhooks
from console.scheduling.services.slots import SlotQuery
from console.scheduling.settings import settings


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[build.Demo]:
    """The demo, made once; it takes some seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALLBOARD_DATA", str(tmp_path_factory.mktemp("demo")))
        patch.setenv("CALLBOARD_PORT", "9321")
        patch.setenv("CALLBOARD_WEBHOOK_ALLOW", "")
        patch.setenv("CALLBOARD_CALENDAR_ALLOW", "")
        patch.setenv("CALLBOARD_DEMO", "false")
        _forget()
        build.choose()
        backups.migrate()
        made = build.fill()
        assert made
        yield made
        database.engine().dispose()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    database.engine.cache_clear()


@pytest.fixture
def session(demo: build.Demo) -> Iterator[Session]:
    with database.reading() as session:
        yield session


def test_demo_json_says_how_to_get_in(demo: build.Demo) -> None:
    written = json.loads((settings().data / "demo.json").read_text())
    assert written == build.vars_of(demo)
    assert written["base_url"] == "http://localhost:9321"
    assert len(written["agents"]) == 6
    for who in (*written["agents"], written["admin"], written["lead"], written["supervisor"]):
        token = signing_in.with_password(who["email"], who["password"])
        signed_in = sessions.resolve(token)
        assert signed_in
        assert signed_in.memberships[0].app_id == demo.app_id


def test_a_team_in_three_zones_and_two_teams(session: Session) -> None:
    agents = [member for member in session.exec(select(Member)) if member.role == "agent"]
    assert len({agent.timezone for agent in agents}) == 3
    assert len({agent.team_id for agent in agents}) == 2
    modes = Counter(preset.assignment_mode for preset in session.exec(select(Preset)))
    assert modes == {"any_available": 1, "pick": 1, "url_forced": 1}


def test_its_clients_called_day_by_day_and_once_too_often(demo: build.Demo) -> None:
    days = usage.per_day(operator(demo.app_id), 30)
    assert len(days) == 2 and sum(day.calls > 0 for day in days[demo.client_id]) >= 29
    assert [day.refused > 0 for day in days[demo.client_id]].count(True) == 1


def test_some_two_hundred_bookings_of_every_source_and_status(session: Session) -> None:
    bookings = session.exec(select(Booking)).all()
    assert 150 <= len(bookings) <= 280
    assert {booking.booking_source for booking in bookings} == {"agent", "public_booking", "api", "admin"}
    statuses = Counter(booking.status for booking in bookings)
    assert set(statuses) == {*LIVE, "completed", "cancelled", "no_show"}
    ahead = [booking for booking in bookings if booking.scheduled_at > clock.now()]
    assert len(ahead) >= 40
    assert {booking.status for booking in ahead} <= {"scheduled", "pending_confirmation", "confirmed", "cancelled"}
    assert len(session.exec(select(InternalNote)).all()) >= 20
    assert len(session.exec(select(DndWindow)).all()) >= 10


def test_one_call_runs_one_guest_waits_and_one_call_needs_an_outcome(session: Session) -> None:
    bookings = session.exec(select(Booking)).all()
    assert any(booking.status == "started" and booking.needs_outcome_since is None for booking in bookings)
    assert any(booking.needs_outcome_since for booking in bookings)
    assert any(one.guest_joined_at and not one.agent_joined_at and one.scheduled_at > clock.now() for one in bookings)


def test_no_two_calls_of_one_agent_conflict(session: Session) -> None:
    lines: dict[str, list[Call]] = {}
    for one in session.exec(select(Booking)):
        if one.status in LIVE:
            call = Call(one.scheduled_at, one.ends_at, one.buffer_before_minutes, one.buffer_after_minutes)
            assert not any(conflicts(call, other) for other in lines.get(one.agent_id, []))
            lines.setdefault(one.agent_id, []).append(call)


def test_every_timeline_tells_what_the_booking_became(session: Session) -> None:
    for booking in session.exec(select(Booking)):
        query = select(TimelineEvent).where(TimelineEvent.booking_id == booking.id).order_by(TimelineEvent.id)
        events = session.exec(query).all()
        assert events[0].event_type == "created"
        assert events[0].payload["booking_source"] == booking.booking_source
        told = [event.event_type for event in events]
        assert [event.created_at for event in events] == sorted(event.created_at for event in events)
        if booking.status in ("confirmed", "started", "completed", "cancelled", "no_show"):
            assert booking.status in told
        if booking.status == "cancelled":
            assert booking.cancellation_reason
        assert events[-1].created_at <= clock.now()


def test_there_is_time_left_to_book(demo: build.Demo) -> None:
    now = clock.now()
    query = slots.SlotQuery(start=now, end=now + timedelta(days=7))
    assert slots.offered(operator(demo.app_id), query)


def test_filling_again_leaves_the_demo_alone_and_follows_the_port(
    demo: build.Demo, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    count = len(session.exec(select(Booking)).all())
    monkeypatch.setenv("CALLBOARD_PORT", "9322")
    settings.cache_clear()
    again = build.fill()
    assert again
    assert (again.app_id, again.base_url) == (demo.app_id, "http://localhost:9322")
    assert [one.url for one in webhooks.list_subscriptions(operator(demo.app_id))] == [
        "http://127.0.0.1:9322/demo/receiver"
    ]
    assert len(session.exec(select(Booking)).all()) == count
    settings.cache_clear()


def test_a_database_with_something_else_is_left_alone(sqlite_store: str) -> None:
    from console.scheduling.services import files

    files.import_app(team.app_file(clock.now(), team.fresh_passwords()))
    assert not installation.is_empty()
    assert build.fill() is None


def test_the_receiver_shows_what_is_signed_and_refuses_the_rest(demo: build.Demo) -> None:
    secret = json.loads(receiver.secret_file().read_text())["secret"]
    body = json.dumps({"payload": {"scheduled_call": {"guest_name": "<Jane>", "join_url": "https://key"}}}).encode()
    headers = {"X-Callboard-Event": "scheduled.created", "X-Callboard-Delivery": "whk_1:1"}
    with TestClient(Starlette(routes=receiver.routes)) as client:
        signed = headers | {"X-Callboard-Signature": own_signature(secret, body)}
        assert client.post(receiver.PATH, content=body, headers=signed).status_code == 204
        assert client.post(receiver.PATH, content=body + b" ", headers=signed).status_code == 400
        page = client.get(receiver.PATH).text
    assert "&lt;Jane&gt;" in page
    assert "https://key" not in page
    assert "signature verified" in page
    assert "signature wrong" in page


def test_an_agents_own_calendar_takes_time_away_and_is_read_without_a_network(demo: build.Demo) -> None:
    lucia = demo.agents[team.AGENTS.index(team.BUSY)]["id"]
    admin = operator(demo.app_id)
    (seen,) = calendars.of_agent(admin, lucia)
    assert seen.busy > 50 and seen.problem is None
    at = team.tomorrow(team.BUSY, clock.now(), "13:30")
    (told,) = slots.explain(admin, SlotQuery(start=at, end=at, agent_id=lucia))
    assert "busy_calendar" in [reason.code for reason in told.reasons]
    build.fill()
    assert len(calendars.of_agent(admin, lucia)) == 1
    served = TestClient(Starlette(routes=calendar.routes)).get(calendar.PATH)
    assert served.content == calendar.content() and served.headers["content-type"].startswith("text/calendar")
