"""How a search finds a booking: case, accents, word order and the format of a phone number do not matter."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


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
