"""The invented agents as an installation has them, with an API client: what benchmarks of services and HTTP stand on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.actors import SYSTEM
from console.scheduling.models import App, Booking, Customer, Member, Person, Preset, WorkingWindow
from console.scheduling.rules.availability import AgentFacts
from console.scheduling.services import clients
from console.scheduling.services.clients import ClientKeys, NewClient
from tests.bench.agendas import DURATION, TERMS, Size, agendas

APP = "app_bench"


@dataclass(frozen=True)
class Stored:
    """The installation's one app, and how a client gets in."""

    now: datetime
    size: Size
    keys: ClientKeys


def stored(size: Size, now: datetime, **terms: Any) -> Stored:
    """Write the agents, their hours and calls into the empty database of the settings; `terms` are the preset's."""
    known = agendas(size, now)
    with database.writing() as session:
        session.add(App(id=APP, name="Bench", timezone="UTC", widget_key="wk_bench", created_at=now))
        session.flush()
        session.add(_preset(now, **terms))
        session.add(Customer(id="cus_bench", app_id=APP, created_at=now))
        session.add_all(_people(known, now))
        session.flush()
        session.add_all(_members(known, now))
        if size.calls:
            session.connection().execute(insert(Booking), _bookings(known, now))
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return Stored(now, size, clients.create(SYSTEM, NewClient(name="Bench", app_ids=[APP])))


def _preset(now: datetime, **terms: Any) -> Preset:
    return Preset(
        **{
            "id": "pre_bench",
            "app_id": APP,
            "name": "Bench",
            "slug": "bench",
            "short_link": "bench",
            "active": True,
            "durations": [DURATION],
            "default_duration_minutes": DURATION,
            "buffer_before_minutes": TERMS.buffer_before,
            "buffer_after_minutes": TERMS.buffer_after,
            "horizon_days": TERMS.horizon_days,
            "limit_open": None,
            "limit_per_day": None,
            "limit_per_week": None,
            "created_at": now,
            **terms,
        }
    )


def _people(known: list[AgentFacts], now: datetime) -> list[Person]:
    return [
        Person(id=one.agent_id, name=one.agent_id, email=one.agent_id, email_key=one.agent_id, created_at=now)
        for one in known
    ]


def _members(known: list[AgentFacts], now: datetime) -> list[Any]:
    rows: list[Any] = []
    for one in known:
        rows.append(Member(app_id=APP, person_id=one.agent_id, role="agent", timezone=one.timezone, joined_at=now))
        rows += [
            WorkingWindow(
                app_id=APP,
                person_id=one.agent_id,
                weekday=window.weekday,
                start_minute=window.start_minute,
                end_minute=window.end_minute,
                timezone=window.timezone,
            )
            for window in one.windows
        ]
    return rows


def _bookings(known: list[AgentFacts], now: datetime) -> list[dict[str, Any]]:
    like = Booking(
        reference="",
        app_id=APP,
        preset_id="pre_bench",
        customer_id="cus_bench",
        booking_source="api",
        status="confirmed",
        call_kind="link",
        assignment_method="manual",
        agent_id="",
        guest_name="Jane Doe",
        scheduled_at=now,
        ends_at=now + timedelta(minutes=DURATION),
        duration_minutes=DURATION,
        app_timezone="UTC",
        created_at=now,
        updated_at=now,
    ).model_dump()
    return [
        like
        | {
            "id": f"bkg_{one.agent_id}_{place}",
            "reference": f"{one.agent_id}/{place}",
            "agent_id": one.agent_id,
            "scheduled_at": call.start,
            "ends_at": call.end,
            # The agendas' calls stand back to back: no buffers of their own, or the guard would refuse them.
            "buffer_before_minutes": 0,
            "buffer_after_minutes": 0,
        }
        for one in known
        for place, call in enumerate(one.calls)
    ]
