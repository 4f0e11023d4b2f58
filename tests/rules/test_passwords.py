"""Passwords that may be chosen."""

import pytest

from console.scheduling.errors import Invalid
from console.scheduling.rules import passwords

ABOUT = ["Ada Byron", "ada.byron@agents.test", "Acme Support"]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "        ",
        "pässwörter sind länger",
        "🐎🔋📎🐎🔋📎🐎🔋",
        "x" * 63 + "é",
        "\t" * 256,
        "callboard keeps my agents busy",
        "Ada rides an old bicycle",
        "abcdefgxyz",
        "-- ' OR 1=1 --",
    ],
)
def test_any_letters_will_do(password: str):
    passwords.check(password, about=ABOUT)


@pytest.mark.parametrize("password", ["", "short", "x" * 257])
def test_it_is_neither_short_nor_endless(password: str):
    with pytest.raises(Invalid, match="8 to 256 characters") as refused:
        passwords.check(password, "new", ABOUT)
    assert [(one.field, one.code) for one in refused.value.problems] == [("new", "password_length")]


@pytest.mark.parametrize("password", ["password", "12345678", "Football", "iloveyou", "TRUSTNO1", "qwertyuiop"])
def test_what_leaked_and_is_tried_first_is_refused(password: str):
    with pytest.raises(Invalid, match="among the first"):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    ["callboard", "Callboard2026!", "Ada.Byron", "byron-ada-77", "acmesupport1", "ada.byron@agents.test", "Byron1815"],
)
def test_what_stands_at_hand_is_refused(password: str):
    with pytest.raises(Invalid, match="among the first"):
        passwords.check(password, about=ABOUT)


def test_enough_of_what_leaked_is_known():
    assert len(passwords._tried_first()) > 3000
