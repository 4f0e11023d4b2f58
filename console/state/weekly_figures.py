"""The wish of who looks at insights for the figures of each week by e-mail."""

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import weekly_figures
from console.state.gate import open_to
from console.state.reading import ReadingState


@open_to("member")
class WeeklyFiguresState(ReadingState, rx.State):
    """One's own wish in this app."""

    wanted: bool = False
    told: str = ""
    """Where the letter goes, and when the next one does."""

    @rx.event
    async def load(self):
        """Show what is wished for."""
        await self._look()

    @rx.event
    async def choose(self, wanted: bool):
        """Wish for them, or no more."""
        try:
            await self._ask(weekly_figures.choose, wanted=wanted)
        except CallboardError as refused:
            self._not_read(refused)
        else:
            await self._look()

    async def _look(self) -> None:
        try:
            wish = await self._ask(weekly_figures.look)
        except CallboardError as refused:
            self._not_read(refused)
            return
        tz, now = zone(wish.timezone), clock.now()
        name = "insights_weekly_next" if wish.wanted else "insights_weekly_would"
        self.wanted = wish.wanted
        self.told = word(name, address=wish.address, at=moments.dated(wish.next_at, tz, now))
        self._was_read()
