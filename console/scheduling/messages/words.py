"""Every word that people read, from Babel catalogues, by symbolic name: `word("starts_at", "en", time="10:00")`.

To add a word: put it into `catalogues/en/DOOR.po`, where DOOR is who reads it: `console` (the console's pages),
`booking_page` (the public page), `guide` (the API guide), `messages` (e-mails, WhatsApp, ICS, manage and join pages) or
`errors` (sentences for codes). `msgid` is a snake_case name that is unique over all doors, `msgstr` the English;
`{name}` stands for a value; a plural has `msgid_plural` (the same name) and is chosen by the value `count`. There is no
compile step.
What the core refuses with stands in `sentences.po` of every language but English (`messages.sentences`).
A language is a folder beside `en`. It has every word that customers read, in `CUSTOMERS`; with a `console.po` and a
`guide.po` it is one of the console's languages, too. A test names what it lacks. Pages use `console.state.words`.
An installation may bring more of them in a folder of its own (the setting `catalogues`); what those lack is English. Where
writing runs from right to left, a catalogue puts U+2068 and U+2069 around names and numbers, which so keep their order.

A locale left out is the reader's: a door says with `speak` who reads what it is about to answer. Outside of any reader,
as in the jobs and in the API, it is English; what is written for a customer always names its language.
"""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Literal, get_args

from babel import Locale
from babel.messages.pofile import read_po

from console.scheduling.settings import settings

Door = Literal["console", "booking_page", "guide", "messages", "errors"]
CUSTOMERS: tuple[Door, ...] = ("booking_page", "messages", "errors")
"""The doors that every language has."""
Forms = tuple[str, ...]
"""A word's plural forms in the order of its catalogue; most words have one."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_CATALOGUES = Path(__file__).parent / "catalogues"
_DEFAULT = "en"

READER = ""
"""In the place of a locale: that of whoever reads."""
_reader: ContextVar[str] = ContextVar("reader", default=_DEFAULT)


class UnknownWord(KeyError):
    """No catalogue has a word of this name: a mistake in the code, not in the input."""


def speak(locale: str) -> None:
    """From here on, in this event or request, the reader's language is this one."""
    _reader.set(spoken(locale))


def tag(locale: str = READER) -> str:
    """The language tag itself, the reader's where none is given."""
    return locale or _reader.get()


def word(name: str, locale: str = READER, /, **values: object) -> str:
    """The text called `name` in the nearest language to `locale` (`es-CO`, `es`, English), its `{placeholders}` filled.

    Values are inserted as they are: escape them where the text becomes HTML. Raises UnknownWord.
    """
    for language in _nearest(tag(locale)):
        for door in get_args(Door):
            if forms := _catalogue(language, door).get(name):
                has_plural = len(forms) > 1
                form = _plural(language, door)(int(str(values["count"]))) if has_plural else 0
                return forms[form].format(**values) if values else forms[form]
    raise UnknownWord(name)


def dictionary(door: Door, locale: str = _DEFAULT) -> dict[str, str]:
    """All words of one door but plurals, placeholders unfilled, in the nearest language, else English. Not to be changed."""
    return _dictionary(door, _nearest(locale))


@cache
def _dictionary(door: Door, nearest: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in reversed(nearest):
        found |= {name: forms[0] for name, forms in _catalogue(language, door).items() if len(forms) == 1}
    return found


def sentences(locale: str) -> dict[str, str]:
    """The core's own sentences by their English, in the nearest language; none in English. Not to be changed."""
    nearest = _nearest(tag(locale))[0]
    return {} if nearest == _DEFAULT else _sentences(nearest)


@cache
def languages(door: Door = "messages") -> tuple[str, ...]:
    """The languages that a door is whole in, English first: the console knows fewer than what customers read."""
    found = {file.parent.name for folder in _folders() for file in folder.glob(f"*/{door}.po")}
    return (_DEFAULT, *sorted(found - {_DEFAULT}))


def direction(locale: str = READER) -> str:
    """Which way the language is written: `ltr`, or `rtl` for right to left."""
    return Locale.parse(_base(spoken(tag(locale)))).text_direction


def spoken(locale: str, door: Door = "messages") -> str:
    """`locale` where the door speaks its language, else English: a text and the dates in it are of one language."""
    return locale if is_spoken(locale, door) else _DEFAULT


def is_spoken(locale: str, door: Door = "messages") -> bool:
    """Whether there is a catalogue of its language."""
    return _base(locale) in languages(door)


def wished(*wishes: str | None, accept_language: str = "", door: Door = "messages") -> str:
    """The first wish that the door speaks, else the first of an Accept-Language header that it does, else nothing."""
    listed: Iterable[str] = (each.partition(";")[0].strip() for each in accept_language.split(","))
    known = (each for each in (*wishes, *listed) if each and _TAG.fullmatch(each))
    return next((each for each in known if is_spoken(each, door)), "")


def regional(language: str, *wishes: str, accept_language: str = "") -> str:
    """A language alone, with the country of the first wish in it: a link in `es`, opened by a browser in `es-CO`, reads
    `es-CO`, with the clock that people are used to there.
    """
    listed = (each.partition(";")[0].strip() for each in (*wishes, *accept_language.split(",")))
    alike = (each for each in listed if _TAG.fullmatch(each) and "-" in each and _base(each) == language)
    return next(alike, language)


@lru_cache(maxsize=500)
def _nearest(locale: str) -> tuple[str, ...]:
    """`es-CO` -> (es, en), as far as there are such catalogues."""
    return tuple(language for language in dict.fromkeys([locale, _base(locale), _DEFAULT]) if language in languages())


def _base(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


@cache
def _catalogue(language: str, door: str) -> dict[str, Forms]:
    entries = _read(language, door) if _file(language, door).exists() else ()
    return {str(_first(entry.id)): _forms(entry.string) for entry in entries if entry.id and any(_forms(entry.string))}


@cache
def _sentences(language: str) -> dict[str, str]:
    return {english: forms[0] for english, forms in _catalogue(language, "sentences").items()}


@cache
def _plural(language: str, door: str):
    """The catalogue's own rule: count -> index of the form."""
    return c2py(_read(language, door).plural_expr)


@cache
def _read(language: str, door: str):
    with _file(language, door).open("rb") as file:
        return read_po(file, locale=language)


def _file(language: str, door: str) -> Path:
    files = [folder / language / f"{door}.po" for folder in _folders()]
    return next((file for file in files if file.exists()), files[0])


def _folders() -> list[Path]:
    """Where catalogues are, our own first."""
    return [folder for folder in (_CATALOGUES, settings().catalogues) if folder]


def _first(name: object) -> object:
    return name[0] if isinstance(name, tuple | list) else name


def _forms(text: object) -> Forms:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)
