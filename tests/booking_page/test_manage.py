"""The manage page: its customer sees, confirms, moves and cancels by buttons; looking changes nothing."""

import html
import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlmodel import SQLModel, select

from console.scheduling import database
from console.scheduling.errors import Unavailable
from console.scheduling.models import App, Booking
from console.scheduling.services import bookings, links
from tests.statements import statements

ACTIONS = ("", "/move", "/move?month=2027-03", "/move?day=2027-02-02&part=2", "/move/zone?q=madrid", "/call.ics")


def path_to(booking: Booking) -> str:
    return "/manage/" + links.links_of(booking).manage_url.rsplit("/", 1)[-1]


def everything() -> dict[str, list]:
    """All that is kept, by table."""
    with database.reading() as session:
        return {
            name: sorted(map(repr, session.connection().execute(select(table)).all()))
            for name, table in SQLModel.metadata.tables.items()
        }


def stored(booking: Booking) -> Booking:
    with database.reading() as session:
        return session.get_one(Booking, booking.id)


def test_looking_at_it_changes_nothing(acme, browser):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    for action in ACTIONS:
        answer = browser.get(path_to(booking) + action)
        assert answer.status_code == 200
        assert len(answer.content) < 20_000
        assert b"<script" not in answer.content
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
    for act in ("/confirm", "/cancel"):
        assert browser.get(path_to(booking) + act).headers["location"] == path_to(booking)
    assert stored(booking) == booking


@pytest.mark.parametrize("how", ["GET", "HEAD"])
def test_a_mail_scanner_that_follows_every_link_changes_nothing(acme, browser, how):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    reminded, before = links.links_of(booking), everything()
    for seed in (path_to(booking), "/join/" + reminded.join_url.rsplit("/", 1)[-1], links.unsubscribe_url(booking.id)):
        page = browser.get(seed).text
        assert page
        for address in {seed, *re.findall(r'(?:href|action)="(/[^"]+|http://[^"]+)"', page)}:
            browser.request(how, html.unescape(address).replace("http://localhost:8000", ""))
    assert everything() == before


def test_it_shows_the_call_in_the_customer_s_zone(acme, browser):
    booking = acme.book(hours=1, guest_timezone="Asia/Tokyo", guest_intake_notes="Two lines\nof <b>notes</b>")
    page = browser.get(path_to(booking)).text
    assert "Tuesday 2 February" in page
    assert "01:00–01:30, Tokyo time · in 4 hours" in page
    assert booking.reference in page
    assert "&lt;b&gt;notes&lt;/b&gt;" in page
    assert "<b>" not in page


def test_it_tells_the_agent_s_clock_where_it_shows_another_time(acme, browser):
    away, near = acme.book(hours=1, guest_timezone="Asia/Tokyo"), acme.book(hours=2, guest_timezone="America/Lima")
    assert "11:00 in Bogota, where ada is" in browser.get(path_to(away)).text
    assert re.search(r"23:00 in Tokyo is 09:00 in Bogota, where ada is", browser.get(path_to(away) + "/move").text)
    assert "where ada is" not in browser.get(path_to(near)).text


def test_confirming(acme, browser):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    assert f'action="{path_to(booking)}/confirm"' in browser.get(path_to(booking)).text
    answer = browser.post(path_to(booking) + "/confirm")
    assert (answer.status_code, answer.headers["location"]) == (303, path_to(booking) + "?done=confirmed")
    assert stored(booking).status == "confirmed"
    page = browser.get(answer.headers["location"]).text
    assert "Thank you" in page
    assert "/confirm" not in page


def test_cancelling_with_a_reason(acme, browser):
    booking = acme.book()
    answer = browser.post(path_to(booking) + "/cancel", data={"reason": "  Ill  "})
    assert answer.headers["location"].endswith("?done=cancelled")
    assert (stored(booking).status, stored(booking).cancellation_reason) == ("cancelled", "Ill")
    page = browser.get(path_to(booking)).text
    assert "Book again" in page
    assert "Reason: Ill" in page
    assert "<form" not in page


def test_what_was_written_survives_a_refusal(acme, browser):
    acme.set_preset(customer_may_cancel=False)
    show_contact(acme, contact_email="help@acme.test", contact_phone="+573005550100")
    booking = acme.book()
    refused = browser.post(path_to(booking) + "/cancel", data={"reason": "My <b>flight</b> is late"})
    assert refused.status_code == 409
    assert "You wrote:</p><blockquote>My &lt;b&gt;flight&lt;/b&gt; is late</blockquote>" in refused.text
    assert 'href="tel:+573005550100">Call +57 300 5550100' in refused.text
    assert f"mailto:help@acme.test?subject=Call%20{booking.reference}&amp;body=My%20%3Cb%3Eflight" in refused.text


