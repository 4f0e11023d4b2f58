"""From a commit to a receiver that checks the signatures: real database, real jobs, real HTTP."""

import hmac
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import select, update
from standardwebhooks import Webhook, WebhookVerificationError

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.models import Attempt, Delivery, Subscription
from console.scheduling.rules.deliveries import CLAIMED_EACH, DEADLINE, PLACES
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.changes import Change, announce
from console.scheduling.services.transaction import writes
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from jobs.worker import Worker
from tests import receivers
from tests.jobs.working import jobs_at_work
from tests.receivers import Receiver, receiver, reply
from tests.rows import START, World, make_world


@dataclass
class Desk:
    world: World
    booked: int = 0

    @property
    def admin(self) -> Actor:
        return Actor("admin", id=self.world.agent.id, app_id=self.world.app.id, role="admin")

    def subscribe(self, there: Receiver) -> tuple[str, str]:
        """Gives the subscription's id and secret."""
        made, secret = webhooks.subscribe(self.admin, NewSubscription(there.url, ["scheduled.created"]))
        return made.id, secret

    def happen(self, count: int = 1) -> None:
        """So many events, each of a booking of its own, in one commit."""

        @writes
        def commit(session: Any) -> None:
            for _ in range(count):
                self.booked += 1
                booking = self.world.booking(session, scheduled_at=START + timedelta(hours=self.booked))
                outbox.emit(session, booking, "created", self.admin)
            announce(session, Change(self.world.app.id))

        commit()


@pytest.fixture
def desk(store: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    monkeypatch.setenv("CALLBOARD_WEBHOOK_RETRY_SECONDS", "0.1,0.1,0.1,0.1,0.1")
    settings.cache_clear()
    with database.writing() as session:
        return Desk(make_world(session))


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.02)


def statuses() -> Counter[str]:
    with database.reading() as session:
        return Counter(session.exec(select(Delivery.status)).all())


def test_a_delivery_arrives_and_both_signatures_hold(desk: Desk):
    with receiver() as there, jobs_at_work():
        _, secret = desk.subscribe(there)
        desk.happen()
        there.wait_for(1)
        headers, body = there.requests[0]
        assert Webhook(secret).verify(body, headers)["event"] == "scheduled.created"
        own = hmac.new(secret.encode(), body, sha256).hexdigest()
        assert headers["X-Callboard-Signature"] == f"sha256={own}"
        wait_until(lambda: statuses()["delivered"] == 1)


def test_while_a_secret_is_rotated_both_verify_and_after_a_day_the_new_one_alone(desk: Desk):
    with receiver() as there, jobs_at_work():
        subscription, old = desk.subscribe(there)
        new = webhooks.rotate(desk.admin, subscription)
        desk.happen()
        there.wait_for(1)
        headers, body = there.requests[0]
        for secret, name in ((old, "X-Callboard-Signature"), (new, "X-Callboard-Signature-New")):
            assert Webhook(secret).verify(body, headers)["event"] == "scheduled.created"
            assert headers[name] == f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
        with database.writing() as session:
            session.execute(update(Subscription).values(rotated_at=clock.now() - timedelta(hours=24)))
        desk.happen()
        there.wait_for(2)
        headers, body = there.requests[1]
        assert Webhook(new).verify(body, headers) and "X-Callboard-Signature-New" not in headers
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(body, headers)


def test_a_failed_delivery_is_tried_again_with_the_same_id(desk: Desk):
    with receiver(lambda handler, count: reply(handler, 500 if count < 3 else 200)) as there, jobs_at_work():
        desk.subscribe(there)
        desk.happen()
        there.wait_for(3)
        wait_until(lambda: statuses()["delivered"] == 1)
    assert [body["attempt"] for body in there.bodies] == [1, 2, 3]
    assert len({body["id"] for body in there.bodies}) == 1
    assert [headers["X-Callboard-Delivery"].rpartition(":")[2] for headers, _ in there.requests] == ["1", "2", "3"]
    with database.reading() as session:
        kept = session.exec(select(Attempt).order_by(Attempt.number)).all()
    assert [(one.number, one.status_code) for one in kept] == [(1, 500), (2, 500), (3, 200)]


def test_retries_survive_a_restart(desk: Desk):
    with receiver(lambda handler, count: reply(handler, 500 if count == 1 else 200)) as there:
        desk.subscribe(there)
        with jobs_at_work():
            desk.happen()
            there.wait_for(1)
            wait_until(lambda: _attempts() == 1)
        with jobs_at_work():
            wait_until(lambda: statuses()["delivered"] == 1)


def test_gone_pauses_and_nothing_more_is_sent(desk: Desk):
    with receiver(lambda handler, _: reply(handler, 410)) as there, jobs_at_work():
        subscription, _ = desk.subscribe(there)
        desk.happen()
        wait_until(lambda: webhooks.subscription(desk.admin, subscription).status == "paused")
        desk.happen(3)
        time.sleep(1.2)
        assert len(there.requests) == 1
        there.answer = lambda handler, _: reply(handler, 200)
        webhooks.resume(desk.admin, subscription)
        wait_until(lambda: statuses()["delivered"] == 4)


