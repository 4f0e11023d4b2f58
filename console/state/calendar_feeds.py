"""The addresses of calendar feeds: one's own on My schedules, the whole app's in its settings."""

from typing import ClassVar

import reflex as rx

from console.scheduling.actors import Surface
from console.scheduling.errors import NotAllowed
from console.scheduling.services import calendars
from console.scheduling.services.calendars import Whose
from console.state.acting import ActingState
from console.state.gate import open_to


class FeedState(ActingState, mixin=True):
    """What both have: an address to copy, to make, to replace and to revoke."""

    _whose: ClassVar[Whose]

    url: str = ""
    """Empty while there is none."""
    is_seen: bool = False
    """Whether the person may know of it."""
    question: str = ""
    """`renew` or `revoke`, while one of them is asked about."""

    @rx.event
    async def load(self):
        """Show the address, if there is one and the person may see it."""
        try:
            self.url, self.is_seen = await self._ask(calendars.feed_url, self._whose) or "", True
        except NotAllowed:
            self.url, self.is_seen = "", False

    @rx.event
    def ask_to(self, act: str):
        """Ask before the present address ends: by `renew` or by `revoke`; anything else leaves the question."""
        self.question = act if act in ("renew", "revoke") else ""

    @rx.event
    def set_asking(self, is_asking: bool):
        """Leave the question, as its cross and Esc ask."""
        if not is_asking:
            self.question = ""

    @rx.event
    async def renew(self):
        """Make an address; one that there was ends."""
        self.question = ""
        self.url = await self._ask(calendars.renew_feed, self._whose)

    @rx.event
    async def revoke(self):
        """End the address."""
        self.question = ""
        await self._ask(calendars.revoke_feed, self._whose)
        self.url = ""


@open_to("member")
class OwnFeedState(FeedState, rx.State):
    """One's own calls."""

    _surface: ClassVar[Surface] = "agent"
    _whose: ClassVar[Whose] = "own"


@open_to("member")
class AppFeedState(FeedState, rx.State):
    """All calls of the app."""

    _whose: ClassVar[Whose] = "app"
