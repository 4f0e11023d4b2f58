"""What somebody reads, or has read to them, who does not read English."""

import re
from functools import cache
from typing import get_args

from playwright.sync_api import Page, expect

from console.scheduling.messages import words
from console.scheduling.messages.words import Door

_READ_ALOUD = """[...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap(
    each => ['aria-label', 'placeholder', 'title'].map(name => each.getAttribute(name))).filter(Boolean)"""


def no_english(page: Page, language: str, doors: tuple[Door, ...] = get_args(Door)) -> None:
    """Nothing that is seen or read aloud is an English word of these doors; the document says what language it is."""
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
    seen = [line.strip() for line in page.locator("body").inner_text().splitlines()]
    found = {text for text in [*seen, *page.evaluate(_READ_ALOUD), page.title()] if text in _foreign(language, doors)}
    assert not found, found


@cache
def _foreign(language: str, doors: tuple[Door, ...]) -> set[str]:
    """English that nobody should see who reads this language."""
    return _texts("en", doors) - _texts(language, doors)


def _texts(language: str, doors: tuple[Door, ...]) -> set[str]:
    return {text for door in doors for forms in words._catalogue(language, door).values() for text in forms}
