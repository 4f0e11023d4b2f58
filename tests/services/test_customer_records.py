"""What is known of a customer: read, recalled, changed, exported; two made one. The audit log learns no value."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
import time_machine
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import AuditEntry, Booking, Customer
from console.scheduling.services import customer_erasing, customer_merging, customer_records, customer_search
from tests.services.conftest import MONDAY, Acme, make_acme

PHONE = {"guest_name": "Jane Doe", "guest_phone": "+573005550100", "guest_email": None}
MAIL = {"guest_name": "J. Doe", "guest_email": "jd@guests.test", "guest_language": "es"}


@pytest.fixture
def team(sqlite_store: str) -> Iterator[Acme]:
    """The team where the kind of database makes no difference."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        acme = make_acme(hand)
        acme.set_preset(horizon_days=1500)
        yield acme


def audited() -> list[tuple[str, tuple[str, ...]]]:
    with database.reading() as session:
        return [(row.act, tuple(row.fields)) for row in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_number_brings_back_who_calls_and_how_they_were_booked(acme: Acme):
    acme.book(**PHONE | {"guest_email": "jane@guests.test", "guest_language": "es"})
    known = customer_records.recall(acme.admin, "300 555 0100")
    assert known is not None
    assert (known.name, known.email, known.language) == ("Jane Doe", "jane@guests.test", "es")
    assert (known.agent_id, known.preset_id, known.calls) == (acme.ada, acme.preset_id, 1)
    assert customer_records.recall(acme.agent(acme.bo), "+573005550100") is None
    assert customer_records.recall(acme.admin, "+573005550199") is None
    assert customer_records.recall(acme.admin, "not a number") is None


def test_calls_that_are_to_come_stand_apart_from_the_others(acme: Acme):
    first, second, third = (acme.book(hours=hours, **PHONE) for hours in (0, 24, 48))
    acme.hand.move_to(acme.at(2))
    record = customer_records.get(acme.admin, first.customer_id)
    assert [call.booking.id for call in record.coming] == [second.id, third.id]
    assert [call.booking.id for call in record.others] == [first.id]
    assert record.summary.phones == ("+573005550100",)


def test_changes_are_audited_by_the_names_of_fields(acme: Acme):
    customer = acme.book(**PHONE).customer_id
    customer_records.change(acme.admin, customer, language="es", timezone="America/Lima")
    customer_records.change(acme.admin, customer, language="es", timezone="America/Lima")
    customer_records.set_opt_outs(acme.agent(acme.ada), customer, ["whatsapp", "email_reminders"])
    known = customer_records.get(acme.admin, customer).summary.customer
    assert (known.language, known.timezone, known.opt_outs) == ("es", "America/Lima", ["email_reminders", "whatsapp"])
    customer_records.set_opt_outs(acme.admin, customer, [])
    assert audited() == [
        ("customer.changed", ("language", "timezone")),
        ("customer.changed", ("opt_outs",)),
        ("customer.changed", ("opt_outs",)),
    ]
    with pytest.raises(Invalid):
        customer_records.change(acme.admin, customer, language="!", timezone="Mars/Base")
    with pytest.raises(Invalid):
        customer_records.set_opt_outs(acme.admin, customer, ["everything"])


def test_merging_is_shown_first_and_then_done_as_shown(acme: Acme):
    stays, gone = acme.book(**PHONE).customer_id, acme.book(hours=1, **MAIL).customer_id
    customer_records.set_opt_outs(acme.admin, gone, ["email"])
    plan = customer_merging.preview(acme.admin, stays, gone)
    assert (plan.phones, plan.emails, plan.calls) == (("+573005550100",), ("jd@guests.test",), 2)
    assert (plan.opt_outs, plan.language) == (("email",), "es")
    customer_merging.merge(acme.admin, stays, gone)
    record = customer_records.get(acme.admin, gone)
    assert record.summary.customer.id == stays
    assert (record.summary.calls, record.summary.customer.name) == (2, "Jane Doe")
    assert tuple(record.summary.customer.opt_outs) == plan.opt_outs
    assert [hit.customer.id for hit in customer_search.find(acme.admin, "jd@guests.test").customers] == [stays]
    assert acme.book(hours=2, **MAIL).customer_id == stays
    with database.reading() as session:
        empty = session.get_one(Customer, gone)
    assert (empty.name, empty.language, empty.opt_outs) == (None, None, [])
    assert audited()[-1] == ("customer.merged", (gone,))


def test_who_was_merged_before_goes_along(acme: Acme):
    first, second, third = (
        acme.book(hours=number, guest_email=f"{number}@guests.test").customer_id for number in range(3)
    )
    customer_merging.merge(acme.admin, second, first)
    customer_merging.merge(acme.admin, third, second)
    assert {customer_records.get(acme.admin, one).summary.customer.id for one in (first, second, third)} == {third}
    with pytest.raises(Invalid):
        customer_merging.merge(acme.admin, third, first)


def test_an_export_holds_all_but_keys_and_internal_notes(acme: Acme):
    booking = acme.book(guest_intake_notes="Allergic to cats", **PHONE)
    file = customer_records.export(acme.admin, booking.customer_id)
    assert file["customer"]["phones"] == ["+573005550100"]
    (call,) = file["calls"]
    assert (call["guest_intake_notes"], call["join_url"], call["manage_url"]) == ("Allergic to cats", None, None)
    assert [event["event_type"] for event in call["events"]] == ["created", "assigned"]
    assert audited() == [("customer.exported", ())]


ACTS: dict[str, Callable[[Actor, str, str], Any]] = {
    "see": lambda actor, one, _: customer_records.get(actor, one),
    "change": lambda actor, one, _: customer_records.change(actor, one, language="fr", timezone=None),
    "decline": lambda actor, one, _: customer_records.set_opt_outs(actor, one, ["email"]),
    "export": lambda actor, one, _: customer_records.export(actor, one),
    "preview": customer_merging.preview,
    "merge": customer_merging.merge,
    "erase": lambda actor, one, _: customer_erasing.erase(actor, one),
}
OWN_ACTS = {"see", "change", "decline"}
MAY = {
    "admin": set(ACTS),
    "supervisor": {"see", "export"},
    "agent": OWN_ACTS,
    "another agent": set(),
    "lead without the team": set(),
    "nobody": set(),
    "admin of another app": set(),
    "client": set(),
}


def test_who_may_do_what_with_a_customer(team: Acme):
    actors = {
        "admin": team.admin,
        "supervisor": Actor("admin", id="per_s", app_id=team.app_id, role="supervisor"),
        "agent": team.agent(team.ada).on("admin"),
        "another agent": team.agent(team.bo).on("admin"),
        "lead without the team": Actor("admin", id=team.bo, app_id=team.app_id, role="lead"),
        "nobody": Actor("admin", id="per_n", app_id=team.app_id),
        "admin of another app": Actor("admin", id="per_o", app_id="app_other", role="admin"),
        "client": team.system,
    }
    done: dict[str, set[str]] = {who: set() for who in actors}
    for number, (who, act) in enumerate(product(actors, ACTS)):
        one, other = (
            team.book(hours=24 * 7 * number + place, guest_email=f"{number}.{place}@guests.test") for place in (0, 1)
        )
        with suppress(NotAllowed, NotFound):
            ACTS[act](actors[who], one.customer_id, other.customer_id)
            done[who].add(act)
    assert done == MAY


def test_a_change_reaches_the_very_row_of_a_merged_customer(acme: Acme):
    stays, gone = acme.book(**PHONE).customer_id, acme.book(hours=1, **MAIL).customer_id
    customer_merging.merge(acme.admin, stays, gone)
    customer_records.set_opt_outs(acme.admin, gone, ["email"])
    with database.reading() as session:
        assert session.get_one(Customer, stays).opt_outs == ["email"]
        assert set(session.exec(select(Booking.customer_id))) == {stays}
