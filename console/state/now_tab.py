"""The number on the tab *Now*: how much somebody must look after, while one is at the master view's other pages.

It is counted anew with time alone: to count at each change, in each open tab, would cost more than the change.
"""

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.services import booking_views, now
from console.state import live, sharing
from console.state.acting import ActingState, ask
from console.state.gate import open_to

_BESIDE = ("scheduled-calls",)
"""The places of the pages beside *Now*, which says its own number."""


@open_to("member")
class NowTabState(ActingState, rx.State):
    """What stands on the tab."""

    count: int = 0

    @rx.event
    async def load(self):
        """Count, from now on as it is."""
        live.watch(self, NowTabState.refresh, "moment", part="tabs")
        await self._look(is_live=False)

    @rx.event
    async def refresh(self):
        """Count as it is now; no more once the person has gone to another page."""
        if self.router.url.path.rstrip("/").rpartition("/")[2] in _BESIDE:
            await self._look(is_live=True)
        else:
            live.forget(self, "tabs")

    async def _look(self, *, is_live: bool) -> None:
        try:
            me = await self._actor()
            question = ("pressing", booking_views.sight(me))
            self.count = await sharing.answer(self._app_id(), question, lambda: ask(now.pressing, me), anew=not is_live)
        except CallboardError:
            self.count = 0  # the page itself says why there is nothing to see