def test_what_was_written_survives_a_database_out_of_reach(acme, browser, monkeypatch):
    booking = acme.book()

    def fail(*_, **__):
        raise Unavailable("The database is busy.")

    monkeypatch.setattr(bookings, "cancel", fail)
    answer = browser.post(path_to(booking) + "/cancel", data={"reason": "Ill", "label": "of a robot"})
    assert answer.status_code == 503
    assert f'action="{path_to(booking)}/cancel"><input type="hidden" name="reason" value="Ill">' in answer.text


@pytest.mark.parametrize(
    ("act", "form"),
    [("confirm", {}), ("move", {"start": "2027-02-02T15:30:00.000Z"}), ("reminders", {})],
)
def test_what_another_tab_did_meanwhile_is_said_kindly(acme, browser, act, form):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    browser.post(path_to(booking) + "/cancel", data={"reason": "Ill"})
    answer = browser.post(f"{path_to(booking)}/{act}", data=form)
    if answer.status_code != 303:
        assert answer.status_code == 409
        assert "cancelled in the meantime, so nothing was changed" in answer.text
        assert "Book again" in answer.text
    assert browser.post(path_to(booking) + "/cancel").status_code == 303
    assert (stored(booking).status, stored(booking).cancellation_reason) == ("cancelled", "Ill")


def test_nobody_confirms_a_time_that_they_have_not_seen(acme, browser):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(path_to(booking)).text)
    assert seen
    bookings.reschedule(acme.admin, booking.id, acme.at(1))
    answer = browser.post(path_to(booking) + "/confirm", data={"seen": seen[1]})
    assert answer.status_code == 409
    assert "has a new time by now" in answer.text
    assert "11:00–11:30" in answer.text
    seen = re.search(r'name="seen" value="([^"]+)"', answer.text)
    assert seen
    for _ in range(2):  # a second tap makes no difference
        assert browser.post(path_to(booking) + "/confirm", data={"seen": seen[1]}).status_code == 303
    assert stored(booking).status == "confirmed"


def test_moving_uses_up_a_move_once_however_often_the_button_is_pressed(acme, browser):
    acme.set_preset(max_moves=1)
    booking = acme.book()
    assert "You can move it once more." in browser.get(path_to(booking)).text
    for _ in range(2):
        answer = browser.post(path_to(booking) + "/move", data={"start": "2027-02-03T15:30:00.000Z"})
        assert answer.headers["location"].endswith("?done=moved")
    page = browser.get(path_to(booking)).text
    assert "already been moved as often as it can be" in page
    assert "/move" not in page


def test_moving(acme, browser):
    booking = acme.book()
    page = browser.get(path_to(booking) + "/move?day=2027-02-03").text
    start = re.search(r'value="(2027-02-03T15:30:00.000Z)" aria-label="10:30, Bogota time"', page)
    assert start
    answer = browser.post(path_to(booking) + "/move", data={"start": start[1]})
    assert answer.headers["location"].endswith("?done=moved")
    assert stored(booking).scheduled_at == acme.at(48.5)


def test_the_next_free_time_is_a_tap_away_and_picked_then(acme, browser):
    booking = acme.book()
    page = browser.get(path_to(booking) + "/move").text
    to = re.search(r'href="([^"]+)#times">Next free: Monday 1 February, 09:00<', page)
    assert to
    page = browser.get(html.unescape(to[1])).text
    assert 'value="2027-02-01T14:00:00.000Z" aria-label="09:00, Bogota time" required checked>' in page
    assert page.count(" checked") == 1
    assert "Next free" not in page
    assert re.findall("<h3>([^<]+)</h3>", page) == ["Morning", "Afternoon"]
    assert stored(booking) == booking


