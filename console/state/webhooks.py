"""The webhooks page: the addresses that the app tells what happens, and everything one does with them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments, sparkline
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import EVENTS, NewSubscription, SubscriptionView
from console.state import live
from console.state.deliveries import DeliveriesState
from console.state.gate import open_to
from console.state.listing import ListingState
from console.state.notice import NoticeState
from console.state.problems import problems_of
from console.state.replays import ReplaysState

Tone = Literal["neutral", "success", "warning"]
_TONES: dict[str, Tone] = {"active": "success", "failing": "warning"}


@dataclass(frozen=True)
class SubscriptionRow:
    """A subscription, ready to show; `remark` says why it is not simply active."""

    id: str = ""
    url: str = ""
    events: list[str] = field(default_factory=list)
    events_told: str = ""
    status_label: str = ""
    tone: Tone = "neutral"
    remark: str = ""
    waiting: int = 0
    failed: int = 0
    is_paused: bool = False
    last_success: str = ""
    accepted: str = ""
    """The share of the latest attempts that were accepted, such as `97%`; empty before the first."""
    p95: str = ""
    good_bars: str = ""
    """An SVG path with a bar for each attempt that was accepted; `bad_bars` has the others."""
    bad_bars: str = ""
    record_told: str = ""
    """The bars in a sentence."""


@open_to("member")
class WebhooksState(ListingState, rx.State):
    """The table of subscriptions and the dialogs over it."""

    rows: list[SubscriptionRow] = []
    chosen: SubscriptionRow = SubscriptionRow()
    """The subscription that the open dialog is about."""
    secret: str = ""
    """A new secret, until its dialog is closed."""

    @rx.event
    async def load(self):
        """Show the subscriptions, from now on as they are."""
        await self._fetch()
        live.watch(self, WebhooksState.refresh, "delivery", "attempt", "webhook")
        if not self.rows:
            return DeliveriesState.close_log
        return [DeliveriesState.open_log(self.rows[0].id), ReplaysState.show]

    @rx.event
    async def refresh(self):
        """Show them, and the log below, as they are now."""
        await self._fetch()
        return [DeliveriesState.refresh, ReplaysState.refresh]

    @rx.event
    def open_log(self, subscription_id: str):
        """Show the log of this subscription below the table."""
        return [DeliveriesState.open_log(subscription_id), ReplaysState.show]

    @rx.event
    def open_new(self):
        """Open an empty form, all events chosen."""
        self.chosen, self.problems = SubscriptionRow(events=list(EVENTS)), {}
        self.form = "new"

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Subscribe the address, and show its secret."""
        try:
            made, self.secret = await self._ask(webhooks.subscribe, NewSubscription(_url(form), _events(form)))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.form = ""
        await self._fetch()
        self._choose(made.id)
        return [DeliveriesState.open_log(made.id), ReplaysState.show]

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make the subscription what the form says."""
        try:
            await self._ask(webhooks.change, self.chosen.id, url=_url(form), events=_events(form))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.form = ""
        await self._fetch()
        return NoticeState.show("success", word("webhook_saved"))

    @rx.event
    async def send_test(self, subscription_id: str):
        """Send an invented call; the log shows what comes of it."""
        await self._ask(webhooks.test_send, subscription_id)
        yield DeliveriesState.open_log(subscription_id)
        yield NoticeState.show("success", word("webhook_test_sent"))

    @rx.event
    async def pause(self, subscription_id: str):
        """Stop sending; what happens meanwhile is kept."""
        await self._ask(webhooks.pause, subscription_id)
        await self._fetch()

    @rx.event
    async def resume(self, subscription_id: str):
        """Send again; when something was kept, ask first what shall become of it."""
        self._choose(subscription_id)
        if self.chosen.waiting:
            self.form = "resume"
        else:
            await self._resume(skip=False)

    @rx.event
    async def resume_chosen(self, skip: bool):
        """Send again: what was kept first, or never."""
        await self._resume(skip=skip)

    @rx.event
    def ask_to_rotate(self, subscription_id: str):
        """Ask before it gets another secret: a day later its receiver must know that one."""
        self._choose(subscription_id)
        self.form = "rotate" if self.chosen.id else ""

    @rx.event
    async def rotate(self, subscription_id: str):
        """Give it another secret, and show that."""
        self.form = ""
        self.secret = await self._ask(webhooks.rotate, subscription_id)
        await self._fetch()

    @rx.event
    def set_secret_open(self, is_open: bool):
        """Close the secret; it is not shown again."""
        if not is_open:
            self.secret = ""

    @rx.event
    async def delete(self):
        """Delete the subscription that was asked about."""
        self.is_asking = False
        await self._ask(webhooks.delete, self.chosen.id)
        await self._fetch()
        return [DeliveriesState.refresh, NoticeState.show("success", word("webhook_deleted"))]

    async def _resume(self, *, skip: bool) -> None:
        self.form = ""
        await self._ask(webhooks.resume, self.chosen.id, skip_waiting=skip)
        await self._fetch()

    async def _read(self) -> list[SubscriptionRow]:
        return [self._row(view) for view in await self._ask(webhooks.list_subscriptions)]

    def _row(self, view: SubscriptionView) -> SubscriptionRow:
        return SubscriptionRow(
            id=view.id,
            url=view.url,
            events=list(view.events),
            events_told=word("all_events") if len(view.events) == len(EVENTS) else ", ".join(view.events),
            status_label=word(f"webhook_{view.status}"),
            tone=_TONES.get(view.status, "neutral"),
            remark=self._remark(view),
            waiting=view.waiting,
            failed=view.failed,
            is_paused=view.status == "paused",
            last_success=self._moment(view.last_success_at) if view.last_success_at else "",
            **_record(view),
        )

    def _remark(self, view: SubscriptionView) -> str:
        if view.paused_reason:
            return word(f"webhook_paused_by_{view.paused_reason}")
        if view.status == "failing" and view.failing_since:
            return word("webhook_failing_since", time=self._since(view.failing_since))
        return word("webhook_rotates_until", time=self._since(view.rotates_until)) if view.rotates_until else ""

    def _since(self, instant: datetime) -> str:
        return moments.since(instant, zone(self._times_zone()), clock.now())

    def _moment(self, instant: datetime) -> str:
        return moments.moment(instant, zone(self._times_zone()), clock.now())


def _record(view: SubscriptionView) -> dict[str, str]:
    """What the row says of the latest attempts."""
    found = view.summary
    if found.success_rate is None or found.p95_ms is None:
        return {"record_told": word("webhook_no_attempts")}
    good, bad = sparkline.bars(view.tries)
    accepted, p95 = f"{found.success_rate:.0%}", word("milliseconds", count=found.p95_ms)
    told = word("webhook_record", total=found.attempts, failed=found.failed, accepted=accepted, p95=p95)
    return {"accepted": accepted, "p95": p95, "good_bars": good, "bad_bars": bad, "record_told": told}


def _url(form: dict[str, Any]) -> str:
    return str(form.get("url", ""))


def _events(form: dict[str, Any]) -> list[str]:
    """The events whose boxes are ticked; see `box`."""
    return [event for event in EVENTS if form.get(box(event))]


def box(event: str) -> str:
    """The name of an event's box in the form."""
    return event.replace(".", "_")
