"""Who is signed in, in which app, and how they like their times: what the console's frame shows."""

from dataclasses import dataclass

import reflex as rx

from console.scheduling.messages import when
from console.scheduling.messages.words import languages, wished
from console.scheduling.rules import zones
from console.scheduling.services import people, sessions
from console.state import live
from console.state.acting import ActingState
from console.state.gate import open_to, signed_in
from console.state.sending import SendingState
from console.state.webhook_health import WebhookHealthState
from console.state.words import WordsState

TIMES = ("mine", "app", "agent")
"""Whose zone times may be shown in."""
LANGUAGE = "language"
"""Under which name the language of the console stands among a person's preferences."""


@dataclass(frozen=True)
class AppLink:
    """An app that the person may switch to."""

    id: str
    name: str
    is_test: bool = False


@open_to("member")
class SessionState(ActingState, rx.State):
    """The signed-in person in the app of the URL; `on_load` of every page of the console begins with `arrive`."""

    here: bool = False
    """False until the person and the app are known."""
    name: str = ""
    email: str = ""
    app: str = ""
    """The app's id."""
    app_name: str = ""
    is_test: bool = False
    """Whether it is a test app."""
    duties: list[str] = []
    """What the person may do in the whole app; the ways there are shown to no one else."""
    apps: list[AppLink] = []
    times: str = "mine"
    """Whose zone times are shown in: mine, app or agent."""
    my_city: str = ""
    app_city: str = ""
    place: str = ""
    """The page's place in the console's addresses, such as `scheduled-calls`."""

    @rx.event
    async def arrive(self):
        """Learn who is here and where, and speak their language: the one they chose, else the app's, else the browser's."""
        someone, member = signed_in(), self._membership()
        chosen = someone.person.preferences.get(LANGUAGE)
        browser = self.rx_router_headers.accept_language
        language = wished(chosen, member.app_language, accept_language=browser, door="console")
        spoken = await self.get_state(WordsState)
        spoken._speak(language, "console", "booking_page")
        spoken._name_places()
        self.name, self.email = someone.person.name, someone.person.email
        self.apps = [AppLink(one.app_id, one.app_name, one.is_test) for one in someone.memberships]
        self.app, self.app_name, self.is_test = member.app_id, member.app_name, member.is_test
        self.duties = sorted(sessions.duties(sessions.actor_for(someone, member.app_id, self._surface)))
        self.times = someone.person.preferences.get("times", "mine")
        self.my_city, self.app_city = _city(member.timezone), _city(member.app_timezone)
        self.place = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.here = True
        live.watch_own(self, SessionState.stay, someone.person.id, "session", part="session")
        live.forget(self, "drawer", "act")  # of the page that was left
        banners = {"edit_webhooks": WebhookHealthState.load, "edit_settings": SendingState.load}
        return [load for duty, load in banners.items() if duty in self.duties]

    @rx.event
    def stay(self):
        """Nothing, for who is signed in: it is the gate that sends everybody else to sign in, as soon as this is called."""

    @rx.event
    async def choose_times(self, choice: str):
        """Show times in the person's own zone, the app's or each agent's: from now on, in every browser of theirs."""
        if choice not in TIMES:
            return None
        await self._ask(people.change_profile, preferences={"times": choice})
        self.times = choice
        return self._load_anew()

    @rx.event
    async def choose_language(self, language: str):
        """Read this language of the console: from now on, in every browser of theirs."""
        if language not in languages("console"):
            return None
        await self._ask(people.change_profile, preferences={LANGUAGE: language})
        return self._load_anew()

    def _load_anew(self):
        return rx.redirect(f"{self.router.url.path}?{self.router.url.query}")


def _city(timezone: str) -> str:
    return when.city(zones.zone(timezone))
