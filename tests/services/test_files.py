"""Apps as files: what an import takes, what it refuses and how it says so, and that an export comes back."""

import copy
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from console.scheduling import database
from console.scheduling.actors import operator
from console.scheduling.errors import AppNotFound, Invalid
from console.scheduling.models import (
    App,
    Booking,
    Client,
    Customer,
    Delivery,
    OutboxEvent,
    Person,
    Preset,
    Reminder,
    TimelineEvent,
)
from console.scheduling.services import files, presets, signing_in

CONTRACT = json.loads("""
{"format": "callboard-app/1",
 "app": {"name": "Acme", "timezone": "UTC", "language": "en", "meeting_url_template": null},
 "agents": [{"key": "a1", "name": "Ada", "email": "ada@agents.test", "role": "agent", "password": "optional", "timezone": "default: the app's", "team": null, "languages": [], "weight": 1,
   "working_hours": [{"weekday": 0, "start": "09:00", "end": "17:00", "timezone": "America/New_York"}],
   "exceptions": [{"kind": "blocked", "start_at": "2027-01-05T00:00:00.000Z", "end_at": "2027-01-06T00:00:00.000Z", "note": null}],
   "dnd": [{"start_at": "2027-01-07T10:00:00.000Z", "end_at": "2027-01-07T11:00:00.000Z"}]}],
 "presets": [{"key": "std", "name": "Standard", "slug": "standard", "active": true, "scheduling_enabled": true, "call_kind": "link", "assignment_mode": "any_available", "agents": null,
   "durations": [15, 30, 60], "default_duration_minutes": 30, "buffer_before_minutes": 0, "buffer_after_minutes": 0, "notice_minutes": 0, "horizon_days": 60, "step_minutes": 15, "agent_day_limit": null,
   "require_confirmation": false, "confirmation_deadline_minutes": null, "no_show_grace_minutes": 10, "hold_minutes": 5, "customer_may_reschedule": true, "customer_may_cancel": true, "change_notice_minutes": 0, "max_moves": null,
   "limits": {"open": 5, "per_day": 5, "per_week": 20}, "outcomes": [], "intake": [], "reminders": [{"kind": "invitation", "channels": ["email"]}]}],
 "clients": [{"key": "main", "name": "CRM", "scopes": ["scheduling:read", "scheduling:write"], "rate_limits": {"minute": 600, "hour": 10000, "day": 100000}}],
 "bookings": [{"agent": "a1", "preset": "std", "booking_source": "api", "status": "scheduled", "scheduled_at": "2027-02-01T10:00:00.000Z", "duration_minutes": 30, "buffer_before_minutes": 0, "buffer_after_minutes": 0,
   "guest_name": "Jane", "guest_email": "jane@guests.test", "guest_phone": "+573005550100", "app_timezone": "UTC"}]}
""")  # noqa: E501
"""The file of CONTRACT section 11, as it is printed there."""


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(CONTRACT)


