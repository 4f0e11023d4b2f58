"""Sending that is paused after a restore: nothing leaves, what is due is counted, and each kind is sent or skipped."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import Actor, operator
from console.scheduling.errors import AppNotFound, Conflict, NotAllowed
from console.scheduling.models import Delivery, Reminder, StaffNotice
from console.scheduling.services import audit, channels, notices, reminders, sending, trials, webhooks
from console.scheduling.services.notices import sending as notices_room
from console.scheduling.services.reminders import sending as messages_room
from console.scheduling.services.sending import Paused, Waiting
from console.scheduling.services.webhooks import NewSubscription, delivering
from console.scheduling.settings import settings

from .conftest import Acme

WORKER = "host:1:a"


@pytest.fixture(autouse=True)
def _one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's clock does not travel."""
    for room in (delivering, messages_room, notices_room, sending):
        monkeypatch.setattr(room, "database_now", lambda session: clock.now())


@pytest.fixture
def owing(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Acme:
    """An app that owes a webhook, a message and a notice, all due, and a message for tomorrow."""
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    webhooks.subscribe(acme.admin, NewSubscription("https://crm.example/hooks", ["scheduled.created"]))
    acme.hand.move_to(acme.at(1))  # customers are awake
    booking, now = acme.book(hours=30), clock.now()
    given = {"app_id": acme.app_id, "created_at": now}
    with database.writing() as session:
        for row in session.exec(select(Reminder)):
            session.delete(row)
        for row in session.exec(select(StaffNotice)):
            session.delete(row)
        for due in (now, now + timedelta(days=1)):
            message = {"booking_id": booking.id, "kind": "reminder_custom", "channel": "email", "message": "Hello."}
            session.add(Reminder(fire_at=due, **message, **given))
        told = {
            "kind": "webhook_failing",
            "subject_id": "whk_1",
            "occasion": "once",
            "facts": {"address": "crm.example"},
        }
        session.add(StaffNotice(person_id=acme.ada, due_at=now, **told, **given))
    return acme


def owner(acme: Acme) -> Actor:
    return Actor("admin", id=acme.ada, app_id=acme.app_id, role="owner")


def leaving(acme: Acme) -> list[str]:
    """What the jobs would send now, by kind."""
    found: dict[str, Any] = {
        "webhooks": webhooks.has_due() and webhooks.claim_due(WORKER),
        "messages": reminders.has_due() and reminders.claim_due(WORKER),
        "notices": notices.has_due() and notices.claim_due(WORKER),
    }
    return [kind for kind, rows in found.items() if rows]


def statuses(model: Any) -> list[str]:
    with database.reading() as session:
        return sorted(row.status for row in session.exec(select(model)))


def test_nothing_leaves_while_sending_is_paused_and_what_is_due_is_counted(owing: Acme) -> None:
    now = clock.now()
    sending.pause(owner(owing))
    assert leaving(owing) == []
    assert sending.status(owner(owing)) == Paused(
        now, (Waiting("webhooks", 1, now), Waiting("messages", 1, now), Waiting("notices", 1, now)), may_decide=True
    )
    assert sending.app_ids() == [owing.app_id]


def test_what_is_resumed_goes_out_and_the_rest_is_held_back(owing: Acme) -> None:
    sending.pause(owner(owing))
    assert sending.resume(owner(owing), ["messages"]) == ["messages"]
    assert leaving(owing) == ["messages"]
    assert [one.kind for one in sending.status(owner(owing)).waiting] == ["webhooks", "notices"]  # pyright: ignore[reportOptionalMemberAccess]
    assert sending.resume(operator(owing.app_id)) == ["webhooks", "notices"]
    assert leaving(owing) == ["webhooks", "notices"]
    assert sending.status(owner(owing)) is None
    assert sending.resume(owner(owing)) == []


def test_what_is_skipped_never_goes_out_and_what_comes_later_does(owing: Acme) -> None:
    sending.pause(owner(owing))
    assert sending.skip(owner(owing)) == 3
    assert leaving(owing) == []
    assert statuses(Delivery) == ["skipped"]
    assert statuses(Reminder) == ["cancelled", "pending"]
    assert statuses(StaffNotice) == ["withdrawn"]
    owing.hand.move_to(clock.now() + timedelta(days=1))
    assert "messages" in leaving(owing)
    assert sending.skip(owner(owing)) == 0, "nothing is held back any more"


def test_only_an_owner_decides_admins_look_and_others_are_told_nothing(owing: Acme) -> None:
    sending.pause(owner(owing))
    seen = sending.status(owing.admin)
    assert seen and not seen.may_decide
    assert sending.status(owing.agent(owing.ada)) is None
    for act in (sending.pause, sending.resume, sending.skip):
        with pytest.raises(NotAllowed):
            act(owing.admin)
        with pytest.raises(AppNotFound):
            act(operator("app_none"))


def test_the_audit_log_tells_who_decided_what(owing: Acme) -> None:
    sending.pause(operator(owing.app_id))
    sending.skip(owner(owing), ["webhooks"])
    sending.resume(owner(owing))
    noted = [one for one in audit.list_entries(owing.admin) if one.act.startswith("sending.")]
    assert [(one.act, one.actor_id, one.fields) for one in noted] == [
        ("sending.resumed", owing.ada, ("messages", "notices")),
        ("sending.skipped", owing.ada, ("webhooks",)),
        ("sending.paused", None, ()),
    ]


def test_no_channel_is_tried_out_meanwhile(owing: Acme) -> None:
    assert channels.view(owing.admin).is_set_up["email"]
    sending.pause(owner(owing))
    with pytest.raises(Conflict, match="paused"):
        trials.ask(owing.admin, "email", "me@acme.test")
    assert not trials.has_waiting()
