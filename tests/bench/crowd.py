"""A crowded installation to measure against: `python -m tests.bench.crowd [--bookings 1000000] [--agents 1000]`.

It fills the migrated, empty database that the settings name (`CALLBOARD_DATA`, or `CALLBOARD_DATABASE_URL`) with one
app: agents with two shifts on five days a week, three years of past calls and those of the coming weeks, none of which
overlap, and a customer for every five of them.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import SQLModel

from console.scheduling import clock, database
from console.scheduling.migrations import run
from console.scheduling.models import (
    App,
    Booking,
    Customer,
    CustomerContact,
    Member,
    Person,
    Preset,
    PresetAgent,
    Team,
    WorkingWindow,
)
from console.scheduling.rules.search import search_text

APP, WIDGET_KEY = "app_crowd", "wk_crowd"
PRESET, SMALL_PRESET = "pre_crowd", "pre_small"
"""All agents, and the first twenty: the booking page's."""
AGENTS_OF_SMALL = 20
_ZONES = ("America/Bogota", "America/New_York", "Europe/London", "UTC")
_SHIFTS = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
_STARTS = [start + 30 * place for start, end in _SHIFTS for place in range((end - start) // 30)]
FIRST_NAMES = """
    María José Andrés Sofía Łukasz Zoë Björn Chloé François Jürgen Ana Luis Camila Mateo Valentina Santiago Lucía
    Diego Elena Pablo Noor Amir Yuki Hiro Mei Wei Olga Ivan Nadia Piotr Aisha Omar Fatima Kofi Ama Grace John Emma
    Oliver Ava Noah Mia Liam Ella James Ruby Henry Alice Arthur Clara
""".split()  # noqa: SIM905 - a list of fifty literals is no easier to read
LAST_NAMES = """
    García Rodríguez Núñez Muñoz López Peña Gómez Castaño Smith Jones Brown Taylor Wilson Evans Walker Wright Young
    Müller Schäfer Weiß Krüger Dubois Lefèvre Moreau Rossi Bianchi Conti Kowalski Nowak Wójcik Silva Santos Gonçalves
    Araújo Tanaka Suzuki Sato Kim Park Nguyen Trần Ahmed Khan Hussein Okafor Mensah Abebe Ivanov Petrov Sokolova
""".split()  # noqa: SIM905 - a list of fifty literals is no easier to read
_BATCH = 5_000


@dataclass(frozen=True)
class Crowd:
    """How much there is, and the moment that is now."""

    bookings: int = 1_000_000
    agents: int = 1_000
    now: datetime = datetime(2026, 11, 20, 15, tzinfo=UTC)

    @property
    def customers(self) -> int:
        return max(self.bookings // 5, 1)


def fill(crowd: Crowd) -> None:
    """Write it, in transactions of some thousand rows."""
    random = Random(2026)
    with database.without_waiting_for_the_disk():
        _write(App, [{"id": APP, "name": "Crowd", "widget_key": WIDGET_KEY, "timezone": "America/Bogota"}], crowd)
        _write(Team, ({"id": f"team_{place}", "app_id": APP, "name": f"Team {place}"} for place in range(20)), crowd)
        _write(Person, (_person(number) for number in range(crowd.agents)), crowd)
        _write(Member, (_member(number, crowd) for number in range(crowd.agents)), crowd)
        _write(WorkingWindow, _windows(crowd), crowd)
        _write(
            Preset,
            [_preset(PRESET, "Everybody", active=True), _preset(SMALL_PRESET, "Front desk", names_agents=True)],
            crowd,
        )
        _write(PresetAgent, _small_pool(crowd), crowd)
        _write(Customer, ({"id": f"cus_{number:07}", "app_id": APP} for number in range(crowd.customers)), crowd)
        _write(CustomerContact, _contacts(crowd), crowd)
        _write(Booking, _bookings(crowd, random), crowd)
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))


def _write(table: type[SQLModel], rows: Iterator[dict[str, Any]] | list[dict[str, Any]], crowd: Crowd) -> None:
    defaults = _defaults(table, crowd)
    rows = iter(rows)
    while batch := [defaults | row for row in islice(rows, _BATCH)]:
        with database.engine().begin() as connection:
            connection.execute(insert(table), batch)


def _defaults(table: type[SQLModel], crowd: Crowd) -> dict[str, Any]:
    """What each column has when a row says nothing."""
    made = {}
    for column in table.__table__.columns:  # pyright: ignore[reportAttributeAccessIssue]
        field = table.model_fields["meta" if column.name == "metadata" else column.name]
        name = "meta" if column.name == "metadata" else column.name
        if not field.is_required():
            made[name] = field.get_default(call_default_factory=True)
        if column.name.endswith(("created_at", "joined_at", "updated_at")) and not column.nullable:
            made[name] = crowd.now - timedelta(days=1_200)
    return made


def _person(number: int) -> dict[str, Any]:
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number * 7 % len(LAST_NAMES)]}"
    return {"id": f"per_{number:05}", "name": name, "email": f"agent{number}@crowd.test", "email_key": f"agent{number}"}


def _member(number: int, crowd: Crowd) -> dict[str, Any]:
    return {
        "app_id": APP,
        "person_id": f"per_{number:05}",
        "role": "admin" if number == 0 else "agent",
        "team_id": f"team_{number % 20}",
        "timezone": _ZONES[number % len(_ZONES)],
    }