def test_the_times_are_said_by_another_clock_for_as_long_as_one_likes(acme, browser):
    booking = acme.book()
    found = browser.get(path_to(booking) + "/move/zone?q=madr").text
    to = re.search(r'href="([^"]+Madrid)">Madrid, Spain', found)
    assert to
    page = browser.get(html.unescape(to[1])).text
    assert "16:00, Madrid time" in page
    assert (
        "Tuesday 2 February, Madrid time"
        in browser.get(path_to(booking) + "/move?day=2027-02-02&zone=Europe/Madrid").text
    )
    form = re.search(r'action="([^"]+)"', page)
    assert form
    moved = browser.post(html.unescape(form[1]), data={"start": "2027-02-03T15:30:00.000Z"})
    assert "16:30–17:00, Madrid time" in browser.get(moved.headers["location"]).text
    assert "10:30–11:00, Bogota time" in browser.get(path_to(booking) + "?zone=Nowhere").text


def test_a_time_that_goes_meanwhile_is_refused_with_the_nearest(acme, browser):
    booking = acme.book()
    acme.book(hours=24)
    answer = browser.post(path_to(booking) + "/move", data={"start": "2027-02-02T15:00:00.000Z"})
    assert answer.status_code == 409
    assert "The nearest free times" in answer.text
    assert 'value="2027-02-02T15:30:00.000Z"' in answer.text
    assert stored(booking).scheduled_at == acme.at(0)


@pytest.mark.parametrize(
    "start", ["", "soon", "2027-02-02T15:00:00", "2027-02-02T15:00:30.000Z", "2020-01-01T10:00:00Z"]
)
def test_a_time_that_is_none_is_refused(acme, browser, start):
    booking = acme.book()
    assert browser.post(path_to(booking) + "/move", data={"start": start}).status_code == 409
    assert stored(booking).scheduled_at == acme.at(0)


def test_what_the_preset_does_not_allow_is_said_in_words(acme, browser):
    acme.set_preset(customer_may_reschedule=False, change_notice_minutes=24 * 60)
    booking = acme.book()
    page = browser.get(path_to(booking)).text
    assert "cannot be moved here" in page
    assert "up to 24 hours before it starts" in page
    assert "/move" not in page
    assert browser.get(path_to(booking) + "/move").text.count("cannot be moved here") == 1
    refused = browser.post(path_to(booking) + "/cancel")
    assert refused.status_code == 409
    assert "up to 24 hours" in refused.text
    assert stored(booking).status == "scheduled"


def test_how_long_it_may_be_changed_is_said_before_it_is_too_late(acme, browser):
    acme.set_preset(change_notice_minutes=120)
    booking = acme.book()
    assert "You can change it here until Monday 1 February, 08:00, Bogota time." in browser.get(path_to(booking)).text
    acme.hand.move_to(acme.at(-1))
    page = browser.get(path_to(booking)).text
    assert page.count("could only be moved or cancelled up to 2 hours before it starts") == 1
    acme.hand.move_to(acme.at(0))
    page = browser.get(path_to(booking)).text
    assert page.count("cannot be moved or cancelled any more: its time has come") == 1
    assert ">Go to the call<" in page


def test_a_call_that_nobody_took_down_as_over_leads_on_once_its_door_has_closed(acme, browser):
    booking = acme.book()
    acme.hand.move_to(booking.ends_at + timedelta(minutes=31))
    page = browser.get(path_to(booking)).text
    assert "has passed" in page
    assert "Book again" in page
    assert "Go to the call" not in page


def test_it_ends_thirty_days_after_the_call(acme, browser):
    booking = acme.book()
    acme.hand.move_to(booking.ends_at + timedelta(days=30) - timedelta(minutes=1))
    assert browser.get(path_to(booking)).status_code == 200
    acme.hand.move_to(booking.ends_at + timedelta(days=30, minutes=1))
    late = browser.get(path_to(booking))
    unknown = browser.get("/manage/m-nonsense-x")
    assert late.status_code == unknown.status_code == 404
    assert late.content == unknown.content


def test_a_join_link_opens_no_manage_page(acme, browser):
    booking = acme.book()
    for url in (links.links_of(booking).join_url, links.links_of(booking).agent_join_url):
        assert browser.get("/manage/" + url.rsplit("/", 1)[-1]).status_code == 404