def _count(table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _problems(document: object) -> list[str]:
    with pytest.raises(Invalid) as refused:
        files.import_app(document)
    return [problem.field for problem in refused.value.problems]


def _put(document: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    *parents, last = path
    place: Any = document
    for step in parents:
        place = place[step]
    place[last] = value


def test_the_contracts_own_file_becomes_an_app(store: str, document: dict[str, Any]) -> None:
    made = files.import_app(document)
    assert set(made.agents) == {"a1"}
    assert set(made.presets) == {"std"}
    assert made.counts == {"bookings": 1}
    assert set(made.clients["main"]) == {"client_id", "client_secret"}
    with database.reading() as session:
        app = session.get_one(App, made.app_id)
        booking = session.exec(select(Booking)).one()
        preset = session.exec(select(Preset)).one()
        events = session.exec(select(TimelineEvent)).all()
    assert (app.name, app.widget_key) == ("Acme", made.widget_key)
    assert (preset.id, preset.active, preset.durations) == (made.presets["std"]["id"], True, [15, 30, 60])
    assert (booking.agent_id, booking.booking_source, booking.status) == (made.agents["a1"]["id"], "api", "scheduled")
    assert booking.scheduled_at == datetime(2027, 2, 1, 10, tzinfo=UTC)
    assert booking.ends_at - booking.scheduled_at == timedelta(minutes=30)
    assert booking.due_at == booking.scheduled_at + timedelta(minutes=10)
    assert [(event.event_type, event.payload["booking_source"]) for event in events] == [("created", "api")]
    assert signing_in.with_password("Ada@Agents.test", "optional")


def test_imported_bookings_make_no_webhook_and_no_message(sqlite_store: str, document: dict[str, Any]) -> None:
    files.import_app(document)
    assert (_count(OutboxEvent), _count(Delivery), _count(Reminder)) == (0, 0, 0)


def test_an_export_can_be_imported_again(store: str, document: dict[str, Any]) -> None:
    document["app"]["exceptions"] = [
        {"kind": "blocked", "start_at": "2027-12-25T00:00:00Z", "end_at": "2027-12-26T00:00:00Z", "note": "Closed"}
    ]
    document["agents"][0] |= {"team": "North", "languages": ["es-CO"], "weight": 3}
    document["presets"].append(
        document["presets"][0]
        | {"key": "vip", "slug": "vip", "active": False, "agents": [{"key": "a1", "weight": 7}], "outcomes": ["Sold"]}
    )
    document["bookings"].append(
        document["bookings"][0]
        | {"status": "cancelled", "cancellation_reason": "ill", "cancelled_at": "2026-01-02T00:00:00Z", "preset": "vip"}
    )
    first = files.export_app(files.import_app(document).app_id)
    moved = json.loads(json.dumps(first))
    moved["agents"][0]["email"] = "other@agents.test"
    second = files.export_app(files.import_app(moved).app_id)
    assert _without_ids(second | {"agents": [second["agents"][0] | {"email": "ada@agents.test"}]}) == _without_ids(
        first
    )
    assert "password" not in json.dumps(first)
    assert "secret" not in json.dumps(first)


def _without_ids(document: Any) -> Any:
    """The document without its ids and what is a key because of them."""
    if isinstance(document, list):
        return [_without_ids(each) for each in document]
    if isinstance(document, dict):
        return {
            name: _without_ids(value)
            for name, value in document.items()
            if name not in ("id", "agent") and not (name == "key" and "_" in value)
        }
    return document


def test_an_unknown_app_cannot_be_exported(sqlite_store: str) -> None:
    with pytest.raises(AppNotFound):
        files.export_app("app_nowhere")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "callboard-app/2"),
        (("app", "name"), ""),
        (("app", "timezone"), "Mars/Olympus"),
        (("app", "language"), "english!"),
        (("app", "meeting_url_template"), "not an address"),
        (("agents", 0, "email"), "ada at agents"),
        (("agents", 0, "role"), "boss"),
        (("agents", 0, "password"), "short"),
        (("agents", 0, "weight"), 101),
        (("agents", 0, "weight"), None),
        (("agents", 0, "working_hours", 0, "weekday"), 7),
        (("agents", 0, "working_hours", 0, "start"), "9:00"),
        (("agents", 0, "working_hours", 0, "end"), "08:59"),
        (("agents", 0, "working_hours", 0, "end"), "24:01"),
        (("agents", 0, "working_hours", 0, "timezone"), "EST5"),
        (("agents", 0, "exceptions", 0, "kind"), "holiday"),
        (("agents", 0, "exceptions", 0, "end_at"), "2027-01-05T00:00:00.000Z"),
        (("agents", 0, "dnd", 0, "start_at"), "2027-01-07T10:00:00"),
        (("agents", 0, "dnd", 0, "start_at"), 1_800_000_000),
        (("presets", 0, "step_minutes"), 4),
        (("presets", 0, "horizon_days"), 1501),
        (("presets", 0, "default_duration_minutes"), 45),
        (("presets", 0, "durations", 0), 481),
        (("presets", 0, "limits", "open"), 0),
        (("presets", 0, "reminders", 0, "channels", 0), "fax"),
        (("clients", 0, "scopes", 0), "scheduling:admin"),
        (("clients", 0, "rate_limits", "minute"), 0),
        (("bookings", 0, "agent"), "a2"),
        (("bookings", 0, "preset"), "vip"),
        (("bookings", 0, "booking_source"), "fax"),
        (("bookings", 0, "status"), "rescheduled"),
        (("bookings", 0, "scheduled_at"), "2027-02-01T10:00:30Z"),
        (("bookings", 0, "scheduled_at"), "2027-02-30T10:00:00Z"),
        (("bookings", 0, "duration_minutes"), 4),
        (("bookings", 0, "buffer_after_minutes"), 241),
        (("bookings", 0, "guest_name"), "Jane\u0000"),
        (("bookings", 0, "guest_email"), "jane"),
        (("bookings", 0, "guest_phone"), "555"),
        (("bookings", 0, "app_timezone"), "Nowhere"),
    ],
)
def test_a_bad_value_is_named_by_its_path(
    sqlite_store: str, document: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    _put(document, path, value)
    named = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]
    assert _problems(document) == [named]
    assert _count(App) == 0


