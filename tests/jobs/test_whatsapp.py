"""WhatsApp from end to end: the real jobs, a Cloud API that speaks the real protocol, and its signed callbacks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console.scheduling import clock, database
from console.scheduling.models import Booking, Customer, CustomerContact, Reminder, TimelineEvent
from console.scheduling.services import reminders
from console.scheduling.settings import settings
from jobs import hooks
from tests.jobs.test_messages import Sink, book, rows, story, wait_until
from tests.jobs.test_messages import sink as sink
from tests.jobs.working import jobs_at_work
from tests.rows import World, make_world
from tests.whatsapp_double import NUMBER_ID, SECRET, TOKEN, CloudApi, cloud_api, pressed, signed, status, typed

KINDS = ("invitation", "reminder_24h", "cancellation")
PHONE = "+573005550100"


@pytest.fixture
def api() -> Iterator[CloudApi]:
    with cloud_api() as double:
        yield double


@pytest.fixture
def installation(api: CloudApi, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that lead to the double, and to the SMTP sink."""
    for name, value in {
        "SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        "WHATSAPP_BASE_URL": api.url,
        "WHATSAPP_TOKEN": TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": "verify-me",
    }.items():
        monkeypatch.setenv(f"CALLBOARD_{name}", value)


@pytest.fixture
def writing_to(installation: None, sqlite_store: str) -> World:
    """A world whose messages go out on WhatsApp."""
    return _world()


@pytest.fixture
def on_either(installation: None, store: str) -> World:
    """The same on each kind of database."""
    return _world()


def _world() -> World:
    """The preset knows e-mail too, for one kind that nothing here plans."""
    asked = [{"kind": kind, "channels": ["whatsapp"]} for kind in KINDS]
    kinds = [*asked, {"kind": "conflict_notice", "channels": ["email"]}]
    with database.writing() as session:
        world = make_world(session, reminders=kinds, message_settings={"quiet_hours": None})
        session.add(CustomerContact(app_id=world.app.id, customer_id=world.customer.id, kind="phone", value=PHONE))
    return world


@pytest.fixture
def hook() -> TestClient:
    return TestClient(Starlette(routes=hooks.routes))


def call_back(hook: TestClient, *values: dict[str, Any]) -> int:
    body, headers = signed(*values)
    return hook.post("/hooks/whatsapp", content=body, headers=headers).status_code


def invited(world: World, api: CloudApi, **terms: Any) -> tuple[Booking, dict[str, Any]]:
    """A booking whose invitation the Cloud API has taken, and what it took."""
    booking = book(world, **terms)
    with jobs_at_work():
        wait_until(lambda: rows(booking)["invitation"] == "sent")
    mine = invitation(booking).provider_id  # another booking's message may have gone out after it
    return booking, next(sent for sent in api.sent if sent["id"] == mine)


def invitation(booking: Booking) -> Reminder:
    with database.reading() as session:
        mine = select(Reminder).where(Reminder.booking_id == booking.id, Reminder.kind == "invitation")
        return session.exec(mine.where(Reminder.channel == "whatsapp")).one()


def test_a_message_goes_out_by_its_approved_template(on_either: World, api: CloudApi):
    booking, sent = invited(on_either, api)
    assert (sent["to"], sent["type"], sent["template"]["name"]) == ("573005550100", "template", "callboard_invitation")
    filled = [one["text"] for one in sent["template"]["components"][0]["parameters"]]
    assert filled[:3] == ["Jane Doe", "Acme", "Ada"] and "/manage/m-" in filled[-1]
    assert invitation(booking).provider_id == sent["id"]
    assert story(booking) == [("reminder_sent", {"kind": "invitation", "channel": "whatsapp"})]


def test_a_preset_names_its_own_templates(writing_to: World, api: CloudApi):
    mine = {"name": "acme_hello", "language": "es_CO", "variables": ["guest_name", "reference"]}
    api.templates["acme_hello", "es_CO"] = 2
    with database.writing() as session:
        preset = session.merge(writing_to.preset)
        preset.message_settings = {"quiet_hours": None, "whatsapp_templates": {"invitation": mine}}
    booking, sent = invited(writing_to, api)
    assert sent["template"]["name"] == "acme_hello"
    assert [one["text"] for one in sent["template"]["components"][0]["parameters"]] == ["Jane Doe", booking.reference]


def test_a_template_that_is_not_approved_in_the_customers_language_goes_out_in_the_default_one(
    writing_to: World, api: CloudApi
):
    _, sent = invited(writing_to, api, guest_language="sv")
    assert [one["template"]["language"]["code"] for one in api.requests] == ["sv", "en"]
    assert sent["template"]["language"]["code"] == "en"


def test_an_app_writes_from_its_own_number(writing_to: World, api: CloudApi):
    with database.writing() as session:
        session.merge(writing_to.app).channels = {"whatsapp_phone_number_id": "999"}
    booking = book(writing_to)
    with jobs_at_work():
        wait_until(lambda: invitation(booking).status == "failed")
    assert "did not understand" in (invitation(booking).problem or "")


