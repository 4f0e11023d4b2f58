"""Search finds by index what a look at every row would find, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from console.scheduling import database
from console.scheduling.models import Booking, new_id
from console.scheduling.queries import booking_search
from console.scheduling.queries.booking_lists import BookingFilter, find
from console.scheduling.queries.booking_search import found_by
from console.scheduling.rules.permissions import Scope
from console.scheduling.rules.search import search_text, search_words
from tests.rows import World, make_world

NAMES = st.text(alphabet="aábBçñnNÑßİ 'œ日本語-", min_size=1, max_size=12)
PHONES = st.text(alphabet="0123", min_size=8, max_size=10).map("+{}".format)
GUESTS = st.lists(st.tuples(NAMES, PHONES), min_size=2, max_size=12)


@contextmanager
def rolled_back() -> Iterator[Session]:
    """A session whose writes are gone after the block."""
    with Session(database.engine(), expire_on_commit=False) as session:
        yield session
        session.rollback()


def by_looking_at_every_row(session: Session, search: str) -> set[str]:
    words = [col(Booking.search_text).contains(word, autoescape=True) for word in search_words(search)]
    return set(session.exec(select(Booking.id).where(*words)))


def by_index(session: Session, search: str) -> set[str]:
    return set(session.exec(select(Booking.id).where(*found_by(session, search))))


def add(session: Session, world: World, name: str, phone: str) -> Booking:
    reference = new_id("ref")[-8:].upper()
    return world.booking(
        session,
        status="completed",
        reference=reference,
        guest_name=name,
        guest_phone=phone,
        search_text=search_text(name, "jane@guests.test", phone, reference),
    )


@given(guests=GUESTS, data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_finds_what_a_look_at_every_row_finds(store: str, guests: list[tuple[str, str]], data: Any) -> None:
    with rolled_back() as session:
        world = make_world(session)
        rows = [add(session, world, *guest) for guest in guests]
        rows[0].search_text = search_text(data.draw(NAMES), None, None, rows[0].reference)
        session.delete(rows[-1])
        session.flush()
        texts = [row.search_text for row in rows]
        for _ in range(8):
            within = data.draw(st.sampled_from(texts))
            start = data.draw(st.integers(0, len(within) - 1))
            part = within[start : start + data.draw(st.integers(1, 9))]
            search = f"{part} {data.draw(st.sampled_from(['', 'an', 'ñan', '012']))}"
            assert by_index(session, search) == by_looking_at_every_row(session, search)


@pytest.mark.parametrize("searched", ["garcia", "maria garcia", "maria 57300", "300"])
def test_a_word_that_very_many_hold_finds_the_same(store: str, searched: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as session:
        world = make_world(session)
        for number in range(6):
            add(session, world, f"{('María', 'José')[number % 2]} García", f"+5730{number:04}")
    with database.reading() as session:
        by_the_index = by_index(session, searched)
        monkeypatch.setitem(booking_search._COMMON, store, 1)
        assert by_index(session, searched) == by_the_index == by_looking_at_every_row(session, searched)


def test_a_short_word_narrows_what_the_long_ones_found(store: str) -> None:
    with database.writing() as session:
        world = make_world(session)
        add(session, world, "Li Nuñez", "+5730001")
        add(session, world, "Ana Nuñez", "+5730002")
    with database.reading() as session:
        found = find(session, Scope("app", world.app.id), BookingFilter(search="li NUNEZ"))
    assert [row.booking.guest_name for row in found.rows] == ["Li Nuñez"]
