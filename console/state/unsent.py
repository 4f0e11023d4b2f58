"""The banner's count: messages that did not go out, since nobody has set up their channel."""

import reflex as rx

from console.scheduling.messages.words import word
from console.scheduling.services.reminders import outbox
from console.state.acting import ActingState
from console.state.gate import open_to


@open_to("member")
class UnsentState(ActingState, rx.State):
    """What the banner says; empty while there is nothing to say, or for who may not see messages."""

    told: str = ""

    @rx.event
    async def load(self):
        """Count them."""
        found = await self._ask(outbox.unsent)
        missing = word("and").join(word(f"channel_{channel}") for channel in found.channels)
        self.told = word("unsent_banner", count=found.count, channels=missing) if found.count else ""
