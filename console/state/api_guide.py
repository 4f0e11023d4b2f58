"""The API guide: its samples for the app at hand, in the language that the reader chose."""

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages import guide as samples
from console.scheduling.messages.guide import SUFFIXES, Example, Language, Piece
from console.scheduling.services import guide, people
from console.state.gate import open_to, signed_in
from console.state.reading import ReadingState
from console.state.words import WordsState

_PREFERENCE = "code"
"""Under which name the chosen language stands among a person's preferences."""


@open_to("member")
class ApiGuideState(ReadingState, rx.State):
    """What differs from app to app, and from reader to reader; the rest of the guide stands in the page."""

    language: Language = "curl"
    samples: dict[str, list[Piece]] = {}
    """Every sample by its name, in the chosen language or, where it is not written in that, in another."""
    api: str = ""
    """The address of this installation's API."""
    prefix: str = ""
    """What the names of its webhook headers begin with."""
    """Why there is nothing to see."""

    _example: Example | None = None

    @rx.event
    async def load(self):
        """Show the guide for the app at hand, in the language that the person chose last."""
        spoken = await self.get_state(WordsState)
        spoken._speak(spoken.language, "guide", "errors")
        try:
            self._example = await self._ask(guide.example)
        except CallboardError as refused:
            self._not_read(refused)
            return
        self.api, self.prefix = f"{self._example.base_url}/api/v1", self._example.header_prefix
        self._write_in(_known(signed_in().person.preferences.get(_PREFERENCE)) or "curl", self._example)
        self._was_read()

    @rx.event
    async def choose_language(self, language: str):
        """Show all samples in another language: from now on, in every browser of this person's."""
        chosen = _known(language)
        if chosen is None or self._example is None:
            return
        self._write_in(chosen, self._example)
        await self._ask(people.change_profile, preferences={_PREFERENCE: chosen})

    def _write_in(self, language: Language, example: Example) -> None:
        self.language = language
        self.samples = {name: samples.shown(name, language, example) for name in samples.names()}


def _known(language: str | None) -> Language | None:
    """The language of this name; None where samples are written in no such."""
    return language if language in SUFFIXES else None
