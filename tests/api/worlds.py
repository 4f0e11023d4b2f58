"""Worlds in which a request that is right is refused, each in a way the OpenAPI document tells of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, delete, select

from console.scheduling import clock, database
from console.scheduling.models import (
    Booking,
    BusyCalendar,
    BusyTime,
    Customer,
    DndWindow,
    PresetAgent,
    ScheduleException,
    WorkingWindow,
)
from console.scheduling.rules.holds import MOST_PER_CLIENT
from tests.api.conftest import Wire
from tests.api.requests import MISSING, Asked, asked

_START = {"bookACall": 0.0, "holdATime": 0.0, "changeACall": 5.0}
"""When the call would be, in the hours of `wire.at`."""


def when(prepare: Callable[[Wire, datetime], object], operation: str, **changed: Any) -> Callable[[Wire], Asked]:
    """The request in a world in which `prepare` has seen to it that the call cannot be then."""

    def situation(wire: Wire) -> Asked:
        request = asked(wire, operation, **changed)
        prepare(wire, datetime.fromisoformat(wire.at(_START[operation])))
        return request

    return situation


def _of_a_call(operation: str, status: str) -> Callable[[Wire], Asked]:
    def situation(wire: Wire) -> Asked:
        request = asked(wire, operation)
        with database.writing() as session:
            session.exec(select(Booking)).one().status = status
        return request

    return situation


def _add(*rows: Any) -> None:
    with database.writing() as session:
        session.add_all(rows)


def _not_in_preset(wire: Wire, start: datetime) -> None:
    _add(PresetAgent(preset_id=wire.preset_id, person_id=wire.bo, weight=1))
    wire.set_preset(names_agents=True)


def _too_soon(wire: Wire, start: datetime) -> None:
    wire.set_preset(notice_minutes=43_200)


def _too_far(wire: Wire, start: datetime) -> None:
    wire.set_preset(horizon_days=1)


def _blocked(wire: Wire, start: datetime) -> None:
    end = start + timedelta(hours=1)
    _add(ScheduleException(app_id=wire.app_id, kind="blocked", start_at=start, end_at=end, created_at=clock.now()))


def _do_not_disturb(wire: Wire, start: datetime, agent: str = "") -> None:
    end = start + timedelta(hours=1)
    mine = {"app_id": wire.app_id, "person_id": agent or wire.ada}
    _add(DndWindow(**mine, start_at=start, end_at=end, created_at=clock.now()))


def _busy_calendar(wire: Wire, start: datetime) -> None:
    now = clock.now()
    calendar = BusyCalendar(person_id=wire.ada, name="Own", url="https://calendar.test", due_at=now, created_at=now)
    _add(calendar)
    end = start + timedelta(hours=1)
    _add(BusyTime(calendar_id=calendar.id, person_id=wire.ada, start_at=start, end_at=end))


def _outside_hours(wire: Wire, start: datetime) -> None:
    with database.writing() as session:
        session.exec(delete(WorkingWindow).where(col(WorkingWindow.weekday) == start.weekday()))


def _slot_taken(wire: Wire, start: datetime) -> None:
    wire.book(scheduledAtUtc=start.isoformat())


def _buffer(wire: Wire, start: datetime) -> None:
    wire.book(scheduledAtUtc=(start - timedelta(minutes=30)).isoformat(), bufferAfterMinutes=15)


def _held(wire: Wire, start: datetime) -> None:
    wire.ask("POST", wire.video("/holds"), json={"startUtc": start.isoformat(), "agentId": wire.ada})


def _agent_day_limit(wire: Wire, start: datetime) -> None:
    wire.book(scheduledAtUtc=(start + timedelta(hours=2)).isoformat())
    wire.set_preset(agent_day_limit=1)


def _to_who_is_not_offered(wire: Wire) -> Asked:
    _add(PresetAgent(preset_id=wire.preset_id, person_id=wire.ada, weight=1))
    wire.set_preset(names_agents=True)
    return asked(wire, "changeACall", assignedAgentId=wire.bo)


def _nobody(wire: Wire, start: datetime) -> None:
    _slot_taken(wire, start)
    _do_not_disturb(wire, start, wire.bo)


def _while_off(operation: str) -> Callable[[Wire], Asked]:
    def situation(wire: Wire) -> Asked:
        wire.set_preset(scheduling_enabled=False)
        return asked(wire, operation)

    return situation


def _with_another_hold(wire: Wire) -> Asked:
    held = wire.ask("POST", wire.video("/holds"), json={"startUtc": wire.at(1), "agentId": wire.ada}).json()
    return asked(wire, "bookACall", holdId=held["data"]["hold"]["id"])


def _too_many_open(wire: Wire) -> Asked:
    wire.book(scheduledAtUtc=wire.at(3))
    wire.set_preset(limit_open=1)
    return asked(wire, "bookACall")


def _too_many_holds(wire: Wire) -> Asked:
    for number in range(MOST_PER_CLIENT):
        wire.ask("POST", wire.video("/holds"), json={"startUtc": wire.at(number), "agentId": wire.bo})
    return asked(wire, "holdATime")


def _key_reused(operation: str, **other: Any) -> Callable[[Wire], Asked]:
    def situation(wire: Wire) -> Asked:
        request = asked(wire, operation)
        request.options["headers"] = {"Idempotency-Key": "k"}
        Asked("POST", request.path, {**request.options, "json": {**request.options["json"], **other}}).send(wire)
        return request

    return situation


def _opted_out(wire: Wire) -> Asked:
    request = asked(wire, "sendAReminder")
    with database.writing() as session:
        session.exec(select(Customer)).one().opt_outs = ["email"]
    return request


_REASONS = {
    "not_in_preset": _not_in_preset,
    "too_soon": _too_soon,
    "too_far": _too_far,
    "blocked": _blocked,
    "do_not_disturb": _do_not_disturb,
    "busy_calendar": _busy_calendar,
    "outside_hours": _outside_hours,
    "slot_taken": _slot_taken,
    "buffer": _buffer,
    "held": _held,
    "agent_day_limit": _agent_day_limit,
}
WORLDS: dict[tuple[str, str], Callable[[Wire], Asked]] = {
    **{
        (operation, code): when(prepare, operation)
        for operation in ("bookACall", "holdATime", "changeACall")
        for code, prepare in _REASONS.items()
    },
    ("changeACall", "not_in_preset"): _to_who_is_not_offered,
    ("bookACall", "no_agent_available"): when(_nobody, "bookACall", assignedAgentId=MISSING),
    ("holdATime", "no_agent_available"): when(_nobody, "holdATime", agentId=MISSING),
    ("bookACall", "hold_differs"): _with_another_hold,
    ("bookACall", "customer_limit"): _too_many_open,
    ("holdATime", "too_many_holds"): _too_many_holds,
    ("sendAReminder", "opted_out"): _opted_out,
    ("changeACall", "already_started"): _of_a_call("changeACall", "started"),
    ("changeACall", "final_state"): _of_a_call("changeACall", "cancelled"),
    ("cancelACall", "final_state"): _of_a_call("cancelACall", "completed"),
    ("sendAReminder", "final_state"): _of_a_call("sendAReminder", "cancelled"),
    **{
        (operation, "scheduling_off"): _while_off(operation)
        for operation in ("bookACall", "holdATime", "findFreeTimes")
    },
    ("bookACall", "idempotency_key_reused"): _key_reused("bookACall", guestName="Joan"),
    ("holdATime", "idempotency_key_reused"): _key_reused("holdATime", durationMinutes=60),
    ("sendAReminder", "idempotency_key_reused"): _key_reused("sendAReminder", message="Hello"),
}
"""Worlds in which a request that is right is refused."""
