"""Where the demo's past is played: an agenda of acts in the order of time, a clock that is set back, and who acts."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from console.scheduling import clock
from console.scheduling.actors import Actor, visitor
from console.scheduling.errors import CallboardError
from console.scheduling.models import Booking
from console.scheduling.services import pretend
from console.scheduling.services.files import ImportedApp

from . import team
from .guests import GUESTS, Guest

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(order=True, slots=True)
class _Entry:
    """An act on the agenda; `order` keeps acts of one instant in the order in which they were planned."""

    at: datetime
    order: int
    act: Callable[[], Any] = field(compare=False)


class Stage:
    """The past as it is being made. `rng` decides all that chance decides: one seed, one past."""

    def __init__(self, app: ImportedApp, rng: Random, now: datetime) -> None:
        self.app, self.rng, self.now = app, rng, now
        self._agenda: list[_Entry] = []
        self._order = count()
        self._newest: dict[str, Booking] = {}
        self._waiting: list[Guest] = []

    def plan(self, at: datetime, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Put an act on the agenda; what lies ahead of the present is never done."""
        heapq.heappush(self._agenda, _Entry(at, next(self._order), lambda: act(*args, **kwargs)))

    def plan_for(self, booking: Booking, at: datetime, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """As `plan`, unless the booking is moved or changes hands meanwhile: `renew` says so."""
        self.plan(at, lambda: act(*args, **kwargs) if self._newest[booking.id] is booking else None)

    def renew(self, booking: Booking) -> None:
        """From now on this is how the booking stands."""
        self._newest[booking.id] = booking

    def play(self) -> None:
        """Work the agenda off up to the present. Acts may plan further acts."""
        while self._agenda and self._agenda[0].at <= self.now:
            entry = heapq.heappop(self._agenda)
            self.do(entry.at, entry.act)

    def do(self, at: datetime, act: Callable[[], Any]) -> Any:
        """Do it at that time; gives None when it was refused: people try what cannot be, in a demo as in life."""
        with clock.pretending(at):
            try:
                done = act()
            except CallboardError:
                return None
            pretend.send_messages()
            return done

    def draw(self, weights: Mapping[str, int]) -> str:
        """One of the names, as often as its weight says."""
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def chance(self, share: float) -> bool:
        """True in this share of all cases."""
        return self.rng.random() < share

    def between(self, start: datetime, end: datetime, low: float, high: float) -> datetime:
        """An instant that lies between these shares of the way from start to end."""
        return start + (end - start) * self.rng.uniform(low, high)

    def next_guest(self) -> Guest:
        """A customer; everybody had a turn before anybody comes again."""
        if not self._waiting:
            self._waiting = self.rng.sample(GUESTS, len(GUESTS))
        return self._waiting.pop()

    def person(self, key: str) -> str:
        """The id of the colleague with this key."""
        return self.app.agents[key]["id"]

    def anybody(self) -> str:
        """The id of some agent."""
        return self.person(self.rng.choice(team.AGENTS).key)

    def preset(self, key: str) -> str:
        """The id of the preset with this key."""
        return self.app.presets[key]["id"]

    def visitor(self) -> Actor:
        """A customer on the booking page."""
        return visitor(self.app.app_id)

    def guest(self, booking: Booking) -> Actor:
        """The customer of a booking, by their manage link."""
        return Actor("public_booking", id=booking.customer_id, app_id=booking.app_id, booking_id=booking.id)

    def agent(self, person_id: str) -> Actor:
        """An agent on My schedules."""
        return Actor("agent", id=person_id, app_id=self.app.app_id, role="agent")

    def admin(self) -> Actor:
        """The admin on the master view."""
        return Actor("admin", id=self.person(team.ADMIN.key), app_id=self.app.app_id, role="admin")

    def client(self) -> Actor:
        """The CRM, through the API."""
        client_id = self.app.clients[team.CLIENT]["client_id"]
        scopes = frozenset({"scheduling:read", "scheduling:write"})
        return Actor("api", id=client_id, app_id=self.app.app_id, scopes=scopes)