def test_what_may_pass_is_tried_again(writing_to: World, api: CloudApi):
    api.fault = 400, 130429
    booking = book(writing_to)
    with jobs_at_work():
        wait_until(lambda: invitation(booking).problem)
    row = invitation(booking)
    assert row.status == "pending" and row.fire_at > clock.now() + timedelta(seconds=30)


def test_what_cannot_pass_is_given_up_in_words_and_goes_by_e_mail_instead(writing_to: World, api: CloudApi, sink: Sink):
    api.fault = 400, 131026
    booking = book(writing_to)
    with jobs_at_work():
        wait_until(lambda: sink.messages)
        wait_until(lambda: [event for event, _ in story(booking)] == ["reminder_failed", "reminder_sent"])
    assert "not on WhatsApp" in (invitation(booking).problem or "")
    assert story(booking)[1][1] == {"kind": "invitation", "channel": "email"}
    assert sink.messages[0]["To"] == "jane@guests.test"


def test_what_fails_on_both_channels_is_not_sent_round_and_round(writing_to: World, api: CloudApi, sink: Sink):
    api.fault, sink.answer = (400, 131026), "554 never"
    booking = book(writing_to)
    with jobs_at_work():
        wait_until(lambda: [event for event, _ in story(booking)] == ["reminder_failed"] * 2)
    assert not reminders.has_due()