def test_the_calendar_file_follows_the_call(acme, browser):
    booking = acme.book()
    answer = browser.get(path_to(booking) + "/call.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20270201T150000Z" in answer.text
    assert booking.reference in answer.headers["content-disposition"]
    bookings.cancel(acme.admin, booking.id)
    assert "STATUS:CANCELLED" in browser.get(path_to(booking) + "/call.ics").text


def test_calendars_on_the_web_are_offered_while_the_call_is_to_come(acme, browser):
    booking = acme.book()
    page = browser.get(path_to(booking)).text
    assert "https://calendar.google.com/calendar/render?action=TEMPLATE" in page
    assert "https://outlook.live.com/calendar" in page
    bookings.cancel(acme.admin, booking.id)
    assert "calendar.google.com" not in browser.get(path_to(booking)).text


def test_book_again_leads_to_the_same_terms_and_names_nobody_in_the_address(acme, browser):
    acme.set_preset(assignment_mode="pick")
    booking = acme.book(guest_phone="+573005550100")
    bookings.cancel(acme.admin, booking.id)
    to = browser.get(path_to(booking) + "/again").headers["location"]
    query = dict(parse_qsl(urlsplit(to).query))
    assert urlsplit(to).path == f"/book/{acme.app_id}"
    assert (query["key"], query["preset"], query["agent"]) == ("wk", acme.preset_id, acme.ada)
    assert not {"Jane", "jane", "573005550100"} & set(re.split(r"\W", to))
    assert browser.get(f"/manage/{query['again']}").status_code == 404
    acme.set_preset(assignment_mode="any_available")
    assert "agent=" not in browser.get(path_to(booking) + "/again").headers["location"]


def test_the_smallest_steps_of_a_whole_day_still_fit(acme, browser):
    acme.set_preset(step_minutes=5, durations=[5], default_duration_minutes=5)
    booking = acme.book(duration_minutes=5)
    page = browser.get(path_to(booking) + "/move?day=2027-02-03")
    assert len(page.content) < 20_000
    assert "part=2" in page.text
    assert "part=1" in browser.get(path_to(booking) + "/move?day=2027-02-03&part=2").text


def test_the_app_s_face_is_on_it(acme, browser):
    booking = acme.book()
    with database.writing() as session:
        app = session.get_one(App, acme.app_id)
        app.branding = {"logo": "https://acme.test/logo.svg?a=1&b=2", "accent": "#ffee00"}
    page = browser.get(path_to(booking))
    assert 'src="https://acme.test/logo.svg?a=1&amp;b=2"' in page.text
    assert "--accent:#" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def show_contact(acme, **contact: str) -> None:
    with database.writing() as session:
        session.get_one(App, acme.app_id).branding = contact


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{css}", "{0.__class__}", "</title><img src=x>", "' onfocus='x"]
)
def test_a_customer_s_text_is_never_html(acme, browser, name):
    booking = acme.book(guest_name=name)
    bookings.cancel(acme.guest(booking), booking.id, reason=name)
    page = browser.get(path_to(booking)).text
    assert "<script" not in page
    assert "<img" not in page
    assert "' onfocus" not in page


def test_it_speaks_the_customer_s_language_else_the_one_that_is_asked_for(acme, browser):
    spanish = {"Accept-Language": "es-CO,es;q=0.9"}
    known, unknown = acme.book(guest_language="es"), acme.book(hours=2)
    assert "Su llamada con" in browser.get(path_to(known)).text
    assert '<html lang="en" dir="ltr">' in browser.get(path_to(unknown)).text
    assert '<html lang="es-CO" dir="ltr">' in browser.get(path_to(unknown), headers=spanish).text
    assert "Su llamada con" in browser.get(path_to(unknown) + "?lang=es").text
    assert "Su llamada con" in browser.get(path_to(known), headers={"Accept-Language": "en"}).text


def test_it_refuses_in_the_customer_s_language(acme, browser):
    acme.set_preset(customer_may_reschedule=False, change_notice_minutes=24 * 60)
    booking = acme.book(guest_language="es")
    page = browser.get(path_to(booking)).text
    assert "Aquí no se puede cambiar la hora de esta llamada. Comuníquese con nosotros, por favor." in page
    refused = browser.post(path_to(booking) + "/cancel")
    assert "Esta llamada solo se podía cancelar hasta 24 horas antes de su inicio." in refused.text


def test_it_asks_the_database_as_often_for_a_customer_of_many_calls_as_for_one(acme, browser):
    booking = acme.book()
    browser.get(path_to(booking))  # the installation's key is read once
    with statements() as one:
        browser.get(path_to(booking))
    for hours in range(1, 5):
        bookings.reschedule(acme.guest(booking), booking.id, acme.at(24 + hours))
        acme.book(hours=hours)
    with statements() as many:
        browser.get(path_to(booking))
    assert len(many) == len(one) <= 8, many
