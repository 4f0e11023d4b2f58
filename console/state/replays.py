"""Sending deliveries again: one, those that were ticked, or all that failed since a time, with how far that has come."""

from datetime import datetime, timedelta

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid, NotAllowed, NotFound
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import zone
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import Progress
from console.state.acting import ActingState
from console.state.deliveries import DeliveriesState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of

_TOLD_FOR = timedelta(minutes=2)
"""How long after its beginning a replay that is over is still told of."""


@open_to("member")
class ReplaysState(ActingState, rx.State):
    """What is ticked in the log, the question before anything is sent again, and the bar while it is."""

    chosen: list[str] = []
    """The ids of the deliveries that are ticked."""
    question: str = ""
    """What is asked about: `chosen`, `failed`, or nothing."""
    since_day: str = ""
    since_clock: str = ""
    """From when on failed deliveries are sent again, on the person's wall clock."""
    count: int = 0
    """How many would be sent."""
    count_told: str = ""
    problem: str = ""

    progress: str = ""
    """`312 of 900 sent`; empty when there is nothing to tell."""
    percent: int = 0
    is_running: bool = False

    @rx.event
    async def show(self):
        """Tick nothing, and tell how far the latest replay of the open log has come."""
        self.chosen, self.question = [], ""
        await self._look()

    @rx.event
    async def refresh(self):
        """Tell how far it has come by now."""
        await self._look()

    @rx.event
    def choose(self, delivery_id: str, is_chosen: bool):
        """Tick a delivery, or take the tick away."""
        others = [one for one in self.chosen if one != delivery_id]
        self.chosen = [*others, delivery_id] if is_chosen else others

    @rx.event
    async def choose_page(self, is_chosen: bool):
        """Tick every delivery that is shown, or none."""
        log = await self.get_state(DeliveriesState)
        self.chosen = [row.id for row in log.rows] if is_chosen else []

    @rx.event
    def ask_chosen(self):
        """Ask whether those that are ticked shall be sent again."""
        self.count, self.problem = len(self.chosen), ""
        self.question = "chosen" if self.chosen else ""
        self._tell_count()

    @rx.event
    async def ask_failed(self):
        """Ask from when on failed ones shall be sent again; the last day, to begin with."""
        a_day_ago = (clock.now() - timedelta(days=1)).astimezone(zone(self._times_zone()))
        self.since_day, self.since_clock = f"{a_day_ago:%Y-%m-%d}", f"{a_day_ago:%H:%M}"
        self.question = "failed"
        await self._count()

    @rx.event
    async def set_since_day(self, day: str):
        """Send again what failed from this day on."""
        self.since_day = day
        await self._count()

    @rx.event
    async def set_since_clock(self, time: str):
        """Send again what failed from this time of that day on."""
        self.since_clock = time
        await self._count()

    @rx.event
    def set_asking(self, is_open: bool):
        """Leave the question."""
        self.question = self.question if is_open else ""

    @rx.event
    async def replay(self, delivery_id: str):
        """Send a delivery again."""
        await self._ask(webhooks.replay, delivery_id)
        yield DeliveriesState.refresh
        yield NoticeState.show("success", word("delivery_replayed"))

    @rx.event
    async def replay_chosen(self):
        """Send again what is ticked."""
        log = await self.get_state(DeliveriesState)
        chosen, self.chosen, self.question = self.chosen, [], ""
        count = await self._ask(webhooks.replay_these, log.subscription_id, chosen)
        return await self._begun(count)

    @rx.event
    async def replay_failed(self):
        """Send again what failed since then."""
        log = await self.get_state(DeliveriesState)
        try:
            since = self._since()
        except Invalid as refused:
            self.problem = next(iter(problems_of(refused).values()))
            return None
        self.question = ""
        return await self._begun(await self._ask(webhooks.replay_failed, log.subscription_id, since))

    @rx.event
    async def stop(self):
        """Leave the rest as it was."""
        log = await self.get_state(DeliveriesState)
        count = await self._ask(webhooks.stop_replay, log.subscription_id)
        await self._look()
        return [DeliveriesState.refresh, NoticeState.show("success", word("replay_stopped", count=count))]

    async def _begun(self, count: int):
        await self._look()
        return [DeliveriesState.refresh, NoticeState.show("success", word("deliveries_replayed", count=count))]

    async def _look(self) -> None:
        log = await self.get_state(DeliveriesState)
        self.progress, self.is_running = "", False
        if not log.subscription_id:
            return
        try:
            found = await self._ask(webhooks.replay_progress, log.subscription_id)
        except (NotFound, NotAllowed):
            return
        if found and (found.left or found.started_at > clock.now() - _TOLD_FOR):
            self._tell(found)

    def _tell(self, found: Progress) -> None:
        self.is_running = found.left > 0
        self.percent = round(100 * found.done / found.total) if found.total else 100
        name = "replay_stopped_early" if found.is_stopped and not found.left else "replay_running"
        told = [word(name, sent=found.total - found.left - found.failed, total=found.total)]
        if found.failed and not found.is_stopped:
            told.append(word("replay_failed_again", count=found.failed))
        self.progress = ", ".join(told)

    async def _count(self) -> None:
        log = await self.get_state(DeliveriesState)
        self.count, self.problem = 0, ""
        try:
            self.count = await self._ask(webhooks.failed_since, log.subscription_id, self._since())
        except Invalid as refused:
            self.problem = next(iter(problems_of(refused).values()))
        except CallboardError as refused:
            self.problem = refused.message
        self._tell_count()

    def _tell_count(self) -> None:
        self.count_told = word("replay_question", count=self.count) if self.count else word("replay_nothing")

    def _since(self) -> datetime:
        return ranges.wall_instant(self.since_day, self.since_clock, self._times_zone(), "since")
