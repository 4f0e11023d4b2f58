"""How a search finds a booking: case, accents, word order and the format of a phone number do not matter."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_TELLING_DIGITS = 6
"""So many digits in a row of a phone number are hardly anybody else's."""


def folded(text: str) -> str:
    """Lower case without accents: `José` and `JOSE` read the same."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def search_text(name: str, email: str | None, phone: str | None, reference: str) -> str:
    """What a booking is found by; every word of a query must be a substring of it."""
    parts = (name, email or "", re.sub(r"\D", "", phone or ""), reference, reference.replace("-", ""))
    return " ".join(folded(part) for part in parts if part)


def search_words(query: str) -> list[str]:
    """The words to look for. Neighbouring groups of digits are one phone number, however it was written."""
    words: list[str] = []
    for word in _WORD.findall(folded(query)):
        if words and word.isdigit() and words[-1].isdigit():
            words[-1] += word
        else:
            words.append(word)
    return words


@dataclass(frozen=True, slots=True)
class Called:
    """What one person is called and reached by; phones in E.164."""

    names: Collection[str]
    emails: Collection[str]
    phones: Collection[str]


def is_for(query: str, person: Called) -> bool:
    """Whether this search is for that person: it finds them, and by something that is their own."""
    numbers = [re.sub(r"\D", "", phone) for phone in person.phones]
    everything = folded(" ".join((*person.names, *person.emails, *numbers)))
    return mentions(query, person) and all(word in everything for word in search_words(query))


def mentions(text: str, person: Called) -> bool:
    """Whether a word of the text is that person's own: a word of a name, a mailbox, most of a phone number.

    A letter that stands in their name, or the domain of their e-mail, is not.
    """
    mailboxes = (email.partition("@")[0] for email in person.emails)
    own = {word for called in (*person.names, *mailboxes) for word in search_words(called)}
    numbers = [re.sub(r"\D", "", phone) for phone in person.phones]
    return any(
        word in own or (len(word) >= _TELLING_DIGITS and any(word in number for number in numbers))
        for word in search_words(text)
    )