def _windows(crowd: Crowd) -> Iterator[dict[str, Any]]:
    for number in range(crowd.agents):
        for weekday in range(5):
            for start, end in _SHIFTS:
                yield {
                    "id": f"win_{number:05}_{weekday}_{start}",
                    "app_id": APP,
                    "person_id": f"per_{number:05}",
                    "weekday": weekday,
                    "start_minute": start,
                    "end_minute": end,
                    "timezone": _ZONES[number % len(_ZONES)],
                }


def _preset(preset_id: str, name: str, **terms: Any) -> dict[str, Any]:
    return {
        "id": preset_id,
        "app_id": APP,
        "name": name,
        "slug": preset_id,
        "short_link": preset_id,
        "assignment_mode": "any_available",
        "durations": [30],
        "default_duration_minutes": 30,
        "limit_open": None,
        "limit_per_day": None,
        "limit_per_week": None,
        **terms,
    }


def _small_pool(crowd: Crowd) -> Iterator[dict[str, Any]]:
    for number in range(min(AGENTS_OF_SMALL, crowd.agents)):
        yield {"preset_id": SMALL_PRESET, "person_id": f"per_{number:05}"}


def _contacts(crowd: Crowd) -> Iterator[dict[str, Any]]:
    for number in range(crowd.customers):
        for kind, value in (("phone", _phone(number)), ("email", _email(number))):
            yield {
                "id": f"con_{number:07}_{kind}",
                "app_id": APP,
                "customer_id": f"cus_{number:07}",
                "kind": kind,
                "value": value,
            }


def _bookings(crowd: Crowd, random: Random) -> Iterator[dict[str, Any]]:
    """Each agent's calls stand on half-hours of different working days; one in ten lies ahead."""
    each, more = divmod(crowd.bookings, crowd.agents)
    today = crowd.now.replace(hour=0, minute=0)
    number = 0
    for agent in range(crowd.agents):
        wanted = each + (agent < more)
        ahead = wanted // 10
        starts = _taken(random, today, ahead, 1) + _taken(random, today, wanted - ahead, -1)
        for start in starts:
            yield _booking(number, agent, start, crowd, random)
            number += 1


def _taken(random: Random, today: datetime, count: int, direction: int) -> list[datetime]:
    """So many half-hours on weekdays after today, or before it."""
    days = max(-(-count // (len(_STARTS) // 2)), 20)  # half of each day at most
    days = max(days, 40 if direction > 0 else 780)
    dates = (today + timedelta(days=direction * (place + 1)) for place in range(days * 7 // 5 + 7))
    weekdays = [date for date in dates if date.weekday() < 5]
    chosen = random.sample(range(days * len(_STARTS)), count)
    return [weekdays[place // len(_STARTS)] + timedelta(minutes=_STARTS[place % len(_STARTS)]) for place in chosen]


def _booking(number: int, agent: int, start: datetime, crowd: Crowd, random: Random) -> dict[str, Any]:
    customer = number * 7919 % crowd.customers
    name, email, phone, reference = _name(customer), _email(customer), _phone(customer), f"CB-{number:08}"
    status = _status(start, crowd.now, random)
    return {
        "id": f"bkg_{number:08}",
        "reference": reference,
        "app_id": APP,
        "preset_id": SMALL_PRESET if agent < AGENTS_OF_SMALL else PRESET,
        "customer_id": f"cus_{customer:07}",
        "booking_source": random.choices(("public_booking", "agent", "api", "admin"), (60, 20, 15, 5))[0],
        "status": status,
        "call_kind": "link",
        "assignment_method": "round_robin",
        "agent_id": f"per_{agent:05}",
        "guest_name": name,
        "guest_email": email,
        "guest_email_key": email,
        "guest_phone": phone,
        "search_text": search_text(name, email, phone, reference),
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=30),
        "duration_minutes": 30,
        "app_timezone": "America/Bogota",
        "created_at": min(start, crowd.now) - timedelta(days=random.randrange(1, 14)),
    }


def _status(start: datetime, now: datetime, random: Random) -> str:
    if start < now:
        return random.choices(("completed", "no_show", "cancelled"), (85, 5, 10))[0]
    return random.choices(("scheduled", "confirmed", "pending_confirmation", "cancelled"), (60, 25, 5, 10))[0]


def _name(customer: int) -> str:
    first, last = FIRST_NAMES[customer % len(FIRST_NAMES)], LAST_NAMES[customer // len(FIRST_NAMES) % len(LAST_NAMES)]
    return f"{first} {last} {LAST_NAMES[customer // 2_500 % len(LAST_NAMES)]}"


def _email(customer: int) -> str:
    return f"guest{customer}@{('mail', 'post', 'work')[customer % 3]}.test"


def _phone(customer: int) -> str:
    return f"+57{3_000_000_000 + customer * 977}"


def main() -> None:
    """Fill the database of the settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=1_000_000)
    parser.add_argument("--agents", type=int, default=1_000)
    options = parser.parse_args()
    run.upgrade(database.engine())
    began = clock.now()
    fill(Crowd(options.bookings, options.agents, clock.now()))
    sys.stdout.write(f"{options.bookings:,} bookings in {(clock.now() - began).total_seconds():.0f} s\n")


if __name__ == "__main__":
    main()
