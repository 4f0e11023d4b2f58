"""What is offered can be booked; what is not is refused with the codes that explain gives, on both databases.

Each invented history lives in one transaction that is never committed, and each attempt to book in a savepoint of it:
the verbs' bodies run on real rows, under the real guard, and leave nothing behind.
"""

import inspect
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import SlotUnavailable
from console.scheduling.models import (
    App,
    Booking,
    BusyCalendar,
    BusyTime,
    Customer,
    DndWindow,
    Hold,
    Member,
    Person,
    Preset,
    PresetAgent,
    ScheduleException,
    WorkingWindow,
    new_id,
)
from console.scheduling.rules import availability
from console.scheduling.rules.availability import AgentFacts, Terms
from console.scheduling.rules.calls import Call, conflicts
from console.scheduling.services import holds, slots
from console.scheduling.services.bookings import NewBooking, making
from console.scheduling.services.slots import SlotQuery
from tests.rules.histories import MINUTE, NIGHTS, agents, instants, nights, stretches, terms

SERVER_ZONES = ("UTC", "America/New_York", "Asia/Kathmandu")
RANGE = timedelta(hours=10)
TRIED = 4
"""How many of the free times, and of the others, are tried in each history."""
EXAMPLES = {"sqlite": 45, "postgresql": 15}
"""How many histories: the rules are the same on both, and `test_guard_is_rule` asks each for what it adds to them."""


@dataclass(frozen=True)
class History:
    """Three agents, of whom the preset offers two, around an odd night; `own` says whose holds are the visitor's."""

    facts: tuple[AgentFacts, ...]
    closures: tuple[Any, ...]
    terms: Terms
    mode: str
    own: tuple[bool, ...]
    now: datetime
    server_zone: str


