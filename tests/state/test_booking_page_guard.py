"""What keeps robots out of the booking page, as a person meets it: told until when, and without losing a letter."""

from datetime import timedelta

import pytest
from reflex.istate.data import HeaderData, PageData, SessionData
from sqlmodel import select

from booking_page import guard, holding
from booking_page.state import BookingPageState as Page
from console.scheduling import database
from console.scheduling.actors import operator
from console.scheduling.errors import AppNotFound, TooMany
from console.scheduling.models import Booking, Hold
from console.scheduling.services import apps, throttle
from console.scheduling.settings import settings
from tests.state.conftest import Tab

TEN = "2027-02-01T15:00:00.000Z"
"""Ten o'clock in Bogota on the test's Monday; the tests' clock stands at seven there."""
JANE = {"guest_name": "Jane", "guest_email": "jane@guests.test", "guest_intake_notes": "Two of us"}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch, acme):
    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(0))
    monkeypatch.setattr(holding, "_tabs", {})
    throttle.forget_all()


def visiting(acme, zone="America/Bogota", languages="en-GB", **query) -> Tab:
    """A stranger's tab, after the page has loaded in a browser of that zone and these languages."""
    tab = Tab(acme)
    tab.root.rx_router_session = SessionData(client_token="jane", client_ip="203.0.113.7")
    tab.root.rx_router_headers = HeaderData(accept_language=languages)
    tab.root.rx_router_page = PageData(params={"app_id": acme.app_id, "key": "wk"} | query)
    tab.do(Page.arrive)
    tab.do(Page.settle, zone, languages, True, {})
    return tab


def page_of(tab):
    return tab.root.get_substate(Page.get_full_name().split("."))


def use_up(acme, monkeypatch, **limits):
    """From now on this network may do what it has done already and no more."""
    for name, most in limits.items():
        monkeypatch.setattr(settings(), name, most)
    throttle.forget_all()
    visiting(acme)


def stored(model):
    with database.reading() as session:
        return list(session.exec(select(model)))


def test_who_looks_too_often_on_arrival_is_told_when_the_page_opens_again(acme, monkeypatch):
    use_up(acme, monkeypatch, visitor_lookups_per_minute=1)
    tab = visiting(acme)
    state = page_of(tab)
    assert (state.step, state.shut_title, state.shut_for_now) == ("shut", "One moment, please", True)
    assert state.shut_text.endswith("You can look again from Monday 1 February, 07:01, Bogota time.")
    acme.hand.shift(timedelta(minutes=1, seconds=1))
    tab.do(Page.arrive)
    assert (state.step, state.day_title) == ("time", "Monday 1 February")


def test_it_is_told_in_the_customers_language_and_on_their_clock(acme, monkeypatch):
    use_up(acme, monkeypatch, visitor_lookups_per_minute=1)
    state = page_of(visiting(acme, "Europe/Madrid", "es-ES"))
    assert state.shut_title == "Un momento, por favor"
    assert "13:01, hora de Madrid" in state.shut_text


def test_who_looks_about_too_often_keeps_the_times_and_the_zone_that_are_shown(acme, monkeypatch):
    use_up(acme, monkeypatch, visitor_lookups_per_minute=2)
    tab = visiting(acme)
    state = page_of(tab)
    shown = state.groups[0].slots[0].label
    for handler, value in (
        (Page.choose_zone, "Asia/Tokyo"),
        (Page.show_day, "2027-02-02"),
        (Page.show_month, "2027-03"),
    ):
        with pytest.raises(TooMany) as often:
            tab.do(handler, value)
        assert "You can look again from Monday 1 February," in often.value.message
        assert (state.zone, state.month, state.groups[0].slots[0].label) == ("America/Bogota", "2027-02", shown)


def test_a_network_that_booked_too_much_is_told_until_when_and_what_was_typed_stays(acme, monkeypatch):
    monkeypatch.setattr(settings(), "visitor_bookings_per_hour", 1)
    first = visiting(acme)
    first.do(Page.pick_start, TEN)
    first.do(Page.book, JANE)
    tab = visiting(acme)
    state = tab.do(Page.pick_start, TEN)
    tab.do(Page.book, JANE | {"guest_email": "joe@guests.test"})
    assert "You can book from Monday 1 February, 08:00, Bogota time" in state.refusal
    assert (state.step, state.guest_intake_notes, len(stored(Booking))) == ("details", "Two of us", 1)
    acme.hand.shift(timedelta(hours=1, seconds=1))
    tab.do(Page.book, JANE | {"guest_email": "joe@guests.test"})
    assert (state.step, len(stored(Booking))) == ("done", 2)


def test_a_minute_that_is_told_is_never_too_early(acme):
    acme.set_preset(limit_per_day=1, limit_open=None)
    acme.hand.shift(timedelta(seconds=30))
    acme.book(guest_email="jane@guests.test", hours=3)
    acme.hand.shift(timedelta(minutes=5))
    tab = visiting(acme)
    state = tab.do(Page.pick_start, TEN)
    tab.do(Page.book, JANE)
    assert "from Tuesday 2 February, 07:01" in state.refusal


@pytest.mark.parametrize("wrong", [{"key": "wrong"}, {"key": ""}, {"preset": "pre_nope"}])
def test_a_link_that_leads_nowhere_opens_nothing_to_who_asks_all_the_same(acme, wrong):
    tab = visiting(acme, languages="es", **wrong)
    state = page_of(tab)
    assert (state.step, state.shut_title, state.shut_for_now) == ("shut", "Esta página no se puede abrir", False)
    for handler, value in ((Page.show_month, "2027-02"), (Page.show_day, "2027-02-01")):
        with pytest.raises(AppNotFound):
            tab.do(handler, value)
    tab.do(Page.pick_start, TEN)
    tab.do(Page.book, JANE)
    assert (state.groups, state.start, stored(Hold), stored(Booking)) == ([], "", [], [])


def test_a_key_that_is_replaced_closes_open_pages_and_takes_no_more_bookings(acme):
    tab = visiting(acme)
    state = tab.do(Page.pick_start, TEN)
    apps.rotate_widget_key(operator(acme.app_id))
    tab.do(Page.book, JANE)
    assert (state.step, state.guest_intake_notes, stored(Booking)) == ("details", "Two of us", [])
    assert "This booking link does not work" in state.refusal
    tab.do(Page.arrive)
    assert (state.step, state.shut_title, state.groups, stored(Hold)) == (
        "shut",
        "This page cannot be opened",
        [],
        [],
    )


def test_a_link_fills_in_no_more_than_may_be_typed(acme):
    state = page_of(visiting(acme, name="x" * 100_000, utm_source="y" * 100_000))
    assert len(state.guest_name) == 5_000
    assert [len(value) for value in state._address.marks.values()] == [200]
