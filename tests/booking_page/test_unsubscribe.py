"""Declining reminders by the link in an e-mail: looking changes nothing, one click is enough, and there is a way back."""

from console.scheduling import database
from console.scheduling.models import Booking, Customer, Reminder
from console.scheduling.services import links
from tests.booking_page.test_manage import path_to


def path(booking: Booking) -> str:
    return "/unsubscribe/" + links.unsubscribe_url(booking.id).rsplit("/", 1)[-1]


def declined(booking: Booking) -> list[str]:
    with database.reading() as session:
        return session.get_one(Customer, booking.customer_id).opt_outs


def test_looking_asks_and_changes_nothing(acme, browser):
    booking = acme.book()
    page = browser.get(path(booking))
    assert page.status_code == 200 and "No more reminders" in page.text and "Acme" in page.text
    assert len(page.content) < 20_000 and "<script" not in page.text
    assert declined(booking) == []


def test_one_click_of_a_mail_program_is_enough(acme, browser):
    booking = acme.book()
    for _ in range(2):
        answer = browser.post(path(booking), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "no more reminders" in answer.text
    assert declined(booking) == ["email_reminders"]


def test_there_is_a_way_back(acme, browser):
    booking = acme.book()
    browser.post(path(booking))
    assert "Get reminders again" in browser.get(path(booking)).text
    assert "again" in browser.post(f"{path(booking)}?again=1").text
    assert declined(booking) == []


def test_the_manage_page_knows_and_leads_back(acme, browser):
    booking = acme.book()
    assert "Get them again" not in browser.get(path_to(booking)).text
    browser.post(path(booking))
    assert "You have asked for no reminders by e-mail." in browser.get(path_to(booking)).text
    assert browser.get(path_to(booking) + "/reminders").status_code == 303
    assert declined(booking) == ["email_reminders"]
    answer = browser.post(path_to(booking) + "/reminders")
    assert answer.headers["location"].endswith("?done=reminders") and declined(booking) == []


def test_its_token_opens_nothing_else_and_no_other_opens_it(acme, browser):
    booking = acme.book()
    token, other = path(booking).rsplit("/", 1)[-1], path_to(booking).rsplit("/", 1)[-1]
    assert browser.get(f"/manage/{token}").status_code == 404
    assert browser.post(f"/unsubscribe/{other}").status_code == 404
    forged = token[:-1] + ("b" if token.endswith("a") else "a")
    assert browser.post(f"/unsubscribe/{forged}").status_code == 404
    assert declined(booking) == []


def test_a_customer_who_was_asked_for_another_time_may_move_once_whatever_the_preset_says(acme, browser):
    acme.set_preset(customer_may_reschedule=False, change_notice_minutes=100_000, max_moves=0)
    booking = acme.book(hours=48)
    assert "/move" not in browser.get(path_to(booking)).text
    with database.writing() as session:
        now = booking.created_at
        session.add(
            Reminder(
                app_id=booking.app_id,
                booking_id=booking.id,
                kind="conflict_notice",
                channel="email",
                fire_at=now,
                created_at=now,
            )
        )
    assert "/move" in browser.get(path_to(booking)).text
    moved = browser.post(path_to(booking) + "/move", data={"start": acme.at(49).isoformat()})
    assert moved.headers["location"].endswith("?done=moved")
    with database.reading() as session:
        assert session.get_one(Booking, booking.id).moves == 0
    assert "/move" not in browser.get(path_to(booking)).text