def test_a_stop_ends_soon_and_gives_back_what_hangs(desk: Desk):
    with receiver(receivers.hang()) as there:
        desk.subscribe(there)
        with jobs_at_work():
            desk.happen()
            there.wait_for(1)
            stopping = time.monotonic()
        assert time.monotonic() - stopping < DEADLINE.total_seconds()
        assert webhooks.has_due()


def test_receivers_that_hang_never_delay_a_healthy_one(desk: Desk):
    with receiver(receivers.hang()) as hanging, receiver() as healthy:
        desk.subscribe(healthy)
        with jobs_at_work():
            desk.happen()
            healthy.wait_for(1)
            for _ in range(20):
                desk.subscribe(hanging)
            delays = []
            for number in range(2, 12):
                committed = time.monotonic()
                desk.happen()
                healthy.wait_for(number)
                delays.append(time.monotonic() - committed)
            assert max(delays) < DEADLINE.total_seconds(), "that long it would wait for one that hangs"
            assert hanging.most_at_once < PLACES


def test_a_burst_is_delivered_two_at_a_time(desk: Desk):
    with receiver() as there, jobs_at_work():
        desk.subscribe(there)
        desk.happen(100)
        there.wait_for(100)
        wait_until(lambda: statuses()["delivered"] == 100)
        assert there.most_at_once <= 2
    assert len({body["id"] for body in there.bodies}) == len(there.requests) == 100


def test_what_was_claimed_ahead_goes_back_unsent_when_the_receiver_is_gone(desk: Desk):
    with receiver(lambda handler, count: reply(handler, 200 if count < 30 else 410)) as there, jobs_at_work():
        subscription, _ = desk.subscribe(there)
        desk.happen(80)
        wait_until(lambda: webhooks.subscription(desk.admin, subscription).status == "paused")
        wait_until(_nothing_is_claimed)
        arrived = len(there.requests)
        assert 30 <= arrived < 30 + CLAIMED_EACH / 2, "a 200 that comes back after the 410 takes it up once more"
        there.answer = lambda handler, _: reply(handler, 200)
        webhooks.resume(desk.admin, subscription)
        wait_until(lambda: statuses()["delivered"] == 80)
    assert len({body["id"] for body in there.bodies}) == 80
    assert len(there.requests) == 80 + arrived - 29, "what was given back was sent once"


def test_a_stop_gives_back_what_was_claimed_ahead(desk: Desk):
    with receiver(lambda handler, _: (time.sleep(0.05), reply(handler, 200))) as there:
        desk.subscribe(there)
        with jobs_at_work():
            desk.happen(60)
            there.wait_for(10)
        assert _nothing_is_claimed() and webhooks.has_due()
        with jobs_at_work():
            wait_until(lambda: statuses()["delivered"] == 60)
    assert {body["attempt"] for body in there.bodies} == {1}


def test_three_tickers_send_each_event_once(desk: Desk):
    with receiver() as there, jobs_at_work(), jobs_at_work(), jobs_at_work():
        desk.subscribe(there)
        desk.happen(60)
        wait_until(lambda: statuses()["delivered"] == 60)
    assert len(there.requests) == 60


def _nothing_is_claimed() -> bool:
    with database.reading() as session:
        return not session.exec(select(Delivery).where(Delivery.leased_until != None)).all()  # noqa: E711


def _attempts() -> int:
    with database.reading() as session:
        return len(session.exec(select(Attempt)).all())


def test_a_waiting_delivery_is_found_without_a_word_from_its_process(desk: Desk):
    with receiver() as there, jobs_at_work():
        desk.subscribe(there)
        with database.writing() as session:  # another process commits: nobody here is told
            outbox.emit(session, desk.world.booking(session), "created", desk.admin)
        there.wait_for(1)


def test_a_dead_workers_lease_runs_out(desk: Desk):
    with receiver() as there:
        desk.subscribe(there)
        desk.happen()
        webhooks.claim_due("elsewhere:7:dead")
        with jobs_at_work():
            time.sleep(1.2)
            assert there.requests == []
            with database.writing() as session:
                session.execute(update(Delivery).values(leased_until=clock.now()))
            there.wait_for(1)
    assert there.bodies[0]["attempt"] == 2


def test_a_worker_that_starts_takes_from_the_dead_and_never_from_its_neighbour(desk: Desk):
    neighbour = Worker()
    with receiver() as there:
        desk.subscribe(there)
        desk.happen()
        webhooks.claim_due(neighbour.name)
        with jobs_at_work():
            time.sleep(1.2)
            assert there.requests == []
        neighbour.close()  # with its own number: as after a restart in a container, where everybody is number 1
        with jobs_at_work():
            there.wait_for(1)
