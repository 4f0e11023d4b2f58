"""Coming to a booking page: whose it is, what it offers, in which language, and why nothing can be booked where that is so."""

from collections.abc import Mapping
from datetime import timedelta

from booking_page.accent import accent_css
from booking_page.address import Address
from booking_page.questions import QuestionsState
from booking_page.rows import AgentCard, initials
from console.scheduling import clock
from console.scheduling.errors import CallboardError, TooMany, Unavailable
from console.scheduling.messages.clocks import OtherClock
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import regional, wished, word
from console.scheduling.rules import zones
from console.scheduling.services import apps, booking_again, public_presets, slot_calendar
from console.scheduling.services.apps import PublicApp
from console.scheduling.services.public_presets import PublicPreset
from console.state.acting import ask
from console.state.booking_form import FIELDS
from console.state.slot_picker import SlotPickerState
from console.state.words import WordsState


class ArrivalState(SlotPickerState, QuestionsState, mixin=True):
    """The app's face and the preset's terms, as the address names them, and the step at which they let a customer begin."""

    step: str = ""
    """Empty while the page opens, then agent, time, details, done; shut where nothing can be booked."""
    app_name: str = ""
    logo: str = ""
    accent: str = ""
    """A style sheet with the app's colour; empty for Callboard's own."""
    find_path: str = ""
    """Where customers find the calls that they booked."""
    is_test: bool = False
    """Whether this is a test app's page: nothing that happens here reaches anybody."""
    preset_name: str = ""
    call_kind: str = "link"
    agents: list[AgentCard] = []
    picks: bool = False
    """Whether the customer may go back to choose another agent."""
    agent_id: str = ""
    agent_name: str = ""
    agent_photo: str = ""
    durations: list[int] = []
    duration: int = 0
    shut_title: str = ""
    shut_text: str = ""
    shut_for_now: bool = False
    """Whether it is worth trying again."""
    is_known: bool = False
    """Whether the customer's browser has told its zone."""
    _address: Address = Address()
    _preset_id: str = ""
    _wished: str = ""
    _app_language: str = "en"
    _agent_zones: dict[str, str] = {}
    """By the ids of the agents to pick from. It stays here: only of the one that is picked is it told, beside the times."""

    async def _welcome(self, asked: Address) -> None:
        """Take the app and the preset of this address, and speak its language; a link that leads nowhere says so."""
        self._address = asked
        try:
            app = await ask(apps.public, asked.app_id, asked.key)
            self._greet(app)
            self._offer(await ask(public_presets.public, app.id, asked.preset_id or None), app)
            before = await ask(booking_again.typed_before, app.id, asked.again) if asked.again else {}
            self._fill_in({**before, **asked.filled})
        except CallboardError as refused:
            self._address = Address(language=asked.language)  # nothing can be asked for by a link that leads nowhere
            await self._speak()
            self._turn_away(refused)
            return
        await self._speak()

    def _set_zone(self, zone: str) -> None:
        super()._set_zone(zone)
        self._form_zone = zone

    def _greet(self, app: PublicApp) -> None:
        """Put on the app's face; until the browser has told its zone, the app's is shown."""
        self.app_name, self.logo, self.accent = app.name, app.logo or "", accent_css(app.accent)
        self.find_path = self._address.path("/find")
        self._app_language, self.is_test = app.language, app.is_test
        self._other = OtherClock(app.timezone, app.name)
        if not self.is_known:
            self._set_zone(app.timezone)

    async def _speak(self) -> None:
        """Speak the language that the link names, else the browser's, else the app's; as in the country of the browser."""
        asked, header = self._address.language, self.rx_router_headers.accept_language
        language = wished(asked, self._wished, accept_language=header) or self._app_language
        self._locale = self._form_locale = regional(language, self._wished, accept_language=header)
        (await self.get_state(WordsState))._speak(self._locale, "booking_page")

    def _offer(self, preset: PublicPreset, app: PublicApp) -> None:
        """Take the preset's terms, and stand at the first step they leave open."""
        terms = preset.terms
        self._preset_id, self.preset_name, self.call_kind = preset.id, terms.name, terms.call_kind
        self.durations, self.duration = list(terms.durations), terms.default_duration_minutes
        self.questions = []
        self._ask_questions(terms.intake)
        self.agents, self.agent_id, self.agent_name, self.agent_photo, self.picks = [], "", "", "", False
        self._last_month = slot_calendar.month_of(clock.now() + timedelta(days=terms.horizon_days), self.zone)
        self.step = "time"
        if not terms.scheduling_enabled:
            self._shut(
                word("closed_title", self._locale, app=app.name), word("closed_text", self._locale, app=app.name)
            )
        elif not terms.draws_agent:
            self._offer_agents(preset)

    def _fill_in(self, form: Mapping[str, str]) -> None:
        """Fill the form in beforehand; what was typed here already stays."""
        for name in FIELDS:
            setattr(self, name, getattr(self, name) or form.get(name, ""))
        self._take_answers(form)
        self.form_number += 1

    async def _ask_anew(self) -> None:
        """Ask the preset's questions as they are now, which may not be as they were when the customer came."""
        found = await ask(public_presets.public, self._address.app_id, self._preset_id)
        if self._ask_questions(found.terms.intake):
            self.refusal, self.form_number = word("questions_changed", self._locale), self.form_number + 1

    def _offer_agents(self, preset: PublicPreset) -> None:
        """One agent that the link names, or the list to pick from; a preset that needs a name and has none is shut."""
        named = self._address.agent_id
        offered = preset.offered_to(named)
        self.picks = preset.terms.lets_pick and not named
        self.agents = [AgentCard(one.agent_id, one.name, initials(one.name), one.photo or "") for one in offered]
        self._agent_zones = {one.agent_id: zones.zone(one.timezone).key for one in offered}
        if not offered:
            self._shut(word("nobody_title", self._locale), word("nobody_text", self._locale))
        elif self.picks:
            self.step = "agent"
        else:
            self._name_agent(named)

    def _name_agent(self, agent_id: str) -> None:
        card = next(card for card in self.agents if card.id == agent_id)
        self.agent_id, self.agent_name, self.agent_photo = card.id, card.name, card.photo
        self._other = OtherClock(self._agent_zones[agent_id], self.agent_name, is_agent=True)

    def _turn_away(self, refused: CallboardError) -> None:
        """Shut the page: until an hour that is said, for a moment, or for good."""
        if isinstance(refused, TooMany):
            self._shut(word("out_of_reach", self._locale), self._until_allowed("looked_too_often", refused))
        elif isinstance(refused, Unavailable):
            self._shut(word("out_of_reach", self._locale), word("out_of_reach_text", self._locale))
        else:
            self._shut(word("page_not_found", self._locale), said(refused.message))
        self.shut_for_now = isinstance(refused, TooMany | Unavailable)

    def _shut(self, title: str, text: str) -> None:
        self.step, self.shut_title, self.shut_text, self.shut_for_now = "shut", title, text, False
