"""A person's profile: their name, the zone they live in and how times are shown, and their language."""

from typing import Any

import reflex as rx
from babel import Locale

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import languages, word
from console.scheduling.services import people
from console.state.acting import ActingState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState
from console.state.problems import problems_of
from console.state.session import TIMES, SessionState

LANGUAGES = tuple((tag, str(Locale.parse(tag).get_display_name(tag)).capitalize()) for tag in languages("console"))
"""The languages that the console speaks, each in its own words."""


@open_to("member")
class ProfileState(ActingState, rx.State):
    """What a person says of themself, section by section."""

    is_loaded: bool = False
    name: str = ""
    timezone: str = ""
    times: str = "mine"
    language: str = ""
    """Empty: the app's."""
    problems: dict[str, str] = {}

    @rx.event
    def load(self):
        """Show what is kept."""
        person = signed_in().person
        self.name, self.timezone = person.name, self._membership().timezone
        self.times, self.language = self._times(), person.preferences.get("language", "")
        self.problems, self.is_loaded = {}, True

    @rx.event
    async def save_name(self, form: dict[str, Any]):
        """Be called something else from now on."""
        try:
            person = await self._ask(people.change_profile, str(form.get("name", "")))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.name, self.problems = person.name, {}
        return [SessionState.arrive, NoticeState.show("success", word("profile_name_saved"))]

    @rx.event
    async def save_times(self, form: dict[str, Any]):
        """Live by another zone, see times by another, read another language."""
        wanted = {"times": str(form.get("times", "")), "language": str(form.get("language", ""))}
        if wanted["times"] not in TIMES or wanted["language"] not in ("", *languages("console")):
            return None  # not from our page
        try:
            await self._ask(people.change_timezone, str(form.get("timezone", "")))
            await self._ask(people.change_profile, preferences=wanted)
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        return [SessionState.arrive, ProfileState.load, ProfileState.say_saved]  # each as the person they are now

    @rx.event
    def say_saved(self):
        """Say so, in the language that was chosen."""
        return NoticeState.show("success", word("profile_times_saved"))
