"""Fifty who want one time, in an app of its own that is gone afterwards: the proof that the database gives it to one.

The app is its own test app, so that nothing of it could leave even if this process died half-way; what such a death
leaves behind is removed by the next race.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from .. import clock
from ..actors import Actor, operator
from ..errors import CallboardError, SlotUnavailable, Unavailable
from ..models import App, Booking, Member, Person, Preset, PresetAgent, new_id
from ..queries.ownership import belongings
from . import bookings
from .bookings import NewBooking
from .transaction import reads, writes

_MARK = "doctor's scratch "
"""How the widget key of such an app begins; no other has a blank in it."""
_TRIES = 20
"""How often one of them asks again while the database is busy."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many got the time, how many were refused, how many bookings are stored; and who met something else."""

    won: int
    refused: int
    stored: int
    odd: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether exactly one has it, and everybody was told the truth."""
        return self.won == self.stored == 1 and not self.odd


@dataclass(frozen=True, slots=True)
class _Scratch:
    app_id: str
    agent_id: str


def race(racers: int = 50) -> Outcome:
    """Let so many threads book one time of one agent at once, and remove everything. Raises Unavailable."""
    _tidy()
    made = _make()
    try:
        return _run(made, racers)
    finally:
        _tidy()


def _run(made: _Scratch, racers: int) -> Outcome:
    actor, start = operator(made.app_id), clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    gate = Barrier(racers)

    def one(number: int) -> str:
        gate.wait()
        return _book(lambda: _ask(actor, made, start, number))

    with ThreadPoolExecutor(racers, thread_name_prefix="race") as threads:
        told = Counter(threads.map(one, range(racers)))
    odd = tuple(sorted(set(told) - {"booked", "refused"}))
    return Outcome(told["booked"], told["refused"], _stored(made.app_id), odd)


def _ask(actor: Actor, made: _Scratch, start: datetime, number: int) -> None:
    bookings.book(
        actor,
        NewBooking(
            guest_name=f"Racer {number}",
            guest_email=f"racer{number}@scratch.invalid",
            scheduled_at=start,
            agent_id=made.agent_id,
            duration_minutes=30,
            respect_working_hours=False,
        ),
    )


def _book(ask: Callable[[], None]) -> str:
    for _ in range(_TRIES):
        try:
            ask()
        except SlotUnavailable:
            return "refused"
        except Unavailable:
            continue
        except CallboardError as other:
            return other.code
        return "booked"
    return Unavailable.code


@writes
def _make(session: Session) -> _Scratch:
    now, app_id, person_id = clock.now(), new_id("app"), new_id("per")
    session.add(App(id=app_id, name="Scratch", timezone="UTC", widget_key=f"{_MARK}{app_id}", created_at=now))
    session.add(
        Person(id=person_id, name="Scratch", email=f"{person_id}@scratch.invalid", email_key=person_id, created_at=now)
    )
    session.flush()
    session.get_one(App, app_id).test_of_app_id = app_id
    session.add(Member(app_id=app_id, person_id=person_id, role="agent", timezone="UTC", joined_at=now))
    preset = {"short_link": app_id, "active": True, "names_agents": True, "durations": [30], "created_at": now}
    made = Preset(app_id=app_id, name="Scratch", slug="scratch", **preset)
    session.add(made)
    session.flush()
    session.add(PresetAgent(preset_id=made.id, person_id=person_id))
    return _Scratch(app_id, person_id)


@reads
def _stored(session: Session, app_id: str) -> int:
    return len(session.exec(select(Booking.id).where(Booking.app_id == app_id)).all())


@writes
def _tidy(session: Session) -> None:
    """Remove every such app, with all that hangs on it, and its agent."""
    apps = list(session.exec(select(App.id).where(col(App.widget_key).startswith(_MARK))))
    if not apps:
        return
    people = list(session.exec(select(Member.person_id).where(col(Member.app_id).in_(apps))))
    session.execute(update(App).where(col(App.id).in_(apps)).values(test_of_app_id=None))
    for owner, ids in ((App, apps), (Person, people)):
        for table, which in belongings(owner.__table__, ids):  # pyright: ignore[reportAttributeAccessIssue]
            session.execute(delete(table).where(which))
