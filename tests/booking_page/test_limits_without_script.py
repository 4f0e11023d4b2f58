"""A network that asks too often is told until when on the plain pages, too, and what was typed stays."""

from datetime import timedelta

import pytest

from booking_page import guard
from console.scheduling.services import throttle
from console.scheduling.settings import settings
from tests.booking_page.test_without_script import JANE, form_for, path, send, stored

SPANISH = {"accept-language": "es"}


@pytest.fixture(autouse=True)
def _a_stranger(monkeypatch):
    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(0))
    monkeypatch.setattr(guard, "_is_own", lambda _: False)
    throttle.forget_all()


def test_who_looks_too_often_is_told_when_to_look_again(acme, browser, monkeypatch):
    monkeypatch.setattr(settings(), "visitor_lookups_per_minute", 1)
    assert browser.get(path(acme, "/times")).status_code == 200
    answer = browser.get(path(acme, "/times", zone="Europe/Madrid"), headers=SPANISH)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "<h1>Un momento, por favor</h1>" in answer.text
    assert "13:01, hora de Madrid" in answer.text


def test_a_network_that_booked_too_much_is_told_until_when_and_what_was_typed_stays(acme, browser, monkeypatch):
    monkeypatch.setattr(settings(), "visitor_bookings_per_hour", 1)
    _, first = form_for(acme, browser)
    assert send(acme, browser, first | JANE).status_code == 303
    _, fields = form_for(acme, browser, "2027-02-01T16:00:00.000Z")
    answer = send(acme, browser, fields | JANE | {"guest_email": "joe@guests.test"})
    assert (answer.status_code, len(stored())) == (429, 1)
    assert "You can book from Monday 1 February, 08:00, Bogota time" in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in ("Jane", "joe@guests.test"))


def test_a_form_without_its_time_keeps_what_was_typed_when_none_can_be_looked_for(acme, browser, monkeypatch):
    _, fields = form_for(acme, browser)
    monkeypatch.setattr(settings(), "visitor_lookups_per_minute", 1)
    throttle.forget_all()
    browser.get(path(acme, "/times"))
    answer = send(acme, browser, fields | JANE | {"start": ""})
    assert (answer.status_code, stored()) == (422, [])
    assert 'value="jane@guests.test"' in answer.text
