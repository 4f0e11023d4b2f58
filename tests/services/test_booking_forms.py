"""Forms that book without a script: whose stamp counts, and that what is sent twice is booked once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from console.scheduling import database
from console.scheduling.actors import visitor
from console.scheduling.errors import Conflict
from console.scheduling.models import App, Preset
from console.scheduling.services import bookings
from console.scheduling.services.booking_forms import Unreadable, new_stamp, read_stamp
from tests.services.conftest import MONDAY


def wanted(acme, booking_id):
    return bookings.NewBooking(
        guest_name="Jane", guest_email="jane@guests.test", scheduled_at=acme.at(0), booking_id=booking_id
    )


def test_a_stamp_says_since_when_its_form_is_shown(acme):
    shown_at = read_stamp(new_stamp(acme.app_id), acme.app_id).shown_at
    assert abs(shown_at - acme.at(-3)) < timedelta(seconds=1)


def test_nobody_else_can_make_or_change_a_stamp(acme):
    stamp = new_stamp(acme.app_id)
    name, _, proof = stamp.partition("-")
    other = new_stamp(acme.app_id).partition("-")[0]
    for wrong in (
        "",
        "-",
        name,
        f"-{proof}",
        f"{other}-{proof}",
        f"{name}-{proof[::-1]}",
        stamp.upper(),
        "é-\ud800",
        "\0",
    ):
        with pytest.raises(Unreadable):
            read_stamp(wrong, acme.app_id)
    with pytest.raises(Unreadable):
        read_stamp(stamp, "app_other")


def test_asking_again_gives_the_booking_that_was_made(acme):
    new = wanted(acme, read_stamp(new_stamp(acme.app_id), acme.app_id).booking_id)
    made = bookings.book(acme.visitor, new)
    acme.hand.move_to(acme.at(24))
    assert bookings.book(acme.visitor, new) == made
    assert made.id == new.booking_id


def test_another_app_s_booking_is_not_given(acme):
    made = acme.book()
    with database.writing() as session:
        other = App(name="Other", timezone="UTC", widget_key="wk2", created_at=MONDAY)
        session.add(other)
        session.flush()
        session.add(Preset(app_id=other.id, name="Other", slug="o", short_link="o", active=True, created_at=MONDAY))
    with pytest.raises(Conflict):
        bookings.book(visitor(other.id), wanted(acme, made.id))


def test_a_form_that_is_sent_several_times_at_once_books_once(acme):
    new = wanted(acme, read_stamp(new_stamp(acme.app_id), acme.app_id).booking_id)
    together, made = Barrier(4), []

    def book():
        together.wait()
        made.append(bookings.book(acme.visitor, new).id)

    racers = [Thread(target=book) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert made == [new.booking_id] * 4
