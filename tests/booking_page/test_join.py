"""The join links: closed too early, open around the call, over at the end; a button goes through, a look does not."""

import re
from datetime import timedelta

import pytest

from console.scheduling import database
from console.scheduling.models import App, Booking
from console.scheduling.services import bookings, links


def path_to(booking: Booking, side: str = "guest") -> str:
    found = links.links_of(booking)
    return "/join/" + (found.join_url if side == "guest" else found.agent_join_url).rsplit("/", 1)[-1]


def stored(booking: Booking) -> Booking:
    with database.reading() as session:
        return session.get_one(Booking, booking.id)


def set_meeting_place(acme, template: str) -> None:
    with database.writing() as session:
        session.get_one(App, acme.app_id).meeting_url_template = template


def assert_plain(answer):
    assert len(answer.content) < 20_000
    assert b"<script" not in answer.content
    assert answer.headers["cache-control"] == "no-store"


def test_too_early_it_says_when_it_opens_and_looks_again_by_itself(acme, browser):
    booking = acme.book()
    acme.hand.move_to(acme.at(-0.3))
    page = browser.get(path_to(booking))
    assert_plain(page)
    assert "You can join from 09:45." in page.text
    assert '<meta http-equiv="refresh" content="181">' in page.text
    assert "<form" not in page.text
    refused = browser.post(path_to(booking))
    assert "You can join from 09:45." in refused.text
    assert stored(booking).guest_joined_at is None


def test_looking_through_the_open_door_changes_nothing(acme, browser):
    booking = acme.book()
    acme.hand.move_to(acme.at(-0.25))
    page = browser.get(path_to(booking))
    assert_plain(page)
    assert f'<form method="post" action="{path_to(booking)}"' in page.text
    assert stored(booking) == booking


@pytest.mark.parametrize("side", ["guest", "agent"])
def test_the_button_leads_to_the_app_s_meeting_place(acme, browser, side):
    set_meeting_place(acme, "https://meet.test/r/{room}?n={name}&as={role}")
    booking = acme.book(guest_name="Jane & Co/x")
    acme.hand.move_to(acme.at(0))
    assert (
        "form-action 'self' https://meet.test;"
        in browser.get(path_to(booking, side)).headers["content-security-policy"]
    )
    answer = browser.post(path_to(booking, side))
    name = "Jane%20%26%20Co%2Fx" if side == "guest" else "ada"
    room = booking.id.removeprefix("bkg_")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"https://meet.test/r/{room}?n={name}&as={side}"
    assert stored(booking).status == "started"


def test_without_a_meeting_place_it_leads_to_a_page_to_wait_on(acme, browser):
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    assert "You are in" not in browser.get(path_to(booking) + "?in=1").text
    answer = browser.post(path_to(booking))
    assert answer.headers["location"] == path_to(booking) + "?in=1"
    page = browser.get(answer.headers["location"])
    assert_plain(page)
    assert "You are in" in page.text
    assert "ada can see that you are here." in page.text
    assert "ada will write to jane@guests.test." in page.text
    assert '<a class="button " href="">Look again</a>' in page.text
    assert "http-equiv" not in page.text, "nobody is interrupted who has it read aloud"


def test_both_see_on_it_who_is_here_and_the_agent_how_to_reach_the_guest(acme, browser):
    booking = acme.book(guest_phone="+573005550100")
    acme.hand.move_to(acme.at(-0.1))
    waiting = browser.post(path_to(booking, "agent")).headers["location"]
    assert "Jane has not come yet." in browser.get(waiting).text
    assert "ada is here." in browser.get(path_to(booking)).text
    browser.post(path_to(booking))
    page = browser.get(waiting)
    assert_plain(page)
    assert "Jane has been here since 09:54." in page.text
    assert "Look again" not in page.text
    for way in ("tel:+573005550100", "mailto:jane@guests.test", f"/app/{acme.app_id}/my-schedules?call={booking.id}"):
        assert f'href="{way}"' in page.text
    assert "no meeting place of their own" in page.text
    assert "tel:" not in browser.get(path_to(booking) + "?in=1").text


def test_who_waits_goes_on_once_there_is_a_meeting_place(acme, browser):
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    browser.post(path_to(booking))
    set_meeting_place(acme, "https://meet.test/{room}")
    room = booking.id.removeprefix("bkg_")
    assert f'href="https://meet.test/{room}"' in browser.get(path_to(booking) + "?in=1").text


@pytest.mark.parametrize("kind", ["phone", "whatsapp"])
def test_by_phone_the_agent_s_button_starts_the_call_and_shows_the_number(acme, browser, kind):
    acme.set_preset(call_kind=kind)
    set_meeting_place(acme, "https://meet.test/{room}")
    booking = acme.book(guest_phone="+573005550100")
    assert "Not open yet" in browser.post(path_to(booking, "agent")).text
    acme.hand.move_to(acme.at(-0.1))
    assert "I am ready" in browser.get(path_to(booking)).text
    browser.post(path_to(booking))
    assert "Jane has been here since 09:54." in browser.get(path_to(booking, "agent")).text
    assert stored(booking).status == "scheduled"
    answer = browser.post(path_to(booking, "agent"))
    assert answer.headers["location"] == path_to(booking, "agent") + "?in=1"
    assert stored(booking).status == "started"
    page = browser.get(answer.headers["location"])
    assert_plain(page)
    assert 'href="tel:+573005550100"' in page.text
    assert ('href="https://wa.me/573005550100"' in page.text) == (kind == "whatsapp")
    assert "ada will call you on" in browser.get(path_to(booking) + "?in=1").text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("side", ["guest", "agent"])
