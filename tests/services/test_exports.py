"""Calls as a table to take along: who may, what stands in it, and that it is noted."""

import pytest

from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed
from console.scheduling.services import audit, booking_views, bookings, exports
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.calls import CALL_FIELDS, call_object
from tests.services.conftest import Acme
from tests.services.test_agent_day import statements

BOGOTA = "America/Bogota"


def table(actor: Actor, wanted: BookingFilter | None = None) -> list[dict[str, exports.Cell]]:
    head = exports.head(BOGOTA)
    return [dict(zip(head, line, strict=True)) for line in exports.lines(actor, wanted or BookingFilter(), BOGOTA)]


def test_a_line_says_what_the_api_says_and_the_time_on_the_named_clock(acme: Acme) -> None:
    acme.book(guest_name="José", guest_phone="+573005550100", intake={})
    (line,) = table(acme.admin)
    assert (f"{line['starts (America/Bogota)']}", line["scheduled_at"]) == (
        "2027-02-01 10:00:00",
        "2027-02-01T15:00:00.000Z",
    )
    assert (line["guest_name"], line["guest_phone"], line["agent"], line["preset"]) == (
        "José",
        "+573005550100",
        "ada",
        "Standard",
    )
    assert set(CALL_FIELDS) - set(line) == {"join_url", "manage_url"}


def test_the_fields_are_those_of_the_call_object(acme: Acme) -> None:
    assert tuple(call_object(acme.book(), None)) == CALL_FIELDS


def test_every_call_that_matches_comes_once_batch_by_batch(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [acme.book(hours=hours, agent_id=agent).id for hours in range(4) for agent in (acme.ada, acme.bo)]
    bookings.cancel(acme.admin, made[0])
    monkeypatch.setattr(exports, "_BATCH", 3)
    assert sorted(str(line["id"]) for line in table(acme.admin)) == sorted(made)
    narrowed = BookingFilter(statuses=["scheduled", "cancelled"], agent_ids=[acme.ada], order="desc", offset=2)
    assert [line["id"] for line in table(acme.admin, narrowed)] == made[::2][::-1]
    with statements() as sent:
        table(acme.admin)
    assert len([one for one in sent if one.startswith("SELECT")]) <= 2 * 3


def test_who_may_take_calls_along_takes_what_they_see_and_it_is_noted(acme: Acme) -> None:
    acme.book()
    supervisor = Actor("admin", id=acme.bo, app_id=acme.app_id, role="supervisor")
    exports.begin(supervisor, BookingFilter(statuses=["scheduled"], search="jane"), "csv")
    (entry, *_) = audit.list_entries(acme.admin)
    assert (entry.act, entry.actor_id, entry.fields) == ("bookings.exported", acme.bo, ("search", "statuses"))
    lead = Actor("admin", id="per_lead", app_id=acme.app_id, role="lead", team_id="team_x")
    assert (len(table(supervisor)), table(lead)) == (1, [])
    assert len(booking_views.find(lead, BookingFilter()).rows) == 0


@pytest.mark.parametrize("role", ["agent", None])
def test_who_may_not_gets_nothing(acme: Acme, role) -> None:
    acme.book()
    for surface in ("admin", "agent"):
        actor = Actor(surface, id=acme.ada, app_id=acme.app_id, role=role)
        assert not exports.may_export(actor)
        with pytest.raises(NotAllowed):
            exports.begin(actor, BookingFilter(), "csv")
        with pytest.raises(NotAllowed):
            table(actor)
