"""Whether anybody sees this tab, as its browser says."""

import reflex as rx

from console.state import live
from console.state.gate import open_to


@open_to("member")
class PresenceState(rx.State):
    """A tab that another covers learns what changed once it is seen again."""

    @rx.event
    async def set_seen(self, is_seen: bool):
        """The tab was covered, or is seen again."""
        live.set_seen(self, is_seen=is_seen)
