"""A customer whose language is written from right to left: pages and letters begin there, numbers keep their order."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.scheduling.messages import words
from console.scheduling.messages.emails import write
from console.scheduling.services import links
from tests.messages.test_emails import INVITED, SENDER
from tests.mirrored import mirrored, spoken_here

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spoken_here(tmp_path_factory.mktemp("catalogues")) as language:
        yield language


def test_a_language_knows_which_way_it_is_written(hebrew):
    assert [words.direction(tag) for tag in ("en-US", "es", "pt-BR", hebrew, "xx")] == ["ltr"] * 3 + ["rtl", "ltr"]
    assert words.languages("console") == ("en", "es")


def test_plain_pages_begin_at_the_right_and_keep_numbers_in_order(hebrew, acme, browser):
    booking = acme.book(guest_language=hebrew, guest_phone="+57 300 555 0100")
    page = browser.get(links.links_of(booking).manage_url.removeprefix("http://localhost:8000")).text
    assert f'<html lang="{hebrew}" dir="rtl">' in page
    assert mirrored("Cancel this call") in page
    assert "<bdi>+57 300 5550100</bdi>" in page


_SIDES = re.compile(
    r"""(?:^|[\s"':;{])-?(?:[mp][lr]-|(?:left|right|border-[lr]|rounded-[lr]|text-(?:left|right))(?:[-:;" ]|$)"""
    r"""|(?:margin|padding|border)-(?:left|right)|text-align:(?:left|right))"""
)


def test_no_page_of_customers_names_a_side():
    ours = [*(PROJECT / "booking_page").glob("*.py"), PROJECT / "console/components/slot_picker.py"]
    said = {f"{file.name}: {text}" for file in ours for text in _styles(file) if _SIDES.search(text)}
    assert said == set()


def _styles(file: Path) -> Iterator[str]:
    """Its texts but for sentences, and for what is meant for one direction alone."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ". " not in node.value:
            yield from (part for part in node.value.splitlines() if "rtl" not in part and not part.endswith("."))


def test_a_letter_begins_at_the_right(hebrew):
    mail = write(replace(INVITED, language=hebrew), SENDER, "jane@guests.test")
    assert f'<html lang="{hebrew}" dir="rtl">' in mail.html
    assert "text-align:right" in mail.html
    assert mirrored("Change or cancel the call") in mail.html
