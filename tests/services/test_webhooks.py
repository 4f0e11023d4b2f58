"""Subscriptions and what is owed to them: who is sent what, when again, and what a run of failures makes of it."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select, update

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.errors import Conflict, Invalid, NotAllowed, NotFound
from console.scheduling.messages.deliveries import Owed, compose
from console.scheduling.models import AuditEntry, Booking, Delivery, OutboxEvent, Subscription
from console.scheduling.rules.deliveries import CLAIMED_EACH, PLACES_EACH, PROMPT
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.webhooks import LogFilter, NewSubscription, Reply, Tried
from console.scheduling.settings import settings
from tests.rows import START, World, make_world

WORKER = "host:1:a"
OK = Reply(200)
REFUSED = Reply(500, "answered 500")


@dataclass
class Desk:
    """An app's admin, and what happens to bookings in that app."""

    world: World

    @property
    def admin(self) -> Actor:
        return Actor("admin", id=self.world.agent.id, app_id=self.world.app.id, role="admin")

    def subscribe(self, *events: str) -> Subscription:
        new = NewSubscription("https://crm.example/hooks", events or ("scheduled.created", "scheduled.cancelled"))
        return webhooks.subscribe(self.admin, new)[0]

    def happen(self, event_type: str = "created", count: int = 1) -> None:
        """So many events of one new booking."""
        with database.writing() as session:
            already = len(session.exec(select(Booking)).all())
            booking = self.world.booking(session, scheduled_at=START + timedelta(hours=already))
            for _ in range(count):
                outbox.emit(session, booking, event_type, self.admin)


@pytest.fixture
def desk(store: str) -> Desk:
    with database.writing() as session:
        return Desk(make_world(session))


def tried(owed: list[Owed], reply: Reply, took: timedelta = timedelta(milliseconds=5)) -> list[Tried]:
    return [Tried(one, clock.now(), took, reply, {"A": "b"}, "{}") for one in owed]


def deliver(owed: list[Owed], reply: Reply, worker: str = WORKER) -> None:
    webhooks.record(worker, tried(owed, reply))


def make_due() -> None:
    """Let every wait be over."""
    with database.writing() as session:
        session.execute(update(Delivery).values(due_at=clock.now()))


def rows(model: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(model).order_by(model.id)))


