"""The ways to customers on the settings page: an app's own sender and number, and trying a channel out."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import channels, trials
from console.scheduling.services.channels import OwnChannels
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of


@open_to("member")
class ChannelsState(ActingState, rx.State):
    """What the app has of its own, and the trial under way."""

    has_email: bool = False
    has_whatsapp: bool = False
    mail_from: str = ""
    phone_number_id: str = ""
    has_own_token: bool = False
    problems: dict[str, str] = {}
    is_loaded: bool = False

    is_trying: bool = False
    outcome: str = ""
    """What came of the trial, in words."""
    went_out: bool = False
    _trial_id: str = ""
    """The trial under way, if any."""
    _recipient: str = ""

    @rx.event
    async def load(self):
        """Show how the channels stand."""
        self.outcome, self.is_trying, self._trial_id = "", False, ""
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show how they stand now, and what came of the trial."""
        await self._look()
        await self._fetch()

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Give the app its own sender and number; an empty token leaves the one that is there."""
        token = str(form.get("whatsapp_token", "")).strip()
        own = OwnChannels(
            mail_from=str(form.get("mail_from", "")),
            whatsapp_phone_number_id=str(form.get("whatsapp_phone_number_id", "")),
            whatsapp_token="" if form.get("forget_token") else token or None,
        )
        try:
            await self._ask(channels.save, own)
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self.problems = {}
        await self._fetch()
        yield NoticeState.show("success", word("settings_saved"))

    @rx.event
    async def try_out(self, form: dict[str, Any]):
        """Send a message on trial; the page is told when it is known what came of it."""
        self.outcome, self.went_out, self._trial_id = "", False, ""
        self._recipient = str(form.get("recipient", "")).strip()
        try:
            self._trial_id = await self._ask(trials.ask, str(form.get("channel", "")), self._recipient)
        except CallboardError as refused:
            self.outcome = " ".join(problems_of(refused).values())
        self.is_trying = bool(self._trial_id)

    async def _look(self) -> None:
        """Say what came of the trial, once that is known."""
        if not self._trial_id:
            return
        found = await self._ask(trials.outcome, self._trial_id)
        if found.is_over:
            self._trial_id, self.is_trying, self.went_out = "", False, found.problem is None
            told = word("trial_sent", recipient=self._recipient)
            self.outcome = told if self.went_out else word("trial_failed", why=found.problem)

    async def _fetch(self) -> None:
        try:
            found = await self._ask(channels.view)
        except CallboardError:
            self.is_loaded = False
            return
        self.has_email, self.has_whatsapp = found.is_set_up["email"], found.is_set_up["whatsapp"]
        self.mail_from, self.phone_number_id = found.own.mail_from, found.own.whatsapp_phone_number_id
        self.has_own_token, self.is_loaded = found.has_own_token, True