def test_one_channel_that_hangs_does_not_keep_the_other(
    writing_to: World, api: CloudApi, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("jobs.reminders._SECONDS_TO_FINISH", 0.1)
    api.answers.clear()
    writing_to.preset.reminders = [{"kind": "invitation", "channels": ["whatsapp", "email"]}]
    booking = book(writing_to)
    with jobs_at_work():
        wait_until(lambda: sink.messages)
        assert api.sent == []
    assert invitation(booking).status == "pending"


def test_without_credentials_messages_are_not_sent_for_good(
    writing_to: World, api: CloudApi, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("CALLBOARD_WHATSAPP_TOKEN")
    settings.cache_clear()
    booking = book(writing_to)
    assert reminders.claim_due("host:1:a") == []
    assert rows(booking)["invitation"] == "not_sent" and api.requests == []


def test_statuses_only_move_forward_however_they_come(on_either: World, api: CloudApi, hook: TestClient):
    booking, sent = invited(on_either, api)
    steps = [
        ("delivered", "delivered"),
        ("sent", "delivered"),
        ("read", "read"),
        ("delivered", "read"),
        ("failed", "read"),
    ]
    for news, known in steps:
        assert call_back(hook, status(sent, news), status(sent, news)) == 200
        assert invitation(booking).status == known


def test_news_that_overtake_the_answer_to_our_own_request_are_kept(on_either: World, api: CloudApi, hook: TestClient):
    booking = book(on_either)
    [due] = reminders.claim_due("host:1:a")
    sent = {"id": "wamid.early", "to": "573005550100", "biz_opaque_callback_data": due.reminder_id}
    assert call_back(hook, status(sent, "delivered")) == 200
    reminders.record("host:1:a", [reminders.Sent(due, provider_id="wamid.early")])
    row = invitation(booking)
    assert (row.status, row.provider_id) == ("delivered", "wamid.early")
    assert [event for event, _ in story(booking)] == ["reminder_sent"]


def test_a_message_that_could_not_be_delivered_goes_by_e_mail(
    on_either: World, api: CloudApi, sink: Sink, hook: TestClient
):
    booking, sent = invited(on_either, api)
    for _ in range(2):
        assert call_back(hook, status(sent, "failed", 131026)) == 200
    with jobs_at_work():
        wait_until(lambda: len(sink.messages) == 1 and len(story(booking)) == 3)
    assert [event for event, _ in story(booking)] == ["reminder_sent", "reminder_failed", "reminder_sent"]
    assert invitation(booking).status == "failed"


def test_a_quick_reply_confirms_as_the_customer(on_either: World, api: CloudApi, hook: TestClient):
    booking, sent = invited(on_either, api, status="pending_confirmation", require_confirmation=True)
    for _ in range(2):
        assert call_back(hook, pressed(sent, "Confirmar")) == 200
    with database.reading() as session:
        assert session.get_one(Booking, booking.id).status == "confirmed"
        [event] = session.exec(select(TimelineEvent).where(TimelineEvent.event_type == "confirmed")).all()
    assert (event.actor_type, event.actor_id) == ("customer", on_either.customer.id)
    with jobs_at_work():
        wait_until(lambda: len(api.sent) == 2)
    assert api.sent[-1]["text"]["body"] == "Thank you. Your call is confirmed."


def test_change_is_answered_with_the_manage_link_which_no_row_holds(writing_to: World, api: CloudApi, hook: TestClient):
    booking, sent = invited(writing_to, api)
    for _ in range(2):
        assert call_back(hook, pressed(sent, "CHANGE")) == 200
    with jobs_at_work():
        wait_until(lambda: len(api.sent) == 2)
    assert "/manage/m-" in api.sent[-1]["text"]["body"]
    with database.reading() as session:
        kept = session.exec(select(Reminder).where(Reminder.booking_id == booking.id)).all()
    assert not any("/manage/" in f"{row.message}{row.details}" for row in kept)


def test_cancel_cancels_and_a_refusal_is_told_with_the_link(writing_to: World, api: CloudApi, hook: TestClient):
    booking, sent = invited(writing_to, api)
    assert call_back(hook, pressed(sent, "cancel")) == 200
    with database.reading() as session:
        assert session.get_one(Booking, booking.id).status == "cancelled"
    with database.writing() as session:
        session.merge(writing_to.preset).customer_may_cancel = False
    other, sent = invited(writing_to, api, hours=72)
    assert call_back(hook, pressed(sent, "cancel", "wamid.in2")) == 200
    with database.reading() as session:
        assert session.get_one(Booking, other.id).status == "scheduled"
    with jobs_at_work():
        wait_until(lambda: any("cannot be cancelled here" in str(one.get("text")) for one in api.sent))


def test_nobody_answers_for_somebody_else(writing_to: World, api: CloudApi, hook: TestClient):
    booking, sent = invited(writing_to, api)
    assert call_back(hook, pressed({**sent, "to": "4915100000000"}, "cancel")) == 200
    with database.reading() as session:
        assert session.get_one(Booking, booking.id).status == "scheduled"


@pytest.mark.parametrize("word", ["STOP", "stop", " Baja ", "BAJA.", "Sair"])
def test_stop_ends_messages_on_whatsapp(writing_to: World, api: CloudApi, hook: TestClient, word: str):
    assert call_back(hook, typed(PHONE, word)) == 200
    with database.reading() as session:
        assert session.get_one(Customer, writing_to.customer.id).opt_outs == ["whatsapp"]
    booking = book(writing_to)
    assert rows(booking) == {}
    assert call_back(hook, typed(PHONE, "start")) == 200
    with database.reading() as session:
        assert session.get_one(Customer, writing_to.customer.id).opt_outs == []


def test_stop_calls_off_what_was_planned(writing_to: World, hook: TestClient):
    booking = book(writing_to)
    assert call_back(hook, typed(PHONE, "STOP")) == 200
    assert reminders.claim_due("host:1:a") == []
    assert rows(booking)["invitation"] == "cancelled"


@pytest.mark.parametrize(("wrote", "kind"), [(True, "text"), (False, "template")])
def test_free_words_go_out_within_a_day_of_the_customers_own(
    writing_to: World, api: CloudApi, hook: TestClient, wrote: bool, kind: str
):
    booking, _ = invited(writing_to, api)
    if wrote:
        assert call_back(hook, typed(PHONE, "Hello?")) == 200
    with database.writing() as session:
        session.add(
            Reminder(
                app_id=booking.app_id,
                booking_id=booking.id,
                kind="reminder_custom",
                channel="whatsapp",
                message="Bring\nyour papers.",
                fire_at=clock.now(),
                created_at=clock.now(),
            )
        )
    with jobs_at_work():
        wait_until(lambda: len(api.sent) == 2)
    assert api.sent[-1]["type"] == kind
    assert "your papers." in str(api.sent[-1])


def test_only_the_cloud_api_is_listened_to(writing_to: World, hook: TestClient):
    body, headers = signed(typed(PHONE, "STOP"))
    for wrong in ("sha256=00", "", headers["X-Hub-Signature-256"].upper(), "sha256=\xff"):
        sent = {"X-Hub-Signature-256": wrong.encode("latin-1")}
        assert hook.post("/hooks/whatsapp", content=body, headers=sent).status_code == 403
    assert hook.post("/hooks/whatsapp", content=body + b" ", headers=headers).status_code == 403
    with database.reading() as session:
        assert session.get_one(Customer, writing_to.customer.id).opt_outs == []


def test_without_an_app_secret_nobody_is_listened_to(writing_to: World, hook: TestClient, monkeypatch):
    monkeypatch.delenv("CALLBOARD_WHATSAPP_APP_SECRET")
    settings.cache_clear()
    assert call_back(hook, typed(PHONE, "STOP")) == 403


def test_what_is_not_understood_is_taken_politely(writing_to: World, hook: TestClient):
    odd = [
        {},
        {"statuses": [{"id": 7}], "messages": "x"},
        {"messages": [{"from": "abc", "id": "1"}]},
        typed(PHONE, "Hi"),
    ]
    assert call_back(hook, *odd) == 200


def test_the_address_is_subscribed_with_the_verify_token(writing_to: World, hook: TestClient):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "verify-me"}
    answer = hook.get("/hooks/whatsapp", params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert hook.get("/hooks/whatsapp", params={**asked, "hub.verify_token": "guess"}).status_code == 403


def test_a_body_without_end_is_cut_off(writing_to: World, hook: TestClient):
    assert hook.post("/hooks/whatsapp", content=b"x" * (3 * 1024 * 1024 + 1)).status_code == 413


def test_messages_that_were_declined_are_declined_for_good(writing_to: World):
    booking = book(writing_to)
    with database.writing() as session:
        session.execute(update(Customer).values(opt_outs=["whatsapp"]))
    assert reminders.claim_due("host:1:a") == []
    assert rows(booking)["invitation"] == "cancelled"
