"""A booking's reference: short, speakable, and hard to mishear or mistype, such as `KTP-4826`."""

import re

_LETTERS = "BCDFGHJKMPRSTWXZ"
"""No vowels, so that no word appears; no L, N, Q, V or Y, which sound or look like others."""
_DIGITS = 4

COUNT = len(_LETTERS) ** 3 * 10**_DIGITS
"""How many references there are: 40,960,000 an app."""

_TYPED = re.compile(rf"([{_LETTERS}]{{3}})(\d{{{_DIGITS}}})")


def reference(number: int) -> str:
    """The reference of a number in `[0, COUNT)`; a different one for each. Draw the number at random."""
    number, digits = divmod(number, 10**_DIGITS)
    number, third = divmod(number, len(_LETTERS))
    first, second = divmod(number, len(_LETTERS))
    return f"{_LETTERS[first]}{_LETTERS[second]}{_LETTERS[third]}-{digits:0{_DIGITS}}"


def as_typed(text: str) -> str | None:
    """The reference that a person meant by what they typed, or None.

    Case, spaces and dashes make no difference, and the letters O, I and L stand for the digits they look like.
    """
    letters = re.sub(r"[\s\-_.]", "", text).upper()
    tail = letters[3:].translate(str.maketrans("OIL", "011"))
    found = _TYPED.fullmatch(letters[:3] + tail) if tail.isascii() else None
    return f"{found[1]}-{found[2]}" if found else None