def test_scanners_and_prefetches_join_nobody(acme, browser, method, side):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    for query in ("", "?in=1"):
        answer = browser.request(method, path_to(booking, side) + query, headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code == 200
    assert stored(booking) == booking


def test_the_guest_s_join_confirms_a_pending_call(acme, browser):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    acme.hand.move_to(acme.at(-0.1))
    browser.post(path_to(booking))
    assert stored(booking).status == "confirmed"


def test_it_closes_half_an_hour_after_the_end(acme, browser):
    booking = acme.book()
    acme.hand.move_to(booking.ends_at + timedelta(minutes=30) - timedelta(seconds=1))
    assert "<form" in browser.get(path_to(booking)).text
    acme.hand.move_to(booking.ends_at + timedelta(minutes=30))
    page = browser.get(path_to(booking))
    assert "has passed" in page.text
    assert "Book again" in page.text


def test_a_final_call_says_what_happened_and_how_to_book_again(acme, browser):
    booking = acme.book()
    bookings.cancel(acme.admin, booking.id, reason="We are closed")
    page = browser.get(path_to(booking))
    assert_plain(page)
    assert "This call was cancelled." in page.text
    assert "Reason: We are closed" in page.text
    assert re.search(r'href="/manage/m-[^"]+/again">Book again', page.text)
    assert browser.post(path_to(booking)).status_code == 200


def test_the_agent_s_link_ends_when_the_agent_changes(acme, browser):
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    old = path_to(booking, "agent")
    assert browser.get(old).status_code == 200
    moved = bookings.reassign(acme.admin, booking.id, acme.bo)
    page = browser.get(old)
    assert_plain(page)
    assert page.status_code == 410
    assert "Somebody else takes this call now" in page.text
    assert "Jane" not in page.text
    assert browser.post(old).status_code == 410
    assert stored(booking).agent_joined_at is None
    assert browser.get(path_to(moved, "agent")).status_code == 200
    assert browser.get(path_to(moved)).status_code == 200


@pytest.mark.parametrize("token", ["x", "g-x-y", "%00", "g--", "m-" + "a" * 3000])
def test_unknown_links_read_the_same(sqlite_store, browser, token):
    answer = browser.get(f"/join/{token}")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


def test_on_another_day_it_names_the_day(acme, browser):
    assert "You can join from Tuesday 2 February, 09:45." in browser.get(path_to(acme.book(hours=24))).text


def test_a_short_link_shows_a_card_and_leads_on(acme, browser):
    answer = browser.get("/b/std?utm_source=mail")
    assert_plain(answer)
    to = f"/book/{acme.app_id}?key=wk&amp;preset={acme.preset_id}&amp;utm_source=mail"
    assert f'<meta http-equiv="refresh" content="0;url={to}">' in answer.text
    assert '<meta property="og:title" content="Book a call with Acme">' in answer.text
    assert 'property="og:site_name" content="Acme"' in answer.text
    assert 'property="og:description" content="Standard: choose a time that suits you."' in answer.text
    assert browser.get("/b/nowhere").status_code == 404


def test_the_card_of_an_agent_s_own_link_leads_to_that_agent_and_tells_nobody_s_data(acme, browser):
    card = browser.get(f"/b/std?agent={acme.bo}&name=Jane&email=jane@guests.test").text.partition("</head>")[0]
    assert f'property="og:url" content="http://localhost:8000/b/std?agent={acme.bo}"' in card
    assert 'og:title" content="Book a call with Acme"' in card and "jane" not in card.partition("<meta http-equiv")[0]


def test_after_a_move_it_says_what_the_time_was(acme, browser):
    booking = acme.book()
    bookings.reschedule(acme.admin, booking.id, acme.at(2))
    page = browser.get(path_to(booking)).text
    assert "This call was moved. It was to be on Monday 1 February, 10:00, Bogota time." in page
    assert "You can join from 11:45." in page


@pytest.mark.parametrize(
    ("fields", "said", "to_agent"),
    [
        ({"status": "completed"}, "This call has taken place.", "This call has taken place."),
        ({"status": "no_show", "absent": "agent"}, "nobody of ours came", "This call was missed."),
        ({"status": "no_show", "absent": "guest"}, "did not meet you", "This call was missed."),
        ({"status": "no_show"}, "This call was missed.", "This call was missed."),
        ({"status": "cancelled", "cancellation_reason": "not confirmed"}, "nobody confirmed it", "nobody confirmed it"),
    ],
)
def test_each_end_is_told_to_each_side(acme, browser, fields, said, to_agent):
    booking = acme.book()
    with database.writing() as session:
        row = session.get_one(Booking, booking.id)
        for name, value in fields.items():
            setattr(row, name, value)
    theirs, ours = browser.get(path_to(booking)), browser.get(path_to(booking, "agent"))
    for page in (theirs, ours):
        assert_plain(page)
        assert "<form" not in page.text
    assert said in theirs.text
    assert "Book again" in theirs.text
    assert to_agent in ours.text
    assert "Book again" not in ours.text
    assert "See it in My schedules" in ours.text


def test_the_agent_reads_their_own_clock_and_language(acme, browser):
    booking = acme.book(guest_timezone="Asia/Tokyo", guest_language="en-US")
    assert "12:00 AM–12:30 AM" in browser.get(path_to(booking)).text
    assert "10:00–10:30" in browser.get(path_to(booking, "agent")).text
    assert '<html lang="en" dir="ltr">' in browser.get(path_to(booking, "agent")).text
