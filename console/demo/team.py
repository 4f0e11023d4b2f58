"""The demo's team, terms and client, as a `callboard-app/1` file without bookings."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from console.scheduling.messages.instants import iso
from console.scheduling.rules.zones import day_bounds, local_day, zone

WEEKDAYS = range(5)
WEEK = range(7)

_WORDS = (
    "amber", "basil", "cedar", "coral", "delta", "ember", "fjord", "ginger", "hazel", "indigo", "jasper", "kiwi",
    "lemon", "maple", "nectar", "olive", "pearl", "quartz", "river", "saffron", "tulip", "umber", "violet", "willow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the team. `shifts` are split, on the wall clock of their own zone; whoever has none takes no calls."""

    key: str
    name: str
    role: str
    timezone: str
    team: str | None = None
    languages: tuple[str, ...] = ("en",)
    shifts: tuple[tuple[str, str], ...] = ()
    days: range = WEEKDAYS
    weight: int = 1

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.key}@lumen.example"


def _shifts(*spans: str) -> tuple[tuple[str, str], ...]:
    """`08-12` is a shift from 08:00 to 12:00."""
    return tuple((f"{start}:00", f"{end}:00") for start, end in (span.split("-") for span in spans))


_BOGOTA, _MADRID, _KOLKATA = "America/Bogota", "Europe/Madrid", "Asia/Kolkata"
_AMERICAS, _EAST = "Americas", "Europe & Asia"

AGENTS = (
    Colleague("camila", "Camila Restrepo", "agent", _BOGOTA, _AMERICAS, ("es", "en"), _shifts("08-12", "14-18"), WEEK),
    Colleague("andres", "Andrés Gómez", "agent", _BOGOTA, _AMERICAS, ("es", "pt"), _shifts("07-11", "13-17")),
    Colleague("lucia", "Lucía Fernández", "agent", _MADRID, _EAST, ("es", "en", "fr"), _shifts("09-14", "16-19"), WEEK),
    Colleague("jonas", "Jonas Weber", "agent", _MADRID, _EAST, ("de", "en"), _shifts("10-14", "15-20"), weight=2),
    Colleague("priya", "Priya Nair", "agent", _KOLKATA, _EAST, ("en", "hi"), _shifts("09-13", "14-18"), WEEK),
    Colleague("arjun", "Arjun Mehta", "agent", _KOLKATA, _EAST, ("en", "hi"), _shifts("12-16", "17-21")),
)
BUSY = AGENTS[2]
"""Whose next day has something of everything."""
ADMIN = Colleague("admin", "Renata Oliveira", "admin", _MADRID)
LEAD = Colleague("lead", "Mateo Vargas", "lead", _BOGOTA, _AMERICAS, ("es", "en"))
SUPERVISOR = Colleague("supervisor", "Ingrid Solberg", "supervisor", _MADRID)
EVERYBODY = (*AGENTS, ADMIN, LEAD, SUPERVISOR)

SUPPORT, SPECIALIST, DIRECT = "support", "specialist", "direct"
SPECIALISTS = ("lucia", "jonas", "priya")
OUTCOMES = ("Solved", "Call back", "Handed over", "Wrong number")
CLIENT = "crm"
WALLBOARD = "wallboard"

