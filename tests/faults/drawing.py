"""One of several processes that book calls for whoever's turn it is, in a module of its own for fresh processes."""

import os
from datetime import datetime, timedelta


def draw(number: int, calls: int, environment: dict[str, str], app_id: str, first: datetime) -> list[str]:
    """Book calls at times that no other process asks for, one after another; gives whom each went to."""
    os.environ.update(environment)
    from console.scheduling.actors import Actor
    from console.scheduling.services import bookings
    from console.scheduling.services.bookings import NewBooking

    actor = Actor("api", id="cli_x", app_id=app_id, scopes=frozenset({"scheduling:read", "scheduling:write"}))
    starts = (first + timedelta(minutes=30 * (number * calls + call)) for call in range(calls))
    return [
        bookings.book(
            actor,
            NewBooking(
                guest_name="Jane",
                guest_email=f"{start:%H%M}@guests.test",
                scheduled_at=start,
                respect_working_hours=False,
            ),
        ).agent_id
        for start in starts
    ]
