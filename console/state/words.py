"""Words on pages: `words.book_call` is a Var in the reader's language; `booking_words` are those of the booking page,
`guide_words` those of the API guide, and `error_words` the sentences for codes.

English is written into the page where a word is used: prerendered HTML has text and a page carries only its own words.
Another language arrives as one dictionary when the page loads (`WordsState._speak`); `components.tongue` tells the
document. An unknown name raises when the page is built. `words.fill("starts_at", time=State.time)` fills placeholders;
plurals are made in Python, with `word`.
How to add a word: see `console.scheduling.messages.words`.
"""

import json

import reflex as rx

from console.scheduling.messages.words import Door, dictionary, direction, speak, spoken
from console.scheduling.services import places


class WordsState(rx.State):
    """The reader's language in this tab, and its words per door; none for English, which stands in the page."""

    language: str = ""
    """A language tag such as `es-CO`; empty until it is known."""
    direction: str = "ltr"
    """`rtl` where the language is written from right to left."""
    console: dict[str, str] = {}
    booking_page: dict[str, str] = {}
    guide: dict[str, str] = {}
    errors: dict[str, str] = {}
    places: list[tuple[str, str]] = []
    """Every place as its zone and its name, where the console speaks another language."""

    def _speak(self, locale: str, *doors: Door) -> None:
        """From now on this tab reads the nearest language there is: these doors' words, and what Python says."""
        self.language, self.direction = spoken(locale), direction(locale)
        speak(self.language)
        for door in doors:
            words = {} if self.language.split("-")[0] == "en" else dictionary(door, self.language)
            if getattr(self, door) != words:  # a whole catalogue goes over the wire once
                setattr(self, door, words)

    def _name_places(self) -> None:
        """Name the places that a select offers in this tab's language."""
        named = [] if self.language.split("-")[0] == "en" else list(places.choices(self.language))
        if self.places != named:
            self.places = named


class Words:
    """One door's words as Vars."""

    def __init__(self, door: Door) -> None:
        self._door: Door = door
        self._english = dictionary(door)

    def __getattr__(self, name: str) -> rx.Var[str]:
        if name not in self._english:
            raise AttributeError(f"No word {name!r} in catalogues/en/{self._door}.po")
        spoken = getattr(WordsState, self._door)
        return rx.Var(
            f"({spoken}[{json.dumps(name)}] ?? {json.dumps(self._english[name])})",
            _var_type=str,
            _var_data=spoken._get_all_var_data(),
        ).to(str)

    def fill(self, name: str, /, **values: rx.Var | str | int) -> rx.Var[str]:
        """The word with its `{placeholders}` replaced by Vars, texts or numbers."""
        filled = getattr(self, name)
        for key, value in values.items():
            filled = filled.replace("{" + key + "}", rx.Var.create(value).to(str))
        return filled


words = Words("console")
booking_words = Words("booking_page")
guide_words = Words("guide")
error_words = Words("errors")
