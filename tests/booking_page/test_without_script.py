"""Booking without a script: a customer chooses a time by links, fills a plain form, and the call is booked once."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import select

from booking_page import boot, guard
from booking_page.plain import visit
from console.scheduling import database
from console.scheduling.models import Booking
from console.scheduling.services import booking_forms, throttle
from console.scheduling.services.links import again_key
from console.scheduling.settings import settings
from console.state.booking_form import FIELDS
from tests.statements import statements

TEN = "2027-02-01T15:00:00.000Z"
"""Ten o'clock in Bogota on the test's Monday."""
JANE = {"guest_name": "Jane", "guest_email": "jane@guests.test", "guest_intake_notes": "Two of us"}
TERMS = {"name": "terms", "label": "I agree", "kind": "consent", "required": True, "options": [], "version": "2"}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(0))
    throttle.forget_all()
    yield
    throttle.forget_all()
    settings.cache_clear()


def path(acme, page, **query):
    asked = {"key": "wk"} | query
    return f"/book/{acme.app_id}{page}?" + "&".join(f"{name}={value}" for name, value in asked.items())


def stored():
    with database.reading() as session:
        return list(session.exec(select(Booking)))


def hidden(page, name):
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def links(page, to):
    """Where the links to a page of ours lead, in their order."""
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', page) if f"{to}?" in each]


def form_for(acme, browser, start=TEN, **query):
    """The page with the form, and what a browser would send of it untouched."""
    page = browser.get(path(acme, "/at", start=start, **query)).text
    return page, {"stamp": hidden(page, "stamp"), "start": hidden(page, "start"), guard.TRAP: ""}


def send(acme, browser, fields, **query):
    return browser.post(path(acme, "/at", **query), data=fields)


def test_from_the_first_month_to_the_call(acme, browser):
    times = browser.get(path(acme, "/times"))
    assert "February 2027" in times.text
    assert "Bogota time" in times.text
    to = next(link for link in links(times.text, "/at") if "T15%3A00" in link)
    form = browser.get(to).text
    assert "Monday 1 February" in form
    assert "10:00–10:30, Bogota time" in form
    answer = browser.post(to, data=JANE | {"stamp": hidden(form, "stamp"), "start": hidden(form, "start")})
    assert answer.status_code == 303
    [booking] = stored()
    assert (booking.guest_name, booking.guest_email, booking.guest_intake_notes) == tuple(JANE.values())
    assert (booking.booking_source, booking.assignment_method) == ("public_booking", "round_robin")
    assert booking.guest_timezone is None
    call = browser.get(answer.headers["location"])
    assert call.status_code == 200
    assert "Your call is booked" in call.text


def test_it_asks_for_what_the_live_form_asks_for_and_keeps_it(acme, browser):
    page, fields = form_for(acme, browser)
    asked = {name for name in FIELDS if name != "guest_language"}
    assert {name for name in re.findall(r'name="(\w+)"', page) if name.startswith("guest_")} == asked
    typed = dict.fromkeys(asked, "Quillfeather") | JANE | {"guest_phone": "+573005550100"}
    assert send(acme, browser, fields | typed).status_code == 303
    [booking] = stored()
    assert {name: getattr(booking, name) for name in asked} == typed


@pytest.mark.parametrize("page", ["/times", "/zone", "/at"])
def test_looking_changes_nothing_and_needs_no_script(acme, browser, page):
    with statements() as sent:
        answer = browser.get(path(acme, page, start=TEN, q="madrid"))
    assert answer.status_code == 200
    assert not [each for each in sent if not each.startswith("SELECT")]
    assert "<script" not in answer.text
    assert len(answer.content) < 40_000
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("page", ["/times", "/zone", "/at"])
@pytest.mark.parametrize("wrong", [{"key": "other"}, {"key": ""}, {"preset": "pre_nope"}, {"key": "%00"}])
def test_a_wrong_link_says_so_and_no_more(acme, browser, page, wrong):
    answer = browser.get(path(acme, page, **wrong))
    assert answer.status_code == 404
    assert "This page cannot be opened" in answer.text
    assert "Acme" not in answer.text


def test_a_form_that_is_sent_twice_books_once(acme, browser):
    _, fields = form_for(acme, browser)
    first, second = (send(acme, browser, fields | JANE) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(stored()) == 1
    assert browser.get(path(acme, "/at", start=TEN)).status_code == 200


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(acme, browser):
    acme.set_preset(intake=[TERMS, {"name": "topic", "label": "Topic", "kind": "choice", "options": ["A & B", "C"]}])
    _, fields = form_for(acme, browser)
    typed = JANE | {"guest_email": "jane@", "guest_name": " ", "intake.topic": "A & B"}
    answer = send(acme, browser, fields | typed)
    assert answer.status_code == 422
    page = answer.text
    assert 'name="guest_email" value="jane@"' in page
    assert 'aria-describedby="guest_email-problem" aria-invalid="true"' in page
    assert 'id="intake.terms-problem">Please answer this.' in page
    assert '<option value="A &amp; B" selected>' in page
    assert "Two of us</textarea>" in page
    assert page.index("autofocus") < page.index('id="guest_email"')
    assert hidden(page, "start") == TEN
    assert hidden(page, "stamp") == fields["stamp"]
    assert stored() == []


def test_every_kind_of_question_is_asked_and_kept(acme, browser):
    kinds = ("text", "long_text", "choice", "checkbox", "phone", "email", "consent")
    acme.set_preset(
        intake=[
            {"name": kind, "label": f"A {kind}", "kind": kind, "options": ["One", "Two"], "version": "v7"}
            for kind in kinds
        ]
    )
    page, fields = form_for(acme, browser)
    assert all(f"A {kind}" in page for kind in kinds)
    answers = ("short", "long\nish", "Two", "on", "+57 300 555 0100", "a@b.test", "v7")
    send(acme, browser, fields | JANE | {f"intake.{kind}": said for kind, said in zip(kinds, answers, strict=True)})
    assert stored()[0].intake == {
        "text": "short",
        "long_text": "long\nish",
        "choice": "Two",
        "checkbox": True,
        "phone": "+573005550100",
        "email": "a@b.test",
        "consent": {"given": True, "version": "v7"},
    }


def test_a_wording_that_has_changed_is_not_agreed_to(acme, browser):
    acme.set_preset(intake=[TERMS])
    _, fields = form_for(acme, browser)
    acme.set_preset(intake=[TERMS | {"version": "3"}])
    answer = send(acme, browser, fields | JANE | {"intake.terms": "2"})
    assert "The wording has changed. Please read it again." in answer.text
    assert " checked" not in answer.text
    assert send(acme, browser, fields | JANE | {"intake.terms": "3"}).status_code == 303
    assert stored()[0].intake == {"terms": {"given": True, "version": "3"}}


def test_a_time_that_goes_meanwhile_gives_way_to_the_nearest(acme, browser):
    acme.set_preset(assignment_mode="pick")
    page, fields = form_for(acme, browser, agent=acme.ada)
    assert "With ada" in page
    acme.book()
    answer = send(acme, browser, fields | JANE, agent=acme.ada)
    assert answer.status_code == 409
    assert "Everything you typed is still here." in answer.text
    assert 'value="jane@guests.test"' in answer.text
    offered = re.findall(r'type="radio" name="start" value="([^"]+)" aria-label="([^"]+)"', answer.text)
    assert offered[0] == ("2027-02-01T15:30:00.000Z", "Monday 1 February, 10:30, Bogota time")
    assert len(offered) == 3
    assert send(acme, browser, fields | JANE | {"start": offered[0][0]}, agent=acme.ada).status_code == 303
    assert [booking.agent_id for booking in stored()] == [acme.ada, acme.ada]


@pytest.mark.parametrize(
    "start", ["", "soon", "2027-02-01T15:00:00", "2027-02-01T15:01:00.000Z", "2020-01-01T10:00:00Z"]
)
def test_a_time_that_cannot_be_had_is_refused_before_and_after_the_form_is_filled(acme, browser, start):
    page, fields = form_for(acme, browser, start.replace("+", "%2B"))
    assert page.count('type="radio"') == 3
    answer = send(acme, browser, fields | JANE | {"start": start})
    assert answer.status_code in (409, 422)
    assert answer.text.count('type="radio"') == 3
    assert 'value="jane@guests.test"' in answer.text
    assert stored() == []


def test_a_robot_is_asked_again(acme, browser):
    _, fields = form_for(acme, browser)
    for wrong in (
        {guard.TRAP: "https://spam.test"},
        {"stamp": ""},
        {"stamp": "01kb5s7x2m-aaaa"},
        {"stamp": "é-\udfff"},
    ):
        answer = browser.post(
            path(acme, "/at"), content="&".join(f"{name}={value}" for name, value in (fields | JANE | wrong).items()
            ).encode(errors="replace"), headers={"Content-Type": "application/x-www-form-urlencoded"}
        )  # fmt: skip
        assert answer.status_code == 422
        assert "Please send it once more" in answer.text
        assert hidden(answer.text, "stamp")
    assert stored() == []


def test_another_app_s_form_is_none(acme, browser):
    _, fields = form_for(acme, browser)
    answer = send(acme, browser, fields | JANE | {"stamp": booking_forms.new_stamp("app_other")})
    assert answer.status_code == 422
    assert stored() == []


def test_who_has_booked_enough_is_told_when_they_may_again(acme, browser):
    acme.set_preset(limit_per_day=1)
    _, fields = form_for(acme, browser)
    assert send(acme, browser, fields | JANE).status_code == 303
    _, fields = form_for(acme, browser, "2027-02-01T16:00:00.000Z")
    answer = send(acme, browser, fields | JANE)
    assert answer.status_code == 429
    assert "You can book again from Tuesday 2 February, 07:00, Bogota time." in answer.text
    assert 'value="jane@guests.test"' in answer.text


def test_times_are_read_by_the_clock_that_the_customer_chose(acme, browser):
    zone = browser.get(path(acme, "/zone", start=TEN, q="madrid")).text
    to = next(link for link in links(zone, "/at") if "Europe%2FMadrid" in link)
    form = browser.get(to).text
    assert "16:00–16:30, Madrid time" in form
    browser.post(to, data=JANE | {"stamp": hidden(form, "stamp"), "start": hidden(form, "start")})
    assert stored()[0].guest_timezone == "Europe/Madrid"
    assert "No such place" in browser.get(path(acme, "/zone", q="xyzzy")).text
    assert "16:00, Madrid time" in browser.get(path(acme, "/times", zone="Europe/Madrid")).text


def test_who_picks_an_agent_picks_by_links(acme, browser):
    acme.set_preset(assignment_mode="pick")
    agents = links(browser.get(path(acme, "/times")).text, "/times")
    assert [acme.ada in link or acme.bo in link for link in agents] == [True, True]
    assert browser.get(path(acme, "/at", start=TEN)).headers["location"].startswith(f"/book/{acme.app_id}/times")
    times = browser.get(agents[1]).text
    assert "With bo" in times
    assert links(times, "/at")


def test_what_a_link_fills_in_and_its_marks_come_along(acme, browser):
    times = browser.get(path(acme, "/times", name="Jane", utm_source="mail", minutes="60")).text
    to = links(times, "/at")[0]
    form = browser.get(to).text
    assert 'name="guest_name" value="Jane"' in form
    browser.post(to, data=JANE | {"stamp": hidden(form, "stamp"), "start": hidden(form, "start")})
    [booking] = stored()
    assert (booking.meta, booking.duration_minutes) == ({"utm_source": "mail"}, 60)


def test_booking_again_fills_in_what_was_typed_before(acme, browser):
    booking = acme.book(guest_intake_notes="Two of us")
    again = again_key(booking.id)
    times = browser.get(path(acme, "/times", again=again)).text
    page = browser.get(links(times, "/at")[0]).text
    assert 'value="Jane"' in page
    assert 'value="jane@guests.test"' in page
    assert "Two of us" in page
    assert 'value="Jane"' not in browser.get(path(acme, "/at", start=TEN, again=again[:-1])).text


def test_a_closed_page_is_kind_about_it(acme, browser):
    acme.set_preset(scheduling_enabled=False)
    for page in ("/times", "/at"):
        assert "No bookings at the moment" in browser.get(path(acme, page, start=TEN)).text
    assert "This link is not complete" not in browser.get(path(acme, "/times")).text


def test_it_speaks_the_customer_s_language(acme, browser):
    page, fields = form_for(acme, browser, lang="es")
    assert '<html lang="es"' in page
    assert "Sus datos" in page
    answer = send(acme, browser, fields | JANE | {"guest_email": "jane@"}, lang="es")
    assert "correo" in answer.text.split('id="guest_email-problem"')[1].split("</p>")[0]
    send(acme, browser, fields | JANE, lang="es")
    assert stored()[0].guest_language == "es"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{css}", '"><img src=x>', "</textarea><img src=x>"])
def test_what_was_typed_is_never_html(acme, browser, text):
    _, fields = form_for(acme, browser)
    answer = send(acme, browser, fields | {"guest_name": text, "guest_intake_notes": text, "guest_email": text})
    assert answer.status_code == 422
    assert "<script" not in answer.text
    assert "<img" not in answer.text


@pytest.mark.parametrize(
    ("asked", "first"), [("2027-03-10", "2027-03-10"), ("2027-02-06", "2027-02-08"), ("2099-01-01", "2027-02-01")]
)
def test_the_first_times_are_those_from_the_day_that_a_link_asks_for(acme, sqlite_store, asked, first):
    params = {"app_id": acme.app_id, "key": "wk", "date": asked}
    shown = str(boot.boot(visit.opened(params, "en-GB", "203.0.113.5"), framed=False))
    assert re.search(r'<time datetime="([\d-]+)', shown)[1] == first


def test_a_link_may_ask_for_a_day(acme, browser):
    page = browser.get(path(acme, "/times", date="2027-03-10")).text
    assert "March 2027" in page and 'aria-current="date"' in page and "Wednesday 10 March" in page
    assert "April 2027" in browser.get(path(acme, "/times", date="2027-03-10", month="2027-04")).text


def test_times_are_told_on_the_clock_of_who_calls_too(acme, browser):
    away = {"zone": "Europe/Madrid"}
    assert "15:00 in Madrid is 09:00 at Acme (Bogota time)." in browser.get(path(acme, "/times", **away)).text
    assert "10:00 at Acme (Bogota time)" in form_for(acme, browser, **away)[0]
    assert "at Acme" not in browser.get(path(acme, "/times")).text
    acme.set_preset(assignment_mode="url_forced")
    assert "10:00 in Bogota, where ada is" in form_for(acme, browser, agent=acme.ada, **away)[0]


def test_who_comes_back_too_often_is_told_when_they_may_again_and_keeps_their_text(acme, browser, monkeypatch):
    monkeypatch.setattr(guard, "_is_own", lambda address: False)
    monkeypatch.setenv("CALLBOARD_VISITOR_BOOKINGS_PER_HOUR", "1")
    monkeypatch.setenv("CALLBOARD_VISITOR_LOOKUPS_PER_MINUTE", "2")
    settings.cache_clear()
    _, fields = form_for(acme, browser)
    for _ in range(2):
        answer = send(acme, browser, fields | JANE | {"guest_email": "jane@"})
    assert (answer.status_code, 'value="jane@"' in answer.text) == (429, True)
    assert "You can book from Monday 1 February, 08:00, Bogota time" in answer.text
    answers = [browser.get(path(acme, "/at", start=TEN)) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 429]
    assert "You can look again from Monday 1 February, 07:01, Bogota time" in answers[1].text
    assert answers[1].headers["retry-after"] == "60"