@dataclass(frozen=True)
class Wish:
    """Who asks for what: a length, perhaps an agent by number, hours set aside or not, from an instant on."""

    surface: str
    minutes: int
    agent: int | None
    respect_working_hours: bool
    start: datetime
    step: int

    def tried(self) -> list[datetime]:
        """Starts that free time is looked for at: any on the page, else every step, as long as the call fits in."""
        step = 15 if self.surface == "public_booking" else self.step
        return [self.start + MINUTE * passed for passed in range(0, RANGE // MINUTE - self.minutes + 1, step)]


@st.composite
def questions(draw: st.DrawFn) -> tuple[History, Wish]:
    zone_name, night = draw(nights())
    zones = [zone_name, *(draw(st.sampled_from(sorted(NIGHTS))) for _ in range(2))]
    surface = draw(st.sampled_from(["public_booking", "public_booking", "api", "admin"]))
    agent = draw(st.sampled_from([None, None, 0, 0, 1, 1, 2]))
    history = History(
        facts=tuple(draw(agents(zone, night)) for zone in zones),
        closures=tuple(draw(st.lists(stretches(night), max_size=1))),
        terms=draw(terms()),
        mode="any_available" if agent is None else draw(st.sampled_from(["pick", "url_forced"])),
        own=tuple(draw(st.lists(st.booleans(), min_size=9, max_size=9))),
        now=draw(instants(night, 600)) - RANGE,
        server_zone=draw(st.sampled_from(SERVER_ZONES)),
    )
    wish = Wish(
        surface=surface,
        minutes=draw(st.sampled_from([5, 15, 30, 50, 120])),
        agent=agent,
        respect_working_hours=surface == "public_booking" or draw(st.booleans()),
        start=max(history.now + MINUTE, draw(instants(night, 600))),
        step=draw(st.sampled_from([5, 15, 30])),
    )
    return history, wish


def test_what_is_offered_books_and_what_is_not_is_refused_as_explained(store: str) -> None:
    @settings(max_examples=EXAMPLES[store], phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(questions(), st.randoms(use_true_random=False))
    def agree(question: tuple[History, Wish], random: Any) -> None:
        _agree(*question, random)

    agree()


def _agree(history: History, wish: Wish, random: Any) -> None:
    with _server_in(history.server_zone), time_machine.travel(history.now, tick=False), _undone() as session:
        world = World(session, history)
        free = world.free(wish)
        others = [each for each in wish.tried() if each not in free]
        for start in random.sample(sorted(free), min(TRIED, len(free))):
            assert world.explained(wish, start) == world.booked(wish, start) == world.held(wish, start) == ()
        for start in random.sample(others, min(TRIED, len(others))):
            codes = world.explained(wish, start)
            assert codes == world.booked(wish, start) == world.held(wish, start) != ()


class World:
    """A history as rows, and the verbs asked of it without a transaction of their own."""

    def __init__(self, session: Session, history: History) -> None:
        self.session = session
        self.app = App(name="Acme", timezone="UTC", widget_key=new_id("key"), created_at=history.now)
        self.people = [
            Person(name=str(each), email="", email_key=new_id("e"), created_at=history.now) for each in range(3)
        ]
        session.add_all([self.app, *self.people])
        session.flush()
        slug = new_id("std")
        self.preset = Preset(
            app_id=self.app.id,
            name="Standard",
            slug=slug,
            short_link=slug,
            active=True,
            assignment_mode=history.mode,
            names_agents=True,
            durations=[5, 15, 30, 50, 120],
            buffer_before_minutes=history.terms.buffer_before,
            buffer_after_minutes=history.terms.buffer_after,
            notice_minutes=history.terms.notice_minutes,
            horizon_days=history.terms.horizon_days,
            step_minutes=history.terms.step_minutes,
            agent_day_limit=history.terms.agent_day_limit,
            limit_open=None,
            limit_per_day=None,
            limit_per_week=None,
            created_at=history.now,
        )
        self.customer = Customer(app_id=self.app.id, created_at=history.now)
        session.add_all([self.preset, self.customer])
        session.flush()
        for closure in history.closures:
            self._exception(None, "blocked", closure)
        for number, (person, facts) in enumerate(zip(self.people, history.facts, strict=True)):
            self._agent(person.id, facts, offered=number < 2, own=history.own[number * 3 : number * 3 + 3])
        session.flush()

    def free(self, wish: Wish) -> set[datetime]:
        """The starts that are on offer."""
        query = self._query(wish, wish.start, wish.start + RANGE)
        ask = slots.offered if wish.surface == "public_booking" else slots.available
        free = {slot.start_at for slot in _body(ask)(self.session, self._actor(wish), query)}
        if wish.surface == "public_booking":
            assert _body(slots.starts)(self.session, self._actor(wish), query) == sorted(free)
        return free

    def explained(self, wish: Wish, start: datetime) -> tuple[str, ...]:
        """The codes with which explain expects a refusal: all, or the shared one if nobody is named; none: it books."""
        query = self._query(wish, start, start)
        found = _body(slots.explain)(self.session, self._actor(wish), query)
        if any(each.bookable for each in found):
            return ()
        if wish.agent is None:
            return (availability.shared_code([each.reasons for each in found]),)
        return tuple(reason.code for reason in found[0].reasons)

    def booked(self, wish: Wish, start: datetime) -> tuple[str, ...]:
        """The codes with which booking was refused, if it was; nothing stays booked."""
        new = NewBooking(
            guest_name="Jane",
            guest_email="jane@guests.test",
            scheduled_at=start,
            agent_id=self._agent_id(wish),
            duration_minutes=wish.minutes,
            respect_working_hours=wish.respect_working_hours,
            holder="me",
        )
        return self._refusal(making._book, wish, new, None)

    def held(self, wish: Wish, start: datetime) -> tuple[str, ...]:
        """The codes with which holding was refused, if it was; nothing stays held."""
        new = holds.NewHold(
            start=start,
            agent_id=self._agent_id(wish),
            duration_minutes=wish.minutes,
            respect_working_hours=wish.respect_working_hours,
            holder="me",
        )
        return self._refusal(holds._hold, wish, new, None)

    def _refusal(self, verb: Any, wish: Wish, *command: Any) -> tuple[str, ...]:
        attempt = self.session.begin_nested()
        try:
            _body(verb)(self.session, self._actor(wish), *command)
            self.session.flush()
        except SlotUnavailable as refused:
            return refused.reasons or (refused.code,)
        finally:
            attempt.rollback()
        return ()

    def _actor(self, wish: Wish) -> Actor:
        match wish.surface:
            case "api":
                scopes = frozenset({"scheduling:read", "scheduling:write"})
                return Actor("api", id="cli_x", app_id=self.app.id, scopes=scopes)
            case "admin":
                return Actor("admin", id=self.people[0].id, app_id=self.app.id, role="admin")
            case _:
                return Actor("public_booking", app_id=self.app.id)

    def _agent_id(self, wish: Wish) -> str | None:
        return None if wish.agent is None else self.people[wish.agent].id

    def _query(self, wish: Wish, start: datetime, end: datetime) -> SlotQuery:
        return SlotQuery(
            start=start,
            end=end,
            duration_minutes=wish.minutes,
            agent_id=self._agent_id(wish),
            step_minutes=wish.step,
            respect_working_hours=wish.respect_working_hours,
            holder="me",
        )

    def _agent(self, person_id: str, facts: AgentFacts, *, offered: bool, own: tuple[bool, ...]) -> None:
        here: dict[str, Any] = {"app_id": self.app.id, "person_id": person_id}
        now = self.app.created_at
        self.session.add(Member(**here, role="agent", timezone=facts.timezone, joined_at=now))
        if offered:
            self.session.add(PresetAgent(preset_id=self.preset.id, person_id=person_id))
        for each in facts.windows:
            self.session.add(
                WorkingWindow(
                    **here,
                    weekday=each.weekday,
                    start_minute=each.start_minute,
                    end_minute=each.end_minute,
                    timezone=each.timezone,
                )
            )
        for each in facts.extras:
            self._exception(person_id, "available_extra", each)
        for each in facts.blocked:
            self._exception(person_id, "blocked", each)
        for each in facts.dnd:
            self.session.add(DndWindow(**here, start_at=each.start, end_at=each.end, created_at=now))
        calendar = BusyCalendar(person_id=person_id, name="", url="", due_at=now, created_at=now)
        self.session.add(calendar)
        self.session.flush()
        for each in facts.busy_calendar:
            self.session.add(
                BusyTime(calendar_id=calendar.id, person_id=person_id, start_at=each.start, end_at=each.end)
            )
        self._calls(person_id, facts, own)

    def _calls(self, person_id: str, facts: AgentFacts, own: tuple[bool, ...]) -> None:
        kept: list[Call] = []
        for each in facts.calls:
            if not any(conflicts(each, other) for other in kept):
                kept.append(each)
                self._booking(person_id, each, "confirmed")
        for start, booking_id in facts.day_starts:
            if booking_id is None:
                self._booking(person_id, Call(start, start + MINUTE * 30), "completed")
        for each, mine in zip(facts.holds, own, strict=False):
            self.session.add(
                Hold(
                    app_id=self.app.id,
                    preset_id=self.preset.id,
                    agent_id=person_id,
                    holder="visitor:me" if mine else "visitor:joe",
                    start_at=each.start,
                    end_at=each.end,
                    buffer_before_minutes=each.buffer_before,
                    buffer_after_minutes=each.buffer_after,
                    expires_at=self.app.created_at + MINUTE,
                    created_at=self.app.created_at,
                )
            )

    def _booking(self, person_id: str, call: Call, status: str) -> None:
        self.session.add(
            Booking(
                reference=new_id("ref"),
                app_id=self.app.id,
                preset_id=self.preset.id,
                customer_id=self.customer.id,
                booking_source="api",
                status=status,
                call_kind="link",
                assignment_method="manual",
                agent_id=person_id,
                guest_name="Joe",
                scheduled_at=call.start,
                ends_at=call.end,
                duration_minutes=(call.end - call.start) // MINUTE,
                buffer_before_minutes=call.buffer_before,
                buffer_after_minutes=call.buffer_after,
                app_timezone="UTC",
                created_at=self.app.created_at,
                updated_at=self.app.created_at,
            )
        )

    def _exception(self, person_id: str | None, kind: str, over: Any) -> None:
        self.session.add(
            ScheduleException(
                app_id=self.app.id,
                person_id=person_id,
                kind=kind,
                start_at=over.start,
                end_at=over.end,
                created_at=self.app.created_at,
            )
        )


def _body(verb: Any) -> Any:
    """A verb without the transaction around it."""
    return inspect.unwrap(verb)


class _Undo(Exception):
    pass


@contextmanager
def _undone() -> Iterator[Session]:
    """A transaction that is never committed."""
    try:
        with database.writing() as session:
            yield session
            raise _Undo
    except _Undo:
        pass


@contextmanager
def _server_in(zone_name: str) -> Iterator[None]:
    """The machine's own time zone, which must make no difference."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TZ", zone_name)
        time.tzset()
        yield
    time.tzset()
