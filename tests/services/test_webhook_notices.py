"""What admins are told when a webhook's state changes: everybody who may manage webhooks, once, and only what lasts."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import select, update

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.messages.notices import write
from console.scheduling.models import App, Delivery, Member, Person, StaffNotice, Subscription
from console.scheduling.services import notices, webhooks
from console.scheduling.services.notices import SETTLES, SentNotice, sending
from console.scheduling.services.webhooks import NewSubscription, Reply, Tried, delivering
from console.scheduling.settings import settings
from tests.services.conftest import Acme

WORKER = "host:1:a"
OK, REFUSED, GONE = Reply(200), Reply(500, "refused"), Reply(410, "refused")


@pytest.fixture(autouse=True)
def _one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's clock does not travel."""
    for room in (delivering, sending):
        monkeypatch.setattr(room, "database_now", lambda session: clock.now())


@pytest.fixture
def hook(acme: Acme) -> Subscription:
    """A subscription of an app that an owner and an admin look after, and a lead does not."""
    with database.writing() as session:
        for name, role in (("olga", "owner"), ("adam", "admin"), ("leah", "lead")):
            person = Person(name=name.title(), email=f"{name}@acme.test", email_key=name, created_at=clock.now())
            session.add(person)
            session.flush()
            session.add(
                Member(app_id=acme.app_id, person_id=person.id, role=role, timezone="UTC", joined_at=clock.now())
            )
    new = NewSubscription("https://crm.example/hooks?key=1", ["scheduled.created"])
    return webhooks.subscribe(acme.admin, new)[0]


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()


def answer(acme: Acme, reply: Reply, times: int = 1) -> None:
    """The receiver answers so to the next attempts."""
    with database.reading() as session:
        waiting = session.exec(select(Delivery).where(Delivery.status == "pending")).first()
    if waiting is None:
        acme.book(hours=len(rows(Delivery)))
    for _ in range(times):
        with database.writing() as session:
            session.execute(update(Delivery).where(Delivery.status == "pending").values(due_at=clock.now()))  # pyright: ignore[reportArgumentType]
        owed = webhooks.claim_due(WORKER)
        webhooks.record(WORKER, [Tried(one, clock.now(), timedelta(milliseconds=5), reply) for one in owed])


def rows(model: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(model).order_by(model.id)))


def mails() -> list[StaffNotice]:
    return [row for row in rows(StaffNotice) if row.channel == "email"]


def told() -> list[tuple[str, str]]:
    """Send what is due, and tell who got what."""
    due = notices.claim_due(WORKER)
    notices.record(WORKER, [SentNotice(one) for one in due])
    return sorted((one.letter.name, one.letter.kind) for one in due)


def settle(hand: time_machine.Traveller) -> None:
    hand.shift(SETTLES + timedelta(seconds=1))


@pytest.mark.usefixtures("hook", "mail")
def test_everybody_who_may_manage_webhooks_is_told_once_of_each_change(acme: Acme):
    answer(acme, REFUSED, 3)
    assert mails() == []
    answer(acme, REFUSED)
    assert told() == []
    settle(acme.hand)
    assert told() == [("Adam", "webhook_failing"), ("Olga", "webhook_failing")]
    assert told() == []
    answer(acme, REFUSED)
    answer(acme, GONE)
    settle(acme.hand)
    assert told() == [("Adam", "webhook_paused_gone"), ("Olga", "webhook_paused_gone")]


@pytest.mark.usefixtures("mail")
def test_who_did_it_is_not_told_and_the_others_are(acme: Acme, hook: Subscription):
    with database.reading() as session:
        olga = session.exec(select(Person).where(Person.name == "Olga")).one()
    webhooks.pause(Actor("admin", id=olga.id, app_id=acme.app_id, role="owner"), hook.id)
    settle(acme.hand)
    assert told() == [("Adam", "webhook_paused_hand")]


@pytest.mark.usefixtures("hook", "mail")
def test_a_trouble_that_passes_at_once_is_told_to_nobody(acme: Acme):
    answer(acme, REFUSED, 4)
    answer(acme, OK)
    settle(acme.hand)
    assert told() == []
    assert {row.status for row in mails()} == {"withdrawn"}


@pytest.mark.usefixtures("hook")
def test_without_a_mail_server_and_in_a_test_app_nothing_is_ever_sent(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    answer(acme, REFUSED, 4)
    settle(acme.hand)
    assert told() == []
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    assert told() == []
    with database.writing() as session:
        session.get_one(App, acme.app_id).test_of_app_id = acme.app_id
    answer(acme, OK)
    settle(acme.hand)
    assert told() == []
    assert {row.status for row in mails()} == {"not_sent"}


@pytest.mark.usefixtures("hook")
def test_in_the_browser_admins_see_it_with_or_without_a_mail_server(acme: Acme):
    answer(acme, REFUSED, 4)
    settle(acme.hand)
    assert told() == []
    shown = [row.status for row in rows(StaffNotice) if row.channel == "browser"]
    assert shown == ["sent", "sent"]


@pytest.mark.usefixtures("hook", "mail")
def test_a_notice_belongs_to_one_worker_and_is_tried_again(acme: Acme):
    answer(acme, REFUSED, 4)
    settle(acme.hand)
    due = notices.claim_due(WORKER)
    assert len(due) == 2 and notices.claim_due("host:2:b") == []
    notices.record("host:2:b", [SentNotice(due[0])])
    notices.record(WORKER, [SentNotice(due[0], "451 later"), SentNotice(due[1], "550 unknown", final=True)])
    assert sorted((row.status, row.problem) for row in mails()) == [
        ("failed", "550 unknown"),
        ("pending", "451 later"),
    ]
    acme.hand.shift(timedelta(hours=2))
    assert [one.attempt for one in notices.claim_due(WORKER)] == [2]


@pytest.mark.usefixtures("hook", "mail")
def test_the_letter_says_what_happened_where_and_since_when(acme: Acme):
    answer(acme, REFUSED, 4)
    settle(acme.hand)
    email = write(notices.claim_due(WORKER)[0].letter)
    assert email.subject == "A webhook of Acme is failing"
    assert "crm.example/hooks has not taken" in email.text and "key=1" not in email.text
    assert "since 12:00" in email.text
    assert f"/app/{acme.app_id}/webhooks" in email.html


@pytest.mark.usefixtures("mail")
def test_the_banner_counts_what_is_unwell_for_who_may_mend_it(acme: Acme, hook: Subscription):
    assert webhooks.unwell(acme.admin) is None
    answer(acme, REFUSED, 4)
    sick = webhooks.unwell(acme.admin)
    assert sick is not None and (sick.failing, sick.paused) == (1, 0) and sick.since is not None
    assert webhooks.unwell(acme.agent(acme.ada)) is None
    answer(acme, GONE)
    sick = webhooks.unwell(acme.admin)
    assert sick is not None and (sick.failing, sick.paused) == (0, 1)
    webhooks.pause(acme.admin, hook.id)
    assert webhooks.unwell(acme.admin) is None
