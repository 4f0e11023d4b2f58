"""A fleet with an app in it that clients storm, a receiver that hears of every event, and an inbox.

with town(tmp_path, "postgresql", seed=7) as it:
    with it.storming() as storm:
        storm.go_on(20)
        it.fleet.api[0].restart()
    assert it.settled_verdict() == []
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, func, select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM, operator
from console.scheduling.models import Delivery, Hold, OutboxEvent, Preset, Reminder, StaffNotice
from console.scheduling.services import access, clients, webhooks
from console.scheduling.services.clients import SCOPES, ClientChange, NewClient
from console.scheduling.services.reminders import AT_A_TIME
from console.scheduling.services.webhooks import NewSubscription
from tests.api.conftest import make_team
from tests.faults.ledger import Ledger
from tests.faults.storm import Storm
from tests.fleet import Fleet, fleet, on_one_file
from tests.receivers import Receiver, receiver
from tests.smtp_sink import Sink, smtp_sink

_OPEN_CALLS = 6
_SECONDS_TO_SETTLE = 150
"""More than the longest lease, for what was claimed by a transaction of which nobody heard whether it was committed."""
_TERMS = {
    "limit_open": _OPEN_CALLS,
    "buffer_after_minutes": 5,
    "horizon_days": 60,
    "reminders": [{"kind": kind, "channels": ["email"]} for kind in ("invitation", "cancellation")],
    "message_settings": {"quiet_hours": None},
}


@dataclass
class Town:
    """Everybody who has a part in it."""

    kind: str
    """`sqlite` or `postgresql`."""
    fleet: Fleet
    app_id: str
    client_id: str
    storm: Storm
    ledger: Ledger
    there: Receiver
    inbox: Sink
    folder: Path
    long: bool = False
    """Whether faults may take their time."""
    interrupted: int = 0
    """How many messages may have been on their way when whoever sent them could not write it down."""

    @contextmanager
    def storming(self) -> Iterator[Storm]:
        """The clients are at work, with a token that is new: one lasts an hour."""
        self.storm.token = f"cbt_{secrets.token_hex(16)}"
        access.issue(self.client_id, self.storm.token, SCOPES)
        with self.storm.raging():
            yield self.storm

    def interrupt_senders(self, senders: int) -> None:
        """Note that so many jobs lose what they know of the messages in their hands."""
        self.interrupted += senders * AT_A_TIME

    def settled_verdict(self) -> list[str]:
        """What is unsound once everything that is due was done."""
        late = self._settle()
        told = self.storm.read_feed()
        with database.reading() as session:
            numbered = select(OutboxEvent.id).where(OutboxEvent.app_id == self.app_id).order_by(col(OutboxEvent.number))
            if self.storm.feed != list(session.exec(numbered)):
                told.append("the feed is not the outbox")
        return [*late, *told, *self.ledger.verdict(self.there.requests, self.inbox.ids, self.interrupted)]

    def _settle(self) -> list[str]:
        """Have what failed tried again at once, and wait until nothing is due any more; gives what is due for ever."""
        until = time.monotonic() + _SECONDS_TO_SETTLE
        while due := _due():
            if time.monotonic() > until:
                return [f"{what}: {number} are never done" for what, number in due.items()]
            _hasten()
            time.sleep(0.2)
        return []


@contextmanager
def town(folder: Path, kind: str, seed: int, *, web: int = 0, long: bool = False) -> Iterator[Town]:
    """Two of each role and this kind of database, with nobody at work in it yet."""
    with ExitStack() as stack:
        there, inbox = stack.enter_context(receiver()), stack.enter_context(smtp_sink())
        environment = {
            "CALLBOARD_SMTP_URL": f"smtp://127.0.0.1:{inbox.port}",
            "CALLBOARD_MAIL_FROM": "Callboard <calls@acme.test>",
        }
        many = fleet(folder, web=web, api=2, jobs=2, **environment)
        running = stack.enter_context(
            many if kind == "postgresql" else on_one_file(folder, api=2, jobs=2, **environment)
        )
        app_id, agents = _make_app(there)
        ledger = Ledger()
        storm = Storm(running.api_url, app_id, agents, ledger, seed)
        yield Town(kind, running, app_id, _make_client(app_id), storm, ledger, there, inbox, folder, long)


def _make_app(there: Receiver) -> tuple[str, list[str]]:
    app_id, preset_id, *agents = make_team()
    with database.writing() as session:
        preset = session.get_one(Preset, preset_id)
        for name, value in _TERMS.items():
            setattr(preset, name, value)
    webhooks.subscribe(operator(app_id), NewSubscription(there.url, webhooks.EVENTS))
    return app_id, agents


def _make_client(app_id: str) -> str:
    client = clients.create(SYSTEM, NewClient(name="Storm", app_ids=[app_id])).client_id
    clients.change(SYSTEM, client, ClientChange(rate_limits=dict.fromkeys(("minute", "hour", "day"), 100_000_000)))
    return client


def _due() -> dict[str, int]:
    """What is to be done, and is not."""
    with database.reading() as session:
        found = {
            "deliveries": select(func.count()).where(Delivery.status == "pending"),
            "messages": select(func.count()).where(Reminder.status == "pending"),
            "notices": select(func.count()).where(StaffNotice.status == "pending"),
            "holds that are over": select(func.count()).where(Hold.expires_at <= clock.now()),
        }
        return {what: number for what, query in found.items() if (number := session.exec(query).one())}


def _hasten() -> None:
    """Let nothing wait: neither what failed for its next turn, nor a message for whether there is more to tell."""
    now = clock.now()
    with database.writing() as session:
        for of, at in ((Delivery, "due_at"), (Reminder, "fire_at"), (StaffNotice, "due_at")):
            waiting = select(of).where(of.status == "pending", col(of.leased_until).is_(None), getattr(of, at) > now)
            for number, row in enumerate(session.exec(waiting).all()):
                setattr(row, at, now - timedelta(milliseconds=number))  # no two messages of a kind at one instant
