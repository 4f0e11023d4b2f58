"""The delivery log of one webhook subscription: what was owed to it, each attempt, and sending it again."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.retries import succeeded
from console.scheduling.rules.zones import zone
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import AttemptView, DeliveryView, LogFilter
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState

Tone = Literal["neutral", "success", "danger", "warning"]
STATUSES = ("pending", "delivered", "failed", "skipped")
_TONES: dict[str, Tone] = {"delivered": "success", "failed": "danger"}
SPANS = {"1": timedelta(hours=1), "24": timedelta(hours=24), "168": timedelta(days=7), "720": timedelta(days=30)}
"""How far back failed deliveries can be sent again together, by its name in hours."""
_PAGE = 50


@dataclass(frozen=True)
class DeliveryRow:
    """A line of the log, ready to show."""

    id: str = ""
    event: str = ""
    event_id: str = ""
    reference: str = ""
    sequence: int = 0
    is_test: bool = False
    time: str = ""
    status_label: str = ""
    tone: Tone = "neutral"
    remark: str = ""
    """What the receiver last said, or when it is tried next."""
    attempts: int = 0


@dataclass(frozen=True)
class AttemptRow:
    """One attempt, ready to show."""

    number: int = 0
    time: str = ""
    took: str = ""
    answer: str = ""
    tone: Tone = "neutral"
    headers: str = ""
    body: str = ""
    reply: str = ""


@dataclass(frozen=True)
class Sheet:
    """A delivery in full, the latest attempt first."""

    row: DeliveryRow = field(default_factory=DeliveryRow)
    attempts: list[AttemptRow] = field(default_factory=list)


@open_to("member")
class DeliveriesState(ActingState, rx.State):
    """The log below the table of subscriptions, and the drawer with one delivery."""

    subscription_id: str = ""
    url: str = ""
    rows: list[DeliveryRow] = []
    status: str = ""
    """Which deliveries are shown; empty: all."""
    has_more: bool = False
    sheet: Sheet = Sheet()
    is_open: bool = False

    _shown: int = _PAGE

    @rx.event
    async def open_log(self, subscription_id: str):
        """Show the log of this subscription."""
        if subscription_id != self.subscription_id:
            self.status, self._shown, self.is_open = "", _PAGE, False
        self.subscription_id = subscription_id
        await self._fetch()

    @rx.event
    def close_log(self):
        """Show no log."""
        self._clear()

    @rx.event
    async def refresh(self):
        """Show the log, and the open delivery, as they are now."""
        await self._fetch()
        if self.is_open and self.subscription_id:
            await self._look(self.sheet.row.id)

    @rx.event
    async def choose_status(self, status: str):
        """Show deliveries of this status alone, or all."""
        self.status, self._shown = (status if status in STATUSES else ""), _PAGE
        await self._fetch()

    @rx.event
    async def show_more(self):
        """Show older ones too."""
        self._shown = min(self._shown + _PAGE, 200)
        await self._fetch()

    @rx.event
    async def open_delivery(self, delivery_id: str):
        """Show one delivery with its attempts."""
        await self._look(delivery_id)
        self.is_open = True

    @rx.event
    def set_open(self, is_open: bool):
        """Close the drawer."""
        self.is_open = is_open and self.is_open

    @rx.event
    async def replay(self, delivery_id: str):
        """Send a delivery again."""
        await self._ask(webhooks.replay, delivery_id)
        yield DeliveriesState.refresh
        yield NoticeState.show("success", word("delivery_replayed"))

    @rx.event
    async def replay_failed(self, hours: str):
        """Send again whatever was given up within so many hours."""
        since = clock.now() - SPANS.get(hours, timedelta(hours=1))
        count = await self._ask(webhooks.replay_failed, self.subscription_id, since)
        yield DeliveriesState.refresh
        yield NoticeState.show("success", word("deliveries_replayed", count=count))

    async def _fetch(self) -> None:
        if not self.subscription_id:
            return
        try:
            self.url = (await self._ask(webhooks.subscription, self.subscription_id)).url
            found = await self._ask(
                webhooks.deliveries,
                self.subscription_id,
                LogFilter(statuses=[self.status] if self.status else []),
                limit=self._shown + 1,
            )
        except (NotFound, NotAllowed):
            self._clear()
            return
        self.has_more = found.total > self._shown and self._shown < 200
        self.rows = [self._row(view) for view in found.rows[: self._shown]]

    async def _look(self, delivery_id: str) -> None:
        detail = await self._ask(webhooks.delivery, delivery_id)
        tried = [self._attempt(one) for one in reversed(detail.attempts)]
        self.sheet = Sheet(self._row(detail.delivery), tried)

    def _clear(self) -> None:
        self.subscription_id, self.url, self.rows, self.is_open = "", "", [], False

    def _row(self, view: DeliveryView) -> DeliveryRow:
        return DeliveryRow(
            id=view.id,
            event=view.event,
            event_id=view.event_id,
            reference=view.reference or "",
            sequence=view.sequence,
            is_test=view.test,
            time=self._moment(view.created_at),
            status_label=word(f"delivery_{view.status}"),
            tone=_TONES.get(view.status, "neutral"),
            remark=self._remark(view),
            attempts=view.attempts,
        )

    def _remark(self, view: DeliveryView) -> str:
        said = _answer(view.last_status_code, view.last_error) if view.last_status_code or view.last_error else ""
        if view.status == "pending" and view.due_at > clock.now():
            return " · ".join(part for part in (said, word("delivery_again", time=self._moment(view.due_at))) if part)
        return said

    def _attempt(self, one: AttemptView) -> AttemptRow:
        ok = one.error is None and one.status_code is not None and succeeded(one.status_code)
        return AttemptRow(
            number=one.number,
            time=self._moment(one.started_at),
            took=f"{one.duration_ms} ms",
            answer=_answer(one.status_code, one.error),
            tone="success" if ok else "danger",
            headers="\n".join(f"{name}: {value}" for name, value in one.request_headers.items()),
            body=_pretty(one.request_body),
            reply=one.response_body,
        )

    def _moment(self, instant: datetime) -> str:
        """To the second: attempts follow one another within seconds."""
        local = instant.astimezone(zone(self._times_zone()))
        return f"{moments.day_name(instant, zone(self._times_zone()), clock.now())}, {local:%H:%M:%S}"


def _answer(status_code: int | None, error: str | None) -> str:
    """What came back, in words: `200`, `Answered 500`, `No answer in time`."""
    code, _, detail = (error or "").partition(": ")
    if not code:
        return str(status_code)
    return word(f"attempt_{code}", code=status_code or "", detail=detail).strip()


def _pretty(body: str) -> str:
    """JSON laid out for reading; the signature is over the bytes as they were sent."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
