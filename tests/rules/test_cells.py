"""What a customer typed is never run by a spreadsheet."""

import pytest

from console.scheduling.rules.cells import safe


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"]
)
def test_what_could_be_a_formula_is_a_text(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Jane", "José = Pepe", "+573005550100", "a@b.example", "10-20"])
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert safe(text) == text
