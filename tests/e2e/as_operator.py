"""What only an operator does, past the server's doors: an owner for the demo's app, and an app that a restore holds back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from console.scheduling import clock
from console.scheduling.actors import operator
from console.scheduling.services import bookings, files, members, people, sending, webhooks
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.webhooks import NewSubscription
from tests.e2e.conftest import Server
from tests.fleet import standing_on

PASSWORD = "correct horse battery"


@contextmanager
def _on(server: Server) -> Iterator[None]:
    """Have this process use the server's own database, as if mail could go out."""
    names = {"DATA": str(server.data), "PUBLIC_URL": server.base_url, "DATABASE_URL": "", "REDIS_URL": ""}
    names |= {"SMTP_URL": "smtp://127.0.0.1:9"}
    with standing_on({f"CALLBOARD_{name}": value for name, value in names.items()}):
        yield


def let_owner_in(server: Server) -> None:
    """Let an owner into the demo's app, who is `owner` from now on."""
    email = "owner@lumen.example"
    with _on(server):
        terms = members.MemberTerms(role="owner")
        url = members.invite(operator(server.demo["app_id"]), "Olga Ferrer", email, terms).url
        assert url
        people.accept_link(url.rpartition("/")[2], PASSWORD)
    server.demo["owner"] = {"email": email, "password": PASSWORD}


def restore_app(server: Server) -> None:
    """Once: add an app whose sending is paused, with some of each kind due. It is `restored`, its people `restored_owner`
    and `restored_admin`."""
    if "restored" in server.demo:
        return
    with _on(server):
        made = files.import_app(_RESTORED)
        whoever = operator(made.app_id)
        sending.pause(whoever)
        for address in ("https://crm.example/hooks", "https://wallboard.example/calls"):
            webhooks.subscribe(whoever, NewSubscription(address, ["scheduled.created"]))
        tomorrow = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        for number, name in enumerate(("Irene Salas", "Tom Whitfield", "Nadia Haddad")):
            bookings.book(
                whoever,
                NewBooking(
                    guest_name=name,
                    guest_email=f"guest{number}@guests.test",
                    scheduled_at=tomorrow + timedelta(hours=number),
                    agent_id=made.agents["agent"]["id"],
                    respect_working_hours=False,
                ),
            )
    server.demo["restored"] = {"app_id": made.app_id}
    for person in _RESTORED["agents"]:
        server.demo[f"restored_{person['key']}"] = {name: person[name] for name in ("email", "password")}


_RESTORED = {
    "format": "callboard-app/1",
    "app": {"name": "Lumen Care", "timezone": "Europe/Madrid", "language": "en"},
    "agents": [
        {"key": role, "name": name, "email": f"{role}@restored.example", "role": role, "password": PASSWORD}
        | {"working_hours": [{"weekday": day, "start": "09:00", "end": "17:00"} for day in range(5)]}
        for role, name in (("owner", "Olga Ferrer"), ("admin", "Renata Oliveira"), ("agent", "Camila Restrepo"))
    ],
    "presets": [
        {"key": "std", "name": "Support call", "slug": "restored", "active": True}
        | {"reminders": [{"kind": "invitation", "channels": ["email"]}]}
    ],
}
