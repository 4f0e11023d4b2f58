"""Customers book in their own language without reading any English: on a phone, and at 400 % zoom from right to left."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import CUSTOMERS, word
from tests.e2e.conftest import Server
from tests.e2e.reading import no_english
from tests.e2e.test_booking_page import booking_path, is_accessible
from tests.mirrored import LANGUAGE as MIRRORED
from tests.mirrored import mirrored

pytestmark = pytest.mark.browser

_SLOT = re.compile(r"^\d\d:\d\d, ")
_PHONE, _ZOOMED = (390, 844), (320, 640)  # a window of 1280 px at 400 % has 320 of its own
ZONES = {"es": "America/Bogota", "pt": "America/Sao_Paulo", MIRRORED: "Asia/Jerusalem"}


@pytest.fixture(params=["es", "pt", MIRRORED])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def tab(browser: Browser, server: Server, language: str) -> Iterator[Page]:
    """A tab of a customer at home; axe needs the page's policy out of its way."""
    width, height = _ZOOMED if language == MIRRORED else _PHONE
    context = browser.new_context(
        base_url=server.base_url,
        viewport={"width": width, "height": height},
        timezone_id=ZONES[language],
        locale=language,
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def read(language: str) -> Callable[..., str]:
    """`read("book_this")` is the word as this customer reads it."""
    return (lambda name: mirrored(word(name, "en"))) if language == MIRRORED else (lambda name: word(name, language))


def test_a_customer_books_in_their_language(tab: Page, server: Server, language: str, read) -> None:
    def reads_well() -> None:
        no_english(tab, language, CUSTOMERS)
        expect(tab.locator("html")).to_have_attribute("dir", "rtl" if language == MIRRORED else "ltr")
        is_accessible(tab)

    tab.goto(booking_path(server))
    tab.get_by_role("button", name=_SLOT).first.wait_for()
    reads_well()
    tab.get_by_role("button", name=_SLOT).first.click()
    expect(tab.get_by_role("heading", name=read("customer_details"))).to_be_focused()
    tab.get_by_label(read("customer_email")).fill("rocio")
    tab.get_by_label(read("customer_name")).fill("Rocío Núñez")
    wrong = "This is not an e-mail address."
    expect(tab.get_by_text(mirrored(wrong) if language == MIRRORED else said(wrong, language))).to_be_visible()
    reads_well()
    keeps_order(tab, read("customer_email"))
    tab.get_by_label(read("customer_email")).fill(f"rocio.{language}@guests.test")
    tab.get_by_role("button", name=read("book_this"), exact=True).click()
    expect(tab.get_by_role("heading", level=2)).to_have_text(re.compile(f"{read('is_booked')}|{read('almost_done')}"))
    reads_well()
    tab.locator("a[href*='/manage/']:not([href*='.ics'])").first.click()
    expect(tab.locator("dl")).to_contain_text(f"rocio.{language}@guests.test")
    reads_well()


def keeps_order(tab: Page, label: str) -> None:
    """An address is written from left to right in every language."""
    assert tab.get_by_label(label).evaluate("field => getComputedStyle(field).direction") == "ltr"
