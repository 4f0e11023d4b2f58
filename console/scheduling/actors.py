"""Who acts. The surface they came through decides the booking source; nothing in the input can."""

from dataclasses import dataclass, replace
from typing import Literal

ActorKind = Literal["admin", "agent", "customer", "api", "system"]
Surface = Literal["admin", "agent", "public_booking", "api", "system"]
Role = Literal["owner", "admin", "lead", "supervisor", "agent"]

_KIND_OF_SURFACE: dict[Surface, ActorKind] = {
    "admin": "admin",
    "agent": "agent",
    "public_booking": "customer",
    "api": "api",
    "system": "system",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does a thing, in one app. Doors build it from a session, a token or a link; services judge it.

    `id` is a person's id (admin, agent), an OAuth client's id (api), a customer's id or None (customer, system).
    """

    surface: Surface
    id: str | None = None
    app_id: str | None = None
    role: Role | None = None
    team_id: str | None = None
    scopes: frozenset[str] = frozenset()
    booking_id: str | None = None
    """The one booking that a manage or join link opens; set for customers who came by a link."""

    @property
    def kind(self) -> ActorKind:
        """The contract's `actor_type`."""
        return _KIND_OF_SURFACE[self.surface]

    def on(self, surface: Surface) -> "Actor":
        """The same person through another surface, as when an admin opens My schedules."""
        return replace(self, surface=surface)


SYSTEM = Actor("system")
"""The clock: it starts, completes, expires and marks no-shows."""


def visitor(app_id: str) -> Actor:
    """A customer on the public booking page, before anything is known about them."""
    return Actor("public_booking", app_id=app_id)


def operator(app_id: str | None = None) -> Actor:
    """Whoever runs the command line: they hold the database, so in every app they may do what its owner may."""
    return Actor("admin", app_id=app_id, role="owner")
