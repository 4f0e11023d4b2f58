"""A language to test with, that nobody speaks and nobody ships: English in Hebrew letters, a third longer than it was.

It is written from right to left, has every word that customers read, and its length is that of the wordiest languages.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from console.scheduling.messages import words

LANGUAGE = "he"
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבצדעפגהיןכלמנוףקרסתשטץחזםש"[:26], strict=True))
_APART = ("agent", "app", "customer", "email", "guest", "name", "phone", "preset", "reference", "site", "url")
"""Values that may be Latin, or are written from left to right among words that are not."""
_KEPT = re.compile(r"\{\w+\}|<[^>]+>|https?://\S+")


def mirrored(text: str) -> str:
    """The text in this language; names and numbers stand isolated in it, as in any that is written from right to left."""
    kept = _KEPT.findall(text)
    turned = [_turned(part) for part in _KEPT.split(text)]
    apart = [f"\u2068{each}\u2069" if each.strip("{}") in _APART else each for each in [*kept, ""]]
    return "".join(f"{part}{value}" for part, value in zip(turned, apart, strict=True))


def write(folder: Path) -> Path:
    """Write its catalogues under this folder, which the setting `catalogues` may name; gives the folder."""
    (folder / LANGUAGE).mkdir(parents=True, exist_ok=True)
    for door in (*words.CUSTOMERS, "sentences"):
        catalogue = Catalog(locale=LANGUAGE)
        for entry in words._read("es" if door == "sentences" else "en", door):
            if entry.id:
                english = entry.id if door == "sentences" else entry.string
                forms = tuple(map(mirrored, words._forms(english)))
                catalogue.add(entry.id, forms[0] if len(forms) == 1 else forms)
        with (folder / LANGUAGE / f"{door}.po").open("wb") as file:
            write_po(file, catalogue)
    return folder


@contextmanager
def spoken_here(folder: Path) -> Iterator[str]:
    """In this process, as a server does whose setting `catalogues` names the folder; gives the language."""
    ours = [*words._folders(), write(folder)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_folders", lambda: ours)
        words.languages.cache_clear()
        words._nearest.cache_clear()
        yield LANGUAGE
    words.languages.cache_clear()
    words._nearest.cache_clear()


def _turned(text: str) -> str:
    """The letters of another alphabet, and every third of them twice."""
    letters = [_LETTERS.get(letter.lower(), letter) for letter in text]
    return "".join(letter * (2 if at % 3 == 1 and letter.isalpha() else 1) for at, letter in enumerate(letters))