_MAIL = [
    {"kind": kind, "channels": ["email"]} for kind in ("invitation", "reminder_24h", "reminder_1h", "cancellation")
]
_PRESETS: tuple[dict[str, Any], ...] = (
    {
        "key": SUPPORT,
        "name": "Support call",
        "slug": "support",
        "active": True,
        "assignment_mode": "any_available",
        "durations": [15, 30, 45],
        "default_duration_minutes": 30,
        "buffer_after_minutes": 5,
        "horizon_days": 30,
        "max_moves": 3,
        "reminders": _MAIL,
        "intake": [
            {
                "name": "product",
                "label": "What is it about?",
                "kind": "choice",
                "options": ["Bulbs", "Bridge", "App", "Delivery"],
            }
        ],
    },
    {
        "key": SPECIALIST,
        "name": "Talk to a specialist",
        "slug": "specialist",
        "assignment_mode": "pick",
        "agents": [{"key": key} for key in SPECIALISTS],
        "durations": [45, 60],
        "default_duration_minutes": 45,
        "buffer_before_minutes": 10,
        "buffer_after_minutes": 10,
        "notice_minutes": 120,
        "horizon_days": 45,
        "require_confirmation": True,
        "confirmation_deadline_minutes": 120,
        "change_notice_minutes": 240,
        "reminders": [*_MAIL, {"kind": "conflict_notice", "channels": ["email"]}],
    },
    {
        "key": DIRECT,
        "name": "Direct line",
        "slug": "direct",
        "call_kind": "phone",
        "assignment_mode": "url_forced",
        "durations": [15, 30],
        "default_duration_minutes": 15,
        "buffer_after_minutes": 5,
        "agent_day_limit": 8,
        "outcomes": list(OUTCOMES),
        "reminders": [{"kind": "invitation", "channels": ["email"]}],
    },
)


def fresh_passwords() -> dict[str, str]:
    """A password for each colleague that can be typed from a screen; a demo may stand where others reach it."""
    return {
        one.key: f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(10_000):04}"
        for one in EVERYBODY
    }


def app_file(now: datetime, passwords: Mapping[str, str]) -> dict[str, Any]:
    """The team as a file to import."""
    return {
        "format": "callboard-app/1",
        "app": {
            "name": "Lumen Support",
            "timezone": _MADRID,
            "language": "en",
            "contact_email": "help@lumen.example",
            "contact_phone": "+34600555010",
            "exceptions": [_closure(now)],
        },
        "agents": [_row(one, passwords[one.key], now) for one in EVERYBODY],
        "presets": list(_PRESETS),
        "clients": [
            {"key": CLIENT, "name": "Lumen CRM"},
            {"key": WALLBOARD, "name": "Wallboard", "scopes": ["scheduling:read"]},
        ],
    }


def _row(one: Colleague, password: str, now: datetime) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "email": one.email,
        "role": one.role,
        "password": password,
        "timezone": one.timezone,
        "team": one.team,
        "languages": list(one.languages),
        "weight": one.weight,
        "working_hours": [
            {"weekday": day, "start": start, "end": end} for day in one.days for start, end in one.shifts
        ],
        "exceptions": _exceptions(one, now),
        "dnd": [_tomorrow(one, now, "17:00", "17:30")] if one is BUSY else [],
    }


def _exceptions(one: Colleague, now: datetime) -> list[dict[str, Any]]:
    """Andrés is away, and somebody has a busy day."""
    if one.key == "andres":
        return [_holiday(now, one.timezone)]
    if one is BUSY:
        training = {"kind": "blocked", "note": "Training"} | _tomorrow(one, now, "11:00", "12:00")
        return [
            training,
            {"kind": "available_extra", "note": "For the Americas"} | _tomorrow(one, now, "20:00", "21:30"),
        ]
    return []


def tomorrow(one: Colleague, now: datetime, clock: str) -> datetime:
    """The instant at which it is `HH:MM` on the next day that begins where they are."""
    day = local_day(now, one.timezone) + timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(clock), zone(one.timezone))


def _tomorrow(one: Colleague, now: datetime, start: str, end: str) -> dict[str, str]:
    return {"start_at": iso(tomorrow(one, now, start)), "end_at": iso(tomorrow(one, now, end))}


def _closure(now: datetime) -> dict[str, Any]:
    return _days(now, 23, 1, _MADRID, "Team day: nobody takes calls")


def _holiday(now: datetime, zone: str) -> dict[str, Any]:
    return _days(now, 9, 5, zone, "On holiday")


def _days(now: datetime, ahead: int, length: int, zone: str, note: str) -> dict[str, Any]:
    """Whole days of that zone."""
    first = local_day(now, zone) + timedelta(days=ahead)
    start, end = day_bounds(first, zone).start, day_bounds(first + timedelta(days=length), zone).start
    return {"kind": "blocked", "start_at": iso(start), "end_at": iso(end), "note": note}
