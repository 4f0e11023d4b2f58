"""Every word that people read, from Babel catalogues, by symbolic name: `word("starts_at", "en", time="10:00")`.

To add a word: put it into `catalogues/en/DOOR.po`, where DOOR is who reads it: `console` (the console's pages),
`booking_page` (the public page), `guide` (the API guide), `messages` (e-mails, WhatsApp, ICS, manage and join pages) or
`errors` (sentences for codes). `msgid` is a snake_case name that is unique over all doors, `msgstr` the English;
`{name}` stands for a value; a plural has `msgid_plural` (the same name) and is chosen by the value `count`. There is no
compile step.
A language is a folder beside `en`; what it lacks is said in English. Pages use `console.state.words`.
"""

from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Literal, get_args

from babel.messages.pofile import read_po

Door = Literal["console", "booking_page", "guide", "messages", "errors"]
Forms = tuple[str, ...]
"""A word's plural forms in the order of its catalogue; most words have one."""

_CATALOGUES = Path(__file__).parent / "catalogues"
_DEFAULT = "en"


class UnknownWord(KeyError):
    """No catalogue has a word of this name: a mistake in the code, not in the input."""


def word(name: str, locale: str = _DEFAULT, /, **values: object) -> str:
    """The text called `name` in the nearest language to `locale` (`es-CO`, `es`, English), its `{placeholders}` filled.

    Values are inserted as they are: escape them where the text becomes HTML. Raises UnknownWord.
    """
    for language in _nearest(locale):
        for door in get_args(Door):
            if forms := _catalogue(language, door).get(name):
                has_plural = len(forms) > 1
                form = _plural(language, door)(int(str(values["count"]))) if has_plural else 0
                return forms[form].format(**values) if values else forms[form]
    raise UnknownWord(name)


def dictionary(door: Door, locale: str = _DEFAULT) -> dict[str, str]:
    """All words of one door but plurals, placeholders unfilled, in the nearest language, else English."""
    found: dict[str, str] = {}
    for language in reversed(_nearest(locale)):
        found |= {name: forms[0] for name, forms in _catalogue(language, door).items() if len(forms) == 1}
    return found


@cache
def languages() -> tuple[str, ...]:
    """The languages there are catalogues for, English first."""
    rest = sorted(folder.name for folder in _CATALOGUES.iterdir() if folder.is_dir() and folder.name != _DEFAULT)
    return (_DEFAULT, *rest)


def spoken(locale: str) -> str:
    """`locale` where there is a catalogue of its language, else English: a text and the dates in it are of one language."""
    return locale if len(_nearest(locale)) > 1 or _base(locale) == _DEFAULT else _DEFAULT


def _nearest(locale: str) -> list[str]:
    """`es-CO` -> [es, en], as far as there are such catalogues."""
    return [language for language in dict.fromkeys([locale, _base(locale), _DEFAULT]) if language in languages()]


def _base(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


@cache
def _catalogue(language: str, door: Door) -> dict[str, Forms]:
    entries = _read(language, door)
    return {str(_first(entry.id)): _forms(entry.string) for entry in entries if entry.id and any(_forms(entry.string))}


@cache
def _plural(language: str, door: Door):
    """The catalogue's own rule: count -> index of the form."""
    return c2py(_read(language, door).plural_expr)


@cache
def _read(language: str, door: Door):
    with (_CATALOGUES / language / f"{door}.po").open("rb") as file:
        return read_po(file, locale=language)


def _first(name: object) -> object:
    return name[0] if isinstance(name, tuple | list) else name


def _forms(text: object) -> Forms:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)
