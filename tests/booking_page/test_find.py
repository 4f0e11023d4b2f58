"""*Find my call*: who asks learns nothing, and may not ask without end; the links go to the address that was named."""

import re

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.models import LinkRequest, Reminder
from console.scheduling.services import throttle
from console.scheduling.settings import settings
from tests.statements import statements


@pytest.fixture
def path(acme, monkeypatch):
    """The page of an app that sends e-mail and WhatsApp messages."""
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("CALLBOARD_WHATSAPP_TOKEN", "token")
    monkeypatch.setenv("CALLBOARD_WHATSAPP_PHONE_NUMBER_ID", "1")
    settings.cache_clear()
    throttle.forget_all()
    yield f"/book/{acme.app_id}/find?key=wk"
    settings.cache_clear()
    throttle.forget_all()


def requests() -> list[tuple[str, str]]:
    with database.reading() as session:
        found = session.exec(select(LinkRequest).order_by(LinkRequest.created_at, LinkRequest.id))
        return [(one.channel, one.address) for one in found]


def test_looking_at_it_changes_nothing_and_names_its_field(browser, path):
    page = browser.get(path)
    assert page.status_code == 200 and len(page.content) < 20_000 and "<script" not in page.text
    assert '<label class="above" for="address">E-mail or phone</label>' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin", "else older browsers send the form from nowhere"
    assert browser.head(path).status_code == 200
    assert requests() == []


def test_an_address_that_nobody_booked_with_gets_the_same_answer_by_the_same_work(acme, browser, path):
    acme.book()
    answers = []
    for name in ("jane", "jean"):
        with statements() as asked:
            answer = browser.post(path, data={"address": f"{name}@guests.test"})
        same = re.sub(name, "NAME", answer.text)
        answers.append((answer.status_code, same, dict(answer.headers), asked))
    assert answers[0] == answers[1]
    assert answers[0][0] == 200 and "If calls are booked with NAME@guests.test" in answers[0][1]
    assert "/manage/" not in answers[0][1]
    assert requests() == [("email", "jane@guests.test"), ("email", "jean@guests.test")]
    with database.reading() as session:
        assert session.exec(select(Reminder).where(Reminder.kind == "call_links")).all() == []


def test_a_phone_may_be_given_as_it_is_dialled_at_home(browser, path):
    answer = browser.post(path, data={"address": "300 555 0100"})
    assert "+573005550100" in answer.text and "by WhatsApp" in answer.text
    assert requests() == [("whatsapp", "+573005550100")]


@pytest.mark.parametrize("typed", ["", "   ", "jane@", "12", '"><b>x', "a\0b@guests.test", "x" * 300])
def test_what_is_no_address_is_said_beside_the_field_and_stays_in_it(browser, path, typed):
    answer = browser.post(path, data={"address": typed})
    assert answer.status_code == 422 and requests() == []
    assert 'aria-invalid="true"' in answer.text and 'id="address-problem"' in answer.text
    assert "<b>" not in answer.text
    if typed == "jane@":
        assert 'value="jane@"' in answer.text


@pytest.mark.parametrize("name", ["jane", "nobody"])
def test_one_address_is_written_to_a_few_times_a_day_known_or_not(acme, browser, path, name):
    acme.book()
    for _ in range(5):
        assert browser.post(path, data={"address": f"{name}@guests.test"}).status_code == 200
    refused = browser.post(path, data={"address": f"{name.upper()}@guests.test"})
    assert refused.status_code == 429 and len(requests()) == 5
    assert "You can ask again in 1 day: Tuesday 2 February, 07:00, Bogota time." in refused.text
    assert refused.headers["retry-after"] == str(24 * 3600)
    assert f'value="{name.upper()}@guests.test"' in refused.text


def test_one_network_may_not_try_address_after_address(browser, path):
    tried = [browser.post(path, data={"address": f"{number}@guests.test"}) for number in range(11)]
    assert [answer.status_code for answer in tried] == [200] * 10 + [429]
    assert "You can ask again in 1 hour" in tried[-1].text


def test_a_robot_that_fills_every_field_asks_for_nothing(browser, path):
    browser.post(path, data={"address": "jane@guests.test", "company_website": "https://x.test"})
    assert requests() == []


def test_without_the_key_there_is_no_page(acme, browser, path):
    for wrong in (path.replace("wk", "wrong"), f"/book/{acme.app_id}/find", "/book/app_nobody/find?key=wk"):
        assert browser.get(wrong).status_code == 404
        assert browser.post(wrong, data={"address": "jane@guests.test"}).status_code == 404
    assert requests() == []


def test_an_app_that_sends_nothing_says_so(browser, path, monkeypatch):
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "")
    monkeypatch.setenv("CALLBOARD_WHATSAPP_TOKEN", "")
    settings.cache_clear()
    assert "E-mail or phone" not in browser.get(path).text
    assert "Acme sends no e-mail at present" in browser.post(path, data={"address": "jane@guests.test"}).text
    assert "no WhatsApp messages" in browser.post(path, data={"address": "+573005550100"}).text


def test_it_speaks_the_language_of_the_link_and_leads_back_to_the_same_page(browser, path):
    page = browser.post(f"{path}&lang=es&preset=pre_1", data={"address": "jane@guests.test"}).text
    assert '<html lang="es" dir="ltr">' in page and "Revise sus mensajes" in page
    assert "?key=wk&amp;preset=pre_1&amp;lang=es" in page
