"""The database's guard refuses exactly what rule 2.3 calls a conflict, whatever the order of writing."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from console.scheduling import database
from console.scheduling.errors import SlotUnavailable
from console.scheduling.models import Booking
from console.scheduling.rules.calls import Call, conflicts
from console.scheduling.services.transaction import writes

times = st.tuples(
    st.integers(0, 180), st.sampled_from([5, 20, 60]), st.sampled_from([0, 5, 15, 30]), st.sampled_from([0, 5, 15, 30])
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=times, second=times, by_update=st.booleans())
def test_the_guard_is_the_rule(acme: Any, first: tuple[int, ...], second: tuple[int, ...], by_update: bool) -> None:
    template = _template(acme)
    one, other = (_values(acme, template, each) for each in (first, second))
    refused = _refuses(one, other, by_update)
    assert refused == conflicts(_call(one), _call(other))


class _Undo(Exception):
    pass


def _refuses(one: dict[str, Any], other: dict[str, Any], by_update: bool) -> bool:
    @writes
    def store(session: Any) -> None:
        session.add(Booking(**one, id="bkg_1", reference="A"))
        session.flush()
        away = {
            "scheduled_at": other["scheduled_at"] + timedelta(days=9),
            "ends_at": other["ends_at"] + timedelta(days=9),
        }
        second = Booking(**(other | away if by_update else other), id="bkg_2", reference="B")
        session.add(second)
        session.flush()
        second.scheduled_at, second.ends_at = other["scheduled_at"], other["ends_at"]
        session.flush()
        raise _Undo

    try:
        store()
    except SlotUnavailable:
        return True
    except _Undo:
        return False
    raise AssertionError("the transaction was not undone")


def _template(acme: Any) -> dict[str, Any]:
    with database.reading() as session:
        found = session.exec(select(Booking)).first()
    booking = found or acme.book(hours=24 * 21)
    return booking.model_dump(exclude={"id", "reference"})


def _values(acme: Any, template: dict[str, Any], at: tuple[int, ...]) -> dict[str, Any]:
    start, minutes, before, after = at
    return template | {
        "scheduled_at": acme.at(0) + timedelta(minutes=start),
        "ends_at": acme.at(0) + timedelta(minutes=start + minutes),
        "duration_minutes": minutes,
        "buffer_before_minutes": before,
        "buffer_after_minutes": after,
    }


def _call(values: dict[str, Any]) -> Call:
    return Call(
        values["scheduled_at"], values["ends_at"], values["buffer_before_minutes"], values["buffer_after_minutes"]
    )
