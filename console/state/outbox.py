"""The outbox page: the app's messages to customers, what became of each, and sending one by hand."""

from dataclasses import dataclass
from typing import Literal

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services.channels import CHANNELS, NOT_SET_UP, TEST_APP
from console.scheduling.services.reminders import outbox
from console.scheduling.services.reminders.outbox import BY_HAND, STATUSES, MessageFilter, MessageView
from console.state import live
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.reading import ReadingState
from console.state.times import TimesState
from console.state.unsent import UnsentState

Tone = Literal["neutral", "accent", "success", "warning", "danger"]
_TONES: dict[str, Tone] = {
    "sent": "success",
    "delivered": "success",
    "read": "success",
    "failed": "danger",
    "not_sent": "warning",
}
_WHY_NOT = {TEST_APP: "unsent_test_app", NOT_SET_UP: "unsent_channel"}
_PAGE = 50
_MOST = 500


@dataclass(frozen=True)
class MessageRow:
    """A message, ready to show."""

    id: str = ""
    call: str = ""
    """The booking's id."""
    customer: str = ""
    reference: str = ""
    kind: str = ""
    channel: str = ""
    channel_label: str = ""
    recipient: str = ""
    time: str = ""
    status: str = ""
    tone: Tone = "neutral"
    why: str = ""
    text: str = ""
    can_send: bool = False


@open_to("member")
class OutboxState(TimesState, ReadingState, rx.State):
    """The table, its filters, and the question before a message is sent."""

    rows: list[MessageRow] = []
    status: str = ""
    channel: str = ""
    has_more: bool = False
    """Why there is nothing to see."""
    chosen: MessageRow = MessageRow()
    is_asking: bool = False
    """Whether the page asks before the chosen one goes out."""
    problem: str = ""
    """Why the chosen one cannot."""
    _shown: int = _PAGE

    @rx.event
    async def load(self):
        """Show the messages, from now on as they are."""
        self._shown = _PAGE
        await self._fetch()
        live.watch(self, OutboxState.refresh, "booking", "message", "settings")

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()
        return UnsentState.load

    @rx.event
    async def choose_status(self, status: str):
        """Show messages of this status alone, or all that were due."""
        self.status, self._shown = (status if status in STATUSES else ""), _PAGE
        await self._fetch()

    @rx.event
    async def choose_channel(self, channel: str):
        """Show messages on this channel alone, or on any."""
        self.channel, self._shown = (channel if channel in CHANNELS else ""), _PAGE
        await self._fetch()

    @rx.event
    async def show_more(self):
        """Show older ones too."""
        self._shown = min(self._shown + _PAGE, _MOST)
        await self._fetch()

    @rx.event
    def ask_first(self, message_id: str):
        """Ask whether this one is to go out now."""
        self.chosen = next((row for row in self.rows if row.id == message_id), MessageRow())
        self.is_asking, self.problem = bool(self.chosen.id), ""

    @rx.event
    def set_asking(self, is_open: bool):
        """Leave the question."""
        self.is_asking = is_open and self.is_asking

    @rx.event
    async def send(self):
        """Send the chosen one; the question says why it cannot be."""
        try:
            await self._ask(outbox.send_by_hand, self.chosen.id)
        except CallboardError as refused:
            self.problem = refused.message
            return
        self.is_asking = False
        await self._fetch()
        yield NoticeState.show("success", word("message_goes_out"))

    async def _fetch(self) -> None:
        wanted = MessageFilter(status=self.status, channel=self.channel, limit=self._shown)
        try:
            found = await self._ask(outbox.list_messages, wanted)
        except CallboardError as refused:
            self._not_read(refused)
            if self.refusal:
                self.rows = []
            return
        self.has_more = len(found) > self._shown and self._shown < _MOST
        self.rows = [self._row(one) for one in found[: self._shown]]
        self._was_read()

    def _row(self, one: MessageView) -> MessageRow:
        why = word(_WHY_NOT[one.problem]) if one.problem in _WHY_NOT else one.problem or ""
        return MessageRow(
            id=one.id,
            call=one.booking_id,
            customer=one.guest_name,
            reference=one.reference,
            kind=word(f"message_{one.occasion}"),
            channel=one.channel,
            channel_label=word(f"channel_{one.channel}"),
            recipient=one.recipient,
            time=moments.moment(one.at, zone(self._times_zone()), clock.now()),
            status=word(f"message_status_{one.status}"),
            tone=_TONES.get(one.status, "neutral"),
            why=why,
            text=one.text or "",
            can_send=one.status in BY_HAND,
        )