def test_a_secret_is_told_once_and_lists_do_without(desk: Desk) -> None:
    made, secret = webhooks.subscribe(desk.admin, NewSubscription("https://crm.example/x#top", ["scheduled.created"]))
    assert secret.startswith("whsec_") and len(secret) == 50
    assert made.url == "https://crm.example/x"
    [seen] = webhooks.list_subscriptions(desk.admin)
    assert secret not in repr(seen)
    assert (seen.id, seen.status, seen.events) == (made.id, "active", ("scheduled.created",))
    assert [entry.act for entry in rows(AuditEntry)] == ["webhook.created"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://crm.example/hooks", "https_required"),
        ("ftp://crm.example/hooks", "invalid_url"),
        ("https://", "invalid_url"),
        ("https://user:word@crm.example/", "invalid_url"),
        ("https://crm.example/a b", "invalid_url"),
        ("https://crm.example:0/", "invalid_url"),
        ("https://127.0.0.1/hooks", "address_not_public"),
        ("https://[::1]/hooks", "address_not_public"),
        ("https://[::ffff:10.0.0.1]/", "address_not_public"),
        ("https://１２７.0.0.1/", "address_not_public"),
        ("https://169.254.169.254/latest/meta-data", "address_not_public"),
        ("nonsense", "invalid_url"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_at_once(desk: Desk, url: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        webhooks.subscribe(desk.admin, NewSubscription(url, ["scheduled.created"]))
    assert refused.value.problems[0].code == code


def test_the_operators_list_allows_plain_http_to_its_networks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    webhooks.subscribe(desk.admin, NewSubscription("http://127.0.0.1:9000/", ["scheduled.created"]))
    webhooks.subscribe(desk.admin, NewSubscription("http://localhost:9000/", ["scheduled.created"]))
    with pytest.raises(Invalid):
        webhooks.subscribe(desk.admin, NewSubscription("http://10.0.0.1/", ["scheduled.created"]))


def test_only_known_events_can_be_asked_for(desk: Desk) -> None:
    for events in ([], ["scheduled.created", "scheduled.exploded"]):
        with pytest.raises(Invalid):
            webhooks.subscribe(desk.admin, NewSubscription("https://crm.example/", events))


def test_only_admins_of_the_app_touch_its_subscriptions(desk: Desk) -> None:
    made = desk.subscribe()
    for role in ("lead", "supervisor", "agent"):
        with pytest.raises(NotAllowed):
            webhooks.list_subscriptions(replace(desk.admin, role=role))
        with pytest.raises(NotAllowed):
            webhooks.delete(replace(desk.admin, role=role), made.id)
    with database.writing() as session:
        other = make_world(session).app.id
    with pytest.raises(NotFound):
        webhooks.rotate(replace(desk.admin, app_id=other), made.id)


def test_an_event_is_owed_to_every_subscription_that_asked_for_it(desk: Desk) -> None:
    both, cancels = desk.subscribe(), desk.subscribe("scheduled.cancelled")
    desk.happen("created")
    assert {row.subscription_id for row in rows(Delivery)} == {both.id}
    desk.happen("cancelled")
    assert sorted(row.subscription_id for row in rows(Delivery)) == sorted([both.id, both.id, cancels.id])


def test_what_is_sent_has_the_links_that_are_never_stored(desk: Desk) -> None:
    desk.subscribe()
    desk.happen()
    [owed] = webhooks.claim_due(WORKER)
    letter = compose(owed, "X-Callboard", clock.now())
    sent = json.loads(letter.body)
    call = sent["payload"]["scheduled_call"]
    assert (sent["event"], sent["attempt"], sent["sequence"], sent["test"]) == ("scheduled.created", 1, 1, False)
    assert call["guest_name"] == "Jane Doe" and "/join/g-" in call["join_url"] and "/manage/m-" in call["manage_url"]
    assert sent["payload"]["change"]["actor_type"] == "admin"
    assert letter.headers["X-Callboard-Delivery"] == f"{owed.subscription_id}:1"
    assert "/join/***" in letter.kept_body and "/join/g-" not in letter.kept_body
    [stored] = rows(OutboxEvent)
    assert stored.payload["scheduled_call"]["join_url"] is None


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends(desk: Desk) -> None:
    desk.subscribe()
    desk.happen()
    assert webhooks.has_due()
    [first] = webhooks.claim_due(WORKER)
    assert not webhooks.has_due() and webhooks.claim_due("host:2:b") == []
    with database.writing() as session:
        session.execute(update(Delivery).values(leased_until=clock.now() - timedelta(seconds=1)))
    [second] = webhooks.claim_due("host:2:b")
    assert (first.attempt, second.attempt) == (1, 2)
    deliver([first], OK)
    assert rows(Delivery)[0].status == "pending"
    deliver([second], OK, "host:2:b")
    assert rows(Delivery)[0].status == "delivered"


def test_the_leases_of_a_dead_worker_are_taken_back_at_once(desk: Desk) -> None:
    desk.subscribe()
    desk.happen()
    webhooks.claim_due(WORKER)
    webhooks.take_back(lambda worker: worker == WORKER)
    assert [owed.attempt for owed in webhooks.claim_due("host:2:b")] == [2]


def test_a_new_receiver_has_one_attempt_in_flight_and_a_proven_one_two(desk: Desk) -> None:
    desk.subscribe()
    desk.happen(count=5)
    first = webhooks.claim_due(WORKER)
    assert [owed.sequence for owed in first] == [1]
    deliver(first, OK)
    assert [owed.sequence for owed in webhooks.claim_due(WORKER)] == [2, 3]
    assert webhooks.claim_due(WORKER) == []


def test_one_that_is_prompt_is_claimed_for_ahead_and_what_was_not_sent_goes_back_as_it_was(desk: Desk) -> None:
    desk.subscribe()
    desk.happen(count=40)
    deliver(webhooks.claim_due(WORKER), OK)
    two = webhooks.claim_due(WORKER)
    two = webhooks.claim_due(WORKER, tried(two, OK, PROMPT * 1.1))
    assert len(two) == PLACES_EACH
    ahead = webhooks.claim_due(WORKER, tried(two, OK, PROMPT))
    assert len(ahead) == CLAIMED_EACH
    webhooks.record(WORKER, [], ahead)
    assert webhooks.claim_due("host:2:b") == ahead[:PLACES_EACH]


def test_a_failed_attempt_is_tried_again_after_the_settings_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_WEBHOOK_RETRY_SECONDS", "100,200")
    settings.cache_clear()
    desk.subscribe()
    desk.happen()
    for number, wait in ((1, 100), (2, 200)):
        [owed] = webhooks.claim_due(WORKER)
        assert owed.attempt == number
        before = clock.now()
        deliver([owed], REFUSED)
        [row] = rows(Delivery)
        assert timedelta(seconds=wait * 0.79) < row.due_at - before < timedelta(seconds=wait * 1.21)
        assert webhooks.claim_due(WORKER) == []
        make_due()
    deliver(webhooks.claim_due(WORKER), REFUSED)
    [row] = rows(Delivery)
    assert (row.status, row.attempts) == ("failed", 3)


def test_four_failures_in_a_row_are_failing_and_one_success_mends_it(desk: Desk) -> None:
    made = desk.subscribe()
    desk.happen()
    for failures in range(1, 5):
        deliver(webhooks.claim_due(WORKER), REFUSED)
        expected = "failing" if failures == 4 else "active"
        assert webhooks.subscription(desk.admin, made.id).status == expected
        make_due()
    deliver(webhooks.claim_due(WORKER), OK)
    seen = webhooks.subscription(desk.admin, made.id)
    assert (seen.status, seen.failures_in_row, seen.failing_since) == ("active", 0, None)


def test_gone_pauses_at_once_and_everything_is_kept_for_the_resume(desk: Desk) -> None:
    made = desk.subscribe()
    desk.happen(count=3)
    deliver(webhooks.claim_due(WORKER), Reply(410, "answered 410"))
    assert webhooks.subscription(desk.admin, made.id).paused_reason == "gone"
    desk.happen("cancelled")
    make_due()
    assert not webhooks.has_due() and webhooks.claim_due(WORKER) == []
    assert webhooks.subscription(desk.admin, made.id).waiting == 4
    webhooks.resume(desk.admin, made.id)
    told = []
    while owed := webhooks.claim_due(WORKER):
        told += [(one.event, one.sequence) for one in owed]
        deliver(owed, OK)
    assert told == [
        ("scheduled.created", 1),
        ("scheduled.created", 2),
        ("scheduled.created", 3),
        ("scheduled.cancelled", 1),
    ]


def test_five_days_of_nothing_but_failures_pause_it(desk: Desk) -> None:
    made = desk.subscribe()
    desk.happen()
    deliver(webhooks.claim_due(WORKER), REFUSED)
    with database.writing() as session:
        session.execute(update(Subscription).values(failing_since=clock.now() - timedelta(days=5)))
    make_due()
    deliver(webhooks.claim_due(WORKER), REFUSED)
    seen = webhooks.subscription(desk.admin, made.id)
    assert (seen.status, seen.paused_reason) == ("paused", "failures")


def test_resuming_can_skip_what_waits(desk: Desk) -> None:
    made = desk.subscribe()
    webhooks.pause(desk.admin, made.id)
    desk.happen(count=2)
    webhooks.resume(desk.admin, made.id, skip_waiting=True)
    assert webhooks.claim_due(WORKER) == []
    assert {row.status for row in rows(Delivery)} == {"skipped"}


def test_a_deleted_subscription_gets_nothing_any_more(desk: Desk) -> None:
    made = desk.subscribe()
    desk.happen(count=2)
    in_flight = webhooks.claim_due(WORKER)
    webhooks.delete(desk.admin, made.id)
    deliver(in_flight, OK)
    desk.happen()
    assert webhooks.claim_due(WORKER) == [] and webhooks.list_subscriptions(desk.admin) == []
    assert {row.status for row in rows(Delivery)} == {"skipped"}
    assert rows(Subscription)[0].secret == ""


def test_both_secrets_sign_for_a_day_then_the_new_one_alone(desk: Desk) -> None:
    made, old = webhooks.subscribe(desk.admin, NewSubscription("https://crm.example/", ["scheduled.created"]))
    new = webhooks.rotate(desk.admin, made.id)
    desk.happen(count=2)
    owed = webhooks.claim_due(WORKER)
    assert (owed[0].keys.secret, owed[0].keys.next_secret) == (old, new)
    assert webhooks.subscription(desk.admin, made.id).rotates_until is not None
    deliver(owed, OK)
    with database.writing() as session:
        session.execute(update(Subscription).values(rotated_at=clock.now() - timedelta(hours=24)))
    [later] = webhooks.claim_due(WORKER)
    assert (later.keys.secret, later.keys.next_secret) == (new, None)
    webhooks.settle_rotations()
    [kept] = rows(Subscription)
    assert (kept.secret, kept.next_secret, kept.rotated_at) == (new, None, None)


def test_a_test_send_is_marked_and_refused_while_paused(desk: Desk) -> None:
    made = desk.subscribe()
    webhooks.test_send(desk.admin, made.id)
    [owed] = webhooks.claim_due(WORKER)
    sent = json.loads(compose(owed, "X-Callboard", clock.now()).body)
    assert sent["test"] is True and sent["event"] == "scheduled.created"
    desk.happen()
    deliver([owed], OK)
    [real] = webhooks.claim_due(WORKER)
    assert set(sent["payload"]["scheduled_call"]) == set(real.payload["scheduled_call"])
    webhooks.pause(desk.admin, made.id)
    with pytest.raises(Conflict):
        webhooks.test_send(desk.admin, made.id)


def test_the_log_shows_every_attempt_and_replays_one_or_all_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_WEBHOOK_RETRY_SECONDS", "0.001")
    settings.cache_clear()
    made = desk.subscribe()
    desk.happen(count=2)
    while any(row.status == "pending" for row in rows(Delivery)):
        deliver(webhooks.claim_due(WORKER), REFUSED)
    lines = webhooks.deliveries(desk.admin, made.id, LogFilter(statuses=["failed"])).rows
    assert [(line.sequence, line.attempts, line.last_status_code) for line in lines] == [(2, 2, 500), (1, 2, 500)]
    assert [line.sequence for line in webhooks.deliveries(desk.admin, made.id, before=lines[0].event_id).rows] == [1]
    detail = webhooks.delivery(desk.admin, lines[0].id)
    assert [(one.number, one.error, one.request_headers) for one in detail.attempts] == [
        (1, "answered 500", {"A": "b"}),
        (2, "answered 500", {"A": "b"}),
    ]
    webhooks.replay(desk.admin, lines[0].id)
    [again] = webhooks.claim_due(WORKER)
    assert (again.event_id, again.attempt) == (lines[0].event_id, 3)
    deliver([again], OK)
    assert webhooks.replay_failed(desk.admin, made.id, clock.now() - timedelta(hours=1)) == 1
    assert webhooks.replay_failed(desk.admin, made.id, clock.now() - timedelta(hours=1)) == 0


def test_changing_the_address_sends_what_waits_there(desk: Desk) -> None:
    made = desk.subscribe()
    desk.happen()
    webhooks.change(desk.admin, made.id, url="https://new.example/", events=["scheduled.no_show"])
    [owed] = webhooks.claim_due(WORKER)
    assert owed.url == "https://new.example/"
    assert rows(AuditEntry)[-1].fields == ["events", "url"]
