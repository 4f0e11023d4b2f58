"""Reminders on request."""

from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.models import Customer, Reminder
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import refused


def remind(wire: Wire, call: dict[str, Any], **options: Any) -> Any:
    return wire.ask("POST", wire.calls(f"/{call['id']}/reminders"), **options)


def kept() -> list[Reminder]:
    with database.reading() as session:
        return list(session.exec(select(Reminder).order_by(Reminder.fire_at)))


def test_without_a_body_the_customer_is_reminded_on_the_presets_first_channel(either_wire: Wire):
    wire = either_wire
    call = wire.book(guestPhone="+573005550100")
    wire.set_preset(reminders=[{"kind": "reminder_1h", "channels": ["whatsapp", "email"]}])
    answer = remind(wire, call)
    assert answer.status_code == 202
    reminder = answer.json()["data"]["reminder"]
    assert set(reminder) == {"id", "fire_at", "reminder_kind", "channel", "status"}
    assert (reminder["reminder_kind"], reminder["channel"], reminder["status"]) == (
        "reminder_custom",
        "whatsapp",
        "pending",
    )
    (row,) = kept()
    assert (row.id, row.recipient) == (reminder["id"], "+573005550100")


def test_channel_recipient_and_text_can_be_chosen(wire: Wire):
    call = wire.book()
    body = {"channel": "email", "recipient": "boss@guests.test", "message": "Bring your papers."}
    assert remind(wire, call, json=body).status_code == 202
    (row,) = kept()
    assert (row.recipient, row.message) == ("boss@guests.test", "Bring your papers.")


def test_two_at_once_are_two_messages(wire: Wire):
    call = wire.book()
    for _ in range(3):
        assert remind(wire, call, json={"message": "Hello."}).status_code == 202
    assert len(kept()) == 3


def test_the_same_request_sends_one_message(wire: Wire):
    call = wire.book()
    first, again = (remind(wire, call, headers={"Idempotency-Key": "r"}) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "conflict_notice"}, "kind"),
        ({"channel": "sms"}, "channel"),
        ({"recipient": "nobody"}, "recipient"),
        ({"channel": "whatsapp"}, "recipient"),
        ({"message": "x" * 1001}, "message"),
        ({"kind": "reminder_1h", "message": "x"}, "message"),
        ({"when": "now"}, "when"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wire: Wire, body: dict[str, str], field: str):
    refused(remind(wire, wire.book(), json=body), 400, "invalid_request", None, field)
    assert kept() == []


def test_who_opted_out_is_left_in_peace(wire: Wire):
    call = wire.book()
    with database.writing() as session:
        session.exec(select(Customer)).one().opt_outs = ["email"]
    refused(remind(wire, call), 400, "invalid_request", "opted_out", "channel")


def test_a_call_that_is_over_needs_no_reminder(wire: Wire):
    call = wire.book()
    wire.ask("DELETE", wire.calls(f"/{call['id']}"))
    refused(remind(wire, call), 409, "conflict", "final_state")
    refused(remind(wire, {"id": "bkg_x"}), 404, "not_found")
