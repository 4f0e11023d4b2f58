"""The banner's word on webhooks that do not deliver, for those who may mend them."""

import reflex as rx

from console.scheduling import clock
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import Unwell
from console.state import live
from console.state.acting import ActingState
from console.state.gate import open_to


@open_to("member")
class WebhookHealthState(ActingState, rx.State):
    """What the banner says; empty while every webhook does well, or for who may not manage them."""

    told: str = ""

    @rx.event
    async def load(self):
        """Say how they do, from now on as they are."""
        await self._look()
        live.watch(self, WebhookHealthState.refresh, "webhook", part="frame")

    @rx.event
    async def refresh(self):
        """Say how they do now."""
        await self._look()

    async def _look(self) -> None:
        sick = await self._ask(webhooks.unwell)
        self.told = self._sentence(sick) if sick else ""

    def _sentence(self, sick: Unwell) -> str:
        since = moments.since(sick.since, zone(self._times_zone()), clock.now()) if sick.since else ""
        parts = [
            word(f"webhooks_{state}", count=count)
            for state, count in (("failing", sick.failing), ("paused", sick.paused))
            if count
        ]
        return word("webhooks_unwell", which=word("and").join(parts), since=since)
