"""Keeping the chosen start for a customer while they fill the form: others see it as taken.

A hold is a courtesy. Where none can be had, because an address keeps many times already or the database is busy, the
customer goes on without one, and the booking decides. So does it when the hold has run out.
"""

import asyncio
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

import reflex as rx

from booking_page import guard
from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError, NotFound, SlotUnavailable
from console.scheduling.messages.instants import iso
from console.scheduling.models import Hold
from console.scheduling.services import holds
from console.scheduling.services.holds import NewHold
from console.state import tabs
from console.state.acting import ask
from console.state.slot_picker import SlotPickerState

_RENEWED_EVERY = timedelta(seconds=45)
"""Acts that follow a renewal sooner than this renew nothing: somebody who types makes one each half second."""
AWAY_BEFORE_RELEASE = timedelta(seconds=30)
"""How long a tab may be gone, reloading or in a tunnel, before what it kept is released."""
_LOOKED_EVERY = 5
"""Seconds between two looks for tabs that are gone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A hold as its tab remembers it. Whose call it would be is not in it: nobody is to see that."""

    actor: Actor
    id: str
    holder: str
    start_at: datetime
    until: datetime
    renewed_at: datetime


class HoldingState(SlotPickerState, mixin=True):
    """Keeps the start that is chosen in the picker."""

    kept_until: str = ""
    """Until when the start is kept, as ISO 8601 in UTC; empty when it is not."""
    kept_now: str = ""
    """The time at which that was said: the browser's clock may be wrong."""
    holder: str = ""
    """The key to this customer's holds, which only their own page is told."""
    _kept: Kept | None = None

    def _new_hold(self, start: datetime) -> tuple[Actor, NewHold]:
        """The hold of this start, under the customer's key, and who asks for it."""
        raise NotImplementedError

    async def _keep_start(self) -> None:
        """Keep the chosen start, and only then let go of the one before. Raises SlotUnavailable where it is gone."""
        start, before = self._chosen_at, self._kept
        if start is None:
            return
        self.holder = self.holder or token_urlsafe(24)
        actor, wanted = self._new_hold(start)
        try:
            guard.count_look_up(self.rx_router_session.client_ip)
            self._note(actor, await ask(holds.hold, actor, wanted))
        except SlotUnavailable:
            raise
        except CallboardError:
            self._forget()
        if before is not None:
            await _release(before)

    async def _stay(self, *, returned: bool = False) -> None:
        """The customer is here: keep the start on, or again if it is over. Raises SlotUnavailable where it is gone.

        At most one renewal in three quarters of a minute, but for who has `returned` to the page.
        """
        kept = self._kept
        if kept is None or kept.start_at != self._chosen_at:
            return
        if not returned and clock.now() < kept.renewed_at + _RENEWED_EVERY:
            return
        try:
            self._note(kept.actor, await ask(holds.renew, kept.actor, kept.id, kept.holder))
        except NotFound:
            self._forget()
            await self._keep_start()
        except CallboardError:
            return  # it lasts a while yet, and the next letter asks again

    async def _forget_choice(self) -> None:
        """Empty the picker, and let others have what was kept."""
        self._forget_slots()
        await self._let_go()

    async def _let_go(self) -> None:
        """Let others have what was kept."""
        kept = self._kept
        self._forget()
        if kept is not None:
            await _release(kept)

    def _hold_of(self, start: datetime) -> str | None:
        """The id of the hold that keeps this start."""
        return self._kept.id if self._kept and self._kept.start_at == start else None

    def _note(self, actor: Actor, hold: Hold) -> None:
        now = clock.now()
        self._kept = Kept(actor, hold.id, self.holder, hold.start_at, hold.expires_at, now)
        self.kept_until, self.kept_now = iso(hold.expires_at), iso(now)
        _tabs[self.router.session.client_token] = _Tab(self._kept)

    def _forget(self) -> None:
        self._kept, self.kept_until = None, ""
        _tabs.pop(self.router.session.client_token, None)


@dataclass(slots=True)
class _Tab:
    kept: Kept
    gone_at: datetime | None = None


_tabs: dict[str, _Tab] = {}
"""The tabs of this process that keep a time, by their token."""


async def releasing(app: rx.App) -> None:
    """While the application runs: release what closed tabs kept. What this misses, as a restart does, runs out.

    A tab that has gone to another process keeps its hold, which that process learns of as it is renewed there.
    """
    while True:
        await asyncio.sleep(_LOOKED_EVERY)
        connected = {token for token in tuple(_tabs) if await tabs.is_anywhere(app, token)}
        for kept in left_behind(connected):
            await _release(kept)


def left_behind(connected: Container[str]) -> list[Kept]:
    """What tabs kept that are gone for longer than a reload takes; from now on they are forgotten."""
    now, found = clock.now(), []
    for token, tab in tuple(_tabs.items()):
        if tab.kept.until <= now:
            del _tabs[token]
        elif token in connected:
            tab.gone_at = None
        elif tab.gone_at is None:
            tab.gone_at = now
        elif now >= tab.gone_at + AWAY_BEFORE_RELEASE:
            del _tabs[token]
            found.append(tab.kept)
    return found


async def _release(kept: Kept) -> None:
    """Let others have it now; where that fails it runs out by itself."""
    with suppress(CallboardError):
        await ask(holds.release, kept.actor, kept.id, kept.holder)
