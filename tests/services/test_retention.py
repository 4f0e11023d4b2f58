"""Customers who have long stayed away are forgotten where the app wants that, and nobody else is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.models import App, AuditEntry, Booking, Customer
from console.scheduling.services import app_copies, bookings, customer_merging, retention
from console.scheduling.services.bookings import NewBooking

from .conftest import Acme

MONTH = timedelta(days=31)


def names() -> list[str]:
    """Whom the calls are with."""
    with database.reading() as session:
        return sorted(call.guest_name for call in session.exec(select(Booking)))


def entries() -> list[tuple[str, list[str]]]:
    with database.reading() as session:
        told = session.exec(select(AuditEntry).where(AuditEntry.actor_type == "system").order_by(AuditEntry.id))
        return [(entry.act, entry.fields) for entry in told]


def over(acme: Acme, name: str, hours: float, **fields: object) -> Booking:
    """A call that came to its end."""
    call = acme.book(hours=hours, guest_name=name, guest_email=f"{name.lower()}@guests.test", **fields)
    bookings.cancel(acme.admin, call.id)
    return call


def test_nobody_is_forgotten_until_the_app_wants_it(acme: Acme):
    over(acme, "Jane", 0)
    acme.hand.shift(130 * MONTH)
    assert retention.forget_due() == 0 and names() == ["Jane"]


def test_who_stayed_away_is_forgotten_and_who_came_back_is_not(acme: Acme):
    over(acme, "Jane", 0)
    over(acme, "Joe", 1)
    retention.keep_for(acme.admin, 3)
    acme.hand.shift(2 * MONTH)
    assert retention.forget_due() == 0
    bookings.book(
        acme.admin,
        NewBooking(
            scheduled_at=clock.now() + timedelta(hours=3),
            guest_name="Joe",
            guest_email="joe@guests.test",
            agent_id=acme.ada,
            respect_working_hours=False,
        ),
    )
    acme.hand.shift(1.5 * MONTH)
    assert retention.preview(acme.admin, 3) == 1
    assert retention.forget_due() == 1
    assert names() == ["Erased customer", "Joe", "Joe"]
    assert entries() == [("customer.forgotten", ["1"])]
    assert retention.forget_due() == 0 and len(entries()) == 1


def test_a_call_that_is_not_over_keeps_its_customer(acme: Acme):
    acme.book(guest_name="Jane")
    retention.keep_for(acme.admin, 1)
    acme.hand.shift(5 * MONTH)
    assert retention.preview(acme.admin, 1) == retention.forget_due() == 0 and names() == ["Jane"]


def test_two_who_were_found_to_be_one_go_together_and_by_their_last_call(acme: Acme):
    first, second = over(acme, "Jane", 0), over(acme, "Janet", 24)
    customer_merging.merge(acme.admin, first.customer_id, second.customer_id)
    retention.keep_for(acme.admin, 1)
    acme.hand.shift(2 * MONTH)
    assert retention.preview(acme.admin, 1) == 1
    assert retention.forget_due() == 1 and names() == ["Erased customer"] * 2


def test_many_go_a_few_at_a_time_whoever_else_is_at_it(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    for number in range(5):
        over(acme, f"Jane{number}", number)
    retention.keep_for(acme.admin, 1)
    acme.hand.shift(2 * MONTH)
    with ThreadPoolExecutor(2) as hands:
        done = [hands.submit(retention.forget_due) for _ in range(2)]
        counted = sum(one.result() for one in done) + retention.forget_due()
    assert counted == 5 and names() == ["Erased customer"] * 5
    assert sum(int(fields[0]) for act, fields in entries() if act == "customer.forgotten") == 5


def test_another_app_keeps_its_own(acme: Acme):
    other = app_copies.copy(replace(acme.admin, role="owner")).app_id
    over(acme, "Jane", 0)
    retention.keep_for(operator(other), 1)
    acme.hand.shift(2 * MONTH)
    assert retention.forget_due() == 0 and names() == ["Jane"]


def test_only_who_may_settle_and_erase_settles_it(acme: Acme):
    for actor in (acme.agent(acme.ada), replace(acme.admin, role="lead"), replace(acme.admin, role="supervisor")):
        for verb in (retention.months, lambda one: retention.preview(one, 1), lambda one: retention.keep_for(one, 1)):
            with pytest.raises(NotAllowed):
                verb(actor)
    for months in (0, 121):
        with pytest.raises(Invalid):
            retention.keep_for(acme.admin, months)
    retention.keep_for(acme.admin, 12)
    retention.keep_for(acme.admin, 12)
    assert retention.months(acme.admin) == 12
    with database.reading() as session:
        changed = session.exec(select(AuditEntry).where(AuditEntry.act == "app.changed")).all()
        assert [entry.fields for entry in changed] == [["retention_months"]]
        assert session.get_one(App, acme.app_id).retention_months == 12
        assert not session.exec(select(Customer).where(Customer.erased_at.is_not(None))).all()