def test_every_bad_value_is_named_at_once(sqlite_store: str, document: dict[str, Any]) -> None:
    document["agents"][0]["email"] = "x"
    document["agents"][0]["working_hours"] += [{"weekday": 1}, {"weekday": 2, "start": "10:00", "end": "09:00"}]
    document["bookings"][0]["status"] = "gone"
    assert _problems(document) == [
        "agents[0].email",
        "agents[0].working_hours[1].start",
        "agents[0].working_hours[1].end",
        "agents[0].working_hours[2].end",
        "bookings[0].status",
    ]


def test_what_stands_twice_is_named(sqlite_store: str, document: dict[str, Any]) -> None:
    document["agents"].append(document["agents"][0] | {"email": "ADA@agents.test"})
    document["presets"].append(document["presets"][0])
    document["clients"].append(document["clients"][0])
    assert _problems(document) == [
        "agents[1].key",
        "agents[1].email",
        "presets[1].key",
        "presets[1].slug",
        "clients[1].key",
        "presets[1].active",
    ]


def test_some_preset_must_be_active(sqlite_store: str, document: dict[str, Any]) -> None:
    document["presets"][0]["active"] = False
    assert _problems(document) == ["presets"]


def test_what_is_no_object_at_all_is_refused(sqlite_store: str) -> None:
    for document in (None, [], "x", {"format": "callboard-app/1"}):
        assert _problems(document)


def test_a_conflict_within_the_file_names_the_later_row(store: str, document: dict[str, Any]) -> None:
    row = document["bookings"][0]
    document["bookings"] = [
        row | {"buffer_after_minutes": 15},
        row | {"scheduled_at": "2027-02-01T10:45:00Z"},
        row | {"scheduled_at": "2027-02-01T11:29:00Z", "buffer_before_minutes": 15},
        row | {"scheduled_at": "2027-02-01T10:00:00Z", "status": "cancelled"},
    ]
    assert _problems(document) == ["bookings[2]"]
    assert _count(Person) == 0


def test_the_guard_holds_across_apps(store: str, document: dict[str, Any]) -> None:
    files.import_app(document)
    document["bookings"].append(document["bookings"][0] | {"scheduled_at": "2027-02-02T10:00:00Z"})
    assert _problems(document) == ["bookings[0]"]
    assert _count(App) == 1


def test_who_has_an_account_joins_as_they_are(store: str, document: dict[str, Any]) -> None:
    first = files.import_app(document)
    document["agents"][0] |= {
        "key": "z",
        "name": "Somebody else",
        "email": "ADA@agents.test",
        "password": "another one",
    }
    document["bookings"] = []
    second = files.import_app(document)
    assert second.agents["z"] == first.agents["a1"]
    with database.reading() as session:
        person = session.exec(select(Person)).one()
    assert person.name == "Ada"
    assert signing_in.with_password("ada@agents.test", "optional")
    with pytest.raises(Invalid):
        signing_in.with_password("ada@agents.test", "another one")


def test_lists_may_be_left_out(sqlite_store: str, document: dict[str, Any]) -> None:
    for name in ("languages", "working_hours", "exceptions", "dnd"):
        del document["agents"][0][name]
    for name in ("durations", "outcomes", "intake", "reminders"):
        del document["presets"][0][name]
    del document["bookings"]
    files.import_app(document)
    bare = files.import_app({"format": "callboard-app/1", "app": {"name": "Bare", "timezone": "Asia/Kathmandu"}})
    assert [view.terms.slug for view in presets.list_presets(operator(bare.app_id))] == ["standard"]


def test_null_is_accepted_where_the_contract_shows_it(sqlite_store: str, document: dict[str, Any]) -> None:
    document["agents"][0] |= {"password": None, "timezone": None, "team": None}
    document["presets"][0] |= {"agents": None, "agent_day_limit": None, "max_moves": None}
    files.import_app(document)


