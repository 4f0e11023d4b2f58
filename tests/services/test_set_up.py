"""The first start: one link, one owner, and a booking page that works."""

from datetime import timedelta

import pytest
import time_machine

from console.scheduling import clock
from console.scheduling.actors import visitor
from console.scheduling.errors import Conflict, Invalid, NotFound
from console.scheduling.services import (
    apps,
    audit,
    installation,
    public_presets,
    schedules,
    sessions,
    set_up,
    signing_in,
    slots,
)
from console.scheduling.services.set_up import SetUp
from console.scheduling.services.slots import SlotQuery

WANTED = SetUp(
    name="Ada", email="ada@acme.test", password="correct horse", app_name="Acmé Support!", timezone="America/Bogota"
)

pytestmark = pytest.mark.usefixtures("store")


def _token() -> str:
    url = set_up.link()
    assert url.startswith("http://localhost:8000/set-up/")
    return url.rpartition("/")[2]


def test_the_first_person_can_sign_in_and_be_booked_at_once() -> None:
    assert installation.is_empty()
    done = set_up.perform(_token(), WANTED)
    assert not installation.is_empty()
    assert done.booking_url == f"http://localhost:8000/book/{done.app_id}?key={done.widget_key}"
    assert apps.public(done.app_id, done.widget_key).name == "Acmé Support!"

    signed_in = sessions.resolve(signing_in.with_password(WANTED.email, WANTED.password))
    assert signed_in is not None
    owner = sessions.actor_for(signed_in, done.app_id, "admin")
    assert owner.role == "owner"
    assert [(w.weekday, w.start, w.end, w.timezone) for w in schedules.hours_of(owner, done.person_id)] == [
        (day, "09:00", "17:00", "America/Bogota") for day in range(5)
    ]
    assert {entry.act for entry in audit.list_entries(owner)} == {
        "app.created",
        "preset.created",
        "installation.set_up",
    }

    assert public_presets.by_short_link("acme-support").app_id == done.app_id
    now = clock.now()
    offered = slots.offered(visitor(done.app_id), SlotQuery(start=now, end=now + timedelta(days=7)))
    assert {slot.agent_id for slot in offered} == {done.person_id}


def test_a_set_up_link_works_once() -> None:
    token = _token()
    set_up.perform(token, WANTED)
    with pytest.raises(Conflict):
        set_up.perform(token, WANTED)
    with pytest.raises(Conflict):
        set_up.link()


def test_a_new_set_up_link_ends_the_one_before() -> None:
    first, second = _token(), _token()
    with pytest.raises(NotFound):
        set_up.look(first)
    set_up.look(second)


def test_a_set_up_link_ends_after_a_day() -> None:
    token = _token()
    with time_machine.travel(clock.now() + timedelta(days=1)), pytest.raises(NotFound):
        set_up.look(token)


def test_every_bad_field_is_named_and_nothing_is_made() -> None:
    token = _token()
    with pytest.raises(Invalid) as refused:
        set_up.perform(token, SetUp(name=" ", email="ada@", password="short", app_name="", timezone="Mars/Base"))
    assert {problem.field for problem in refused.value.problems} == {
        "name",
        "email",
        "password",
        "app_name",
        "timezone",
    }
    assert installation.is_empty()
    set_up.look(token)
