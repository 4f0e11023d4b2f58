"""A visitor of the plain pages: whose booking page it is, on which terms, and the language and the clock they read.

Nothing is remembered between two pages but in the address: what it named goes along in every link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from booking_page import address
from booking_page.address import Address
from booking_page.guard import FromOneNetwork
from console.scheduling import clock
from console.scheduling.actors import Actor, visitor
from console.scheduling.errors import TooMany
from console.scheduling.messages import when
from console.scheduling.messages.clocks import OtherClock
from console.scheduling.messages.words import regional, speak, spoken, wished, word
from console.scheduling.rules import limits, zones
from console.scheduling.services import apps, places, public_presets, slot_calendar
from console.scheduling.services.apps import PublicApp
from console.scheduling.services.customer_calls import Face
from console.scheduling.services.presets import OfferedAgent
from console.scheduling.services.public_presets import PublicPreset
from console.scheduling.services.slots import SlotQuery

_CARRIED = frozenset(
    {"key", "preset", "agent", "lang", "again", "name", "email", "phone", "notes", "date", "zone", "minutes"}
)
_LONGEST_CARRIED = 200
"""What a link fills in goes along in dozens of links; a longer text does not."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a booking page. `zone` is the clock that times are said by: the one the address names, else the app's."""

    asked: Address
    app: PublicApp
    preset: PublicPreset
    language: str
    zone: str
    has_zone: bool
    """Whether the address names the zone: else nobody knows where this customer is."""
    minutes: int
    carried: Mapping[str, str]
    network: str
    """The visitor's own address on the network."""

    @property
    def actor(self) -> Actor:
        """Who acts here."""
        return visitor(self.app.id)

    @property
    def tz(self) -> ZoneInfo:
        """The zone's rules."""
        return zones.zone(self.zone)

    @property
    def face(self) -> Face:
        """How the app presents itself."""
        return Face(self.app.name, self.app.logo, self.app.accent, self.to(), is_test=self.app.is_test)

    @property
    def picks(self) -> bool:
        """Whether the customer says whom to talk to."""
        return self.preset.terms.lets_pick

    @property
    def agent(self) -> OfferedAgent | None:
        """Whom the address names; nobody where the engine draws, whatever the address says."""
        named = self.asked.agent_id
        return next(iter(self.preset.offered_to(named)), None) if named else None

    @property
    def other(self) -> OtherClock:
        """The clock to tell beside the visitor's: that of the agent whom they know by name, else the app's."""
        if self.agent is None:
            return OtherClock(self.app.timezone, self.app.name)
        return OtherClock(self.agent.timezone, self.agent.name, is_agent=True)

    @property
    def last_month(self) -> str:
        """The month, `YYYY-MM`, in which the last day is that can be booked."""
        return slot_calendar.month_of(clock.now() + timedelta(days=self.preset.terms.horizon_days), self.zone)

    @property
    def shut(self) -> tuple[str, str] | None:
        """A title and a text, where nothing can be booked here: closed, or a link that names nobody."""
        if not self.preset.terms.scheduling_enabled:
            return self.say("closed_title", app=self.app.name), self.say("closed_text", app=self.app.name)
        if not self.preset.terms.draws_agent and not self.preset.offered_to(self.asked.agent_id):
            return self.say("nobody_title"), self.say("nobody_text")
        return None

    def query(self, start: datetime, end: datetime) -> SlotQuery:
        """The question for free times in `[start, end)` on the terms of this visit."""
        return SlotQuery(
            start=start,
            end=end,
            duration_minutes=self.minutes,
            agent_id=self.agent.agent_id if self.agent else None,
            preset_id=self.preset.id,
        )

    def say(self, name: str, **values: object) -> str:
        """A word of the catalogues."""
        return word(name, self.language, **values)

    def until_allowed(self, refused: TooMany) -> str:
        """Why that was too often, and when, on the clock of this visit, it may be tried again."""
        sentence = refused.sentence if isinstance(refused, FromOneNetwork) else "limit_reached"
        at = limits.whole_minute(refused.next_allowed_at)
        return self.say(sentence, again=when.in_words(at, self.tz, clock.now(), self.language))

    def to(self, page: str = "", **parts: str | None) -> str:
        """The way to a page of this visit, such as `/at`, with other parts in its query; None takes one out."""
        query = {name: value for name, value in {**self.carried, **parts}.items() if value}
        return f"/book/{self.app.id}{page}?{urlencode(query)}"


def opened(params: Mapping[str, str], accept_language: str, network: str) -> Visit:
    """The visit of who asks with these parameters, `app_id` among them. From here on the reader's language is theirs.

    Raises NotFound for an unknown app or preset and for a wrong key.
    """
    asked = address.read(params)
    speak(wished(asked.language, accept_language=accept_language))
    app = apps.public(asked.app_id, asked.key)
    preset = public_presets.public(app.id, asked.preset_id or None)
    language = spoken(wished(asked.language, accept_language=accept_language) or app.language)
    language = regional(language, accept_language=accept_language)
    speak(language)
    zone = places.known_zone(params.get("zone", ""), "")
    minutes = {str(each): each for each in preset.terms.durations}
    carried = {name: params[name] for name in sorted(_CARRIED & set(params)) if len(params[name]) <= _LONGEST_CARRIED}
    return Visit(
        asked=asked,
        app=app,
        preset=preset,
        language=language,
        zone=zone or app.timezone,
        has_zone=bool(zone),
        minutes=minutes.get(params.get("minutes", ""), preset.terms.default_duration_minutes),
        carried=carried | dict(asked.marks),
        network=network,
    )