def test_rows_of_one_customer_are_gathered(sqlite_store: str, document: dict[str, Any]) -> None:
    row = document["bookings"][0]
    document["bookings"] = [
        row | {"scheduled_at": f"2027-02-0{day}T10:00:00Z", "guest_email": email, "guest_phone": phone}
        for day, email, phone in (
            (1, "jane@guests.test", "+573005550100"),
            (2, "JANE@guests.test", None),
            (3, "jane@work.test", "+57 300 555 0100"),
            (4, "joe@guests.test", None),
        )
    ]
    files.import_app(document)
    with database.reading() as session:
        of_calls = session.exec(select(Booking.customer_id).order_by(col(Booking.scheduled_at))).all()
    assert len(set(of_calls[:3])) == 1
    assert _count(Customer) == 2


def test_a_past_row_keeps_its_story(sqlite_store: str, document: dict[str, Any]) -> None:
    document["bookings"][0] |= {
        "scheduled_at": "2026-01-05T10:00:00Z",
        "status": "cancelled",
        "booking_source": "agent",
        "created_at": "2026-01-01T10:00:00Z",
        "confirmed_at": "2026-01-02T10:00:00Z",
        "cancelled_at": "2026-01-03T10:00:00Z",
        "cancellation_reason": "ill",
    }
    made = files.import_app(document)
    with database.reading() as session:
        events = session.exec(select(TimelineEvent).order_by(TimelineEvent.id)).all()
        booking = session.exec(select(Booking)).one()
    told = [(event.event_type, event.actor_type, event.created_at.day) for event in events]
    assert told == [("created", "agent", 1), ("confirmed", "system", 2), ("cancelled", "system", 3)]
    assert events[0].actor_id == made.agents["a1"]["id"]
    assert events[2].payload == {"reason": "ill"}
    assert booking.due_at is None


def test_secrets_and_passwords_are_stored_hashed(sqlite_store: str, document: dict[str, Any]) -> None:
    made = files.import_app(document)
    with database.reading() as session:
        person, client = session.exec(select(Person)).one(), session.exec(select(Client)).one()
        stored = session.connection().exec_driver_sql("SELECT * FROM client_secret").all()
    assert (person.password_hash or "").startswith("$argon2id$")
    assert client.id == made.clients["main"]["client_id"]
    assert made.clients["main"]["client_secret"] not in str(stored)


def test_two_thousand_rows_are_quick(store: str, document: dict[str, Any]) -> None:
    start = datetime(2027, 1, 1, tzinfo=UTC)
    row = document["bookings"][0]
    document["bookings"] = [
        row
        | {
            "scheduled_at": (start + timedelta(minutes=30 * number)).isoformat(),
            "guest_email": f"guest{number}@guests.test",
            "guest_phone": f"+5730055{number:05d}",
        }
        for number in range(2000)
    ]
    began = time.monotonic()
    made = files.import_app(document)
    assert time.monotonic() - began < 15
    assert made.counts == {"bookings": 2000}
    with database.reading() as session:
        assert session.scalar(select(func.count(func.distinct(Booking.reference)))) == 2000


def test_shifts_and_holidays_go_round_and_are_left_out_where_there_are_none(
    sqlite_store: str, document: dict[str, Any]
) -> None:
    shifts = [
        {"date": "2027-02-02", "start": "22:00", "end": "06:00", "timezone": "Asia/Tokyo"},
        {"date": "2027-02-03", "start": None, "end": None, "timezone": "UTC"},
    ]
    closure = {
        "kind": "blocked",
        "start_at": "2027-01-06T00:00:00.000Z",
        "end_at": "2027-01-07T00:00:00.000Z",
        "note": "Epiphany",
        "holiday": "ES-MD",
    }
    assert "shifts" not in files.export_app(files.import_app(document).app_id)["agents"][0]
    document["agents"][0] |= {"shifts": shifts, "email": "bo@agents.test"}
    document["app"]["exceptions"] = [closure]
    exported = files.export_app(files.import_app(document).app_id)
    assert (exported["agents"][0]["shifts"], exported["app"]["exceptions"]) == (shifts, [closure])
    document["agents"][0] |= {"shifts": [{"date": "2027-02-02", "start": "09:00"}]}
    assert _problems(document)[0].startswith("agents[0].shifts[0]")
