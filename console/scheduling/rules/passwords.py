"""Which passwords may be chosen: long enough, and not among the first that anybody tries. Nothing else is asked of one.

The list of passwords that leaked and are tried first comes with `zxcvbn`: thirty thousand, of which a third are long enough.
"""

from collections.abc import Iterable
from functools import cache

from ..errors import Invalid

SHORTEST, LONGEST = 8, 256
_PRODUCT = "callboard"
_LEFT = 4
"""Letters and digits that a password has beside words that stand at hand: its owner's, the app's, ours."""
_SHORTEST_WORD = 3


def check(password: str, field: str = "password", about: Iterable[str] = ()) -> None:
    """Raises Invalid for a password that is too short, longer than anybody types, or easily guessed.

    `about` are names and addresses that stand near: whoever guesses begins with them.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"A password has {SHORTEST} to {LONGEST} characters."
        raise Invalid.of(field, message, "password_length")
    if password.casefold() in _tried_first() or _is_only(password, about):
        raise Invalid.of(field, "This password is among the first that anybody would try.", "password_common")


def _is_only(password: str, about: Iterable[str]) -> bool:
    """Whether little is left without the words at hand: `Callboard2026!`, `ada.byron1`."""
    left = "".join(filter(str.isalnum, password.casefold()))
    for word in sorted({_PRODUCT, *_words(about)}, key=len, reverse=True):
        left = left.replace(word, " ")
    return " " in left and len(left.replace(" ", "")) <= _LEFT


def _words(about: Iterable[str]) -> set[str]:
    """Each of these texts as a whole, and the words in it."""
    texts = [text.casefold() for text in about]
    parts = {part for text in texts for part in "".join(one if one.isalnum() else " " for one in text).split()}
    wholes = {"".join(filter(str.isalnum, text)) for text in texts}
    return {word for word in parts | wholes if len(word) >= _SHORTEST_WORD}


@cache
def _tried_first() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # fifteen megabytes, which most processes never need

    return frozenset(password for password in FREQUENCY_LISTS["passwords"] if len(password) >= SHORTEST)
