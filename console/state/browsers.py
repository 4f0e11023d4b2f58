"""The browsers in which a person is signed in, and signing them out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import reflex as rx

from console.scheduling import clock
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.browsers import described
from console.scheduling.services import sessions
from console.scheduling.services.sessions import Browser
from console.state import live
from console.state.acting import ActingState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState

_ACTIVE = timedelta(minutes=2)
"""A browser that was seen within so long is in use: being seen is written once a minute."""


@dataclass(frozen=True)
class BrowserRow:
    """A browser in words: `Firefox on Linux`, `192.0.2.7`, `last seen 2 hr ago`."""

    id: str = ""
    name: str = ""
    address: str = ""
    seen: str = ""
    is_phone: bool = False
    is_this: bool = False


@open_to("member")
class BrowsersState(ActingState, rx.State):
    """The list on one's profile, as it is at each moment."""

    rows: list[BrowserRow] = []
    is_loaded: bool = False

    @rx.event
    async def load(self):
        """Show them, from now on as they are."""
        live.watch_own(self, BrowsersState.refresh, signed_in().person.id, "session", part="page")
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()

    @rx.event
    async def end(self, browser_id: str):
        """Sign one of them out."""
        await self._ask(sessions.end, browser_id)
        await self._fetch()
        return NoticeState.show("success", word("browser_ended"))

    @rx.event
    async def end_others(self):
        """Sign all out but the one at hand."""
        await self._ask(sessions.end_all, but=signed_in().token_hash)
        await self._fetch()
        return NoticeState.show("success", word("browsers_ended"))

    async def _fetch(self) -> None:
        here, now = signed_in().token_hash, clock.now()
        rows = [_row(one, one.id == here, now) for one in await self._ask(sessions.browsers)]
        self.rows = sorted(rows, key=lambda row: not row.is_this)
        self.is_loaded = True


def _row(browser: Browser, is_this: bool, now: datetime) -> BrowserRow:
    is_active = is_this or now - browser.last_seen_at < _ACTIVE
    name, system = described(browser.user_agent)
    said = name or word("unknown_browser")
    return BrowserRow(
        browser.id,
        word("browser_on", browser=said, system=system) if system else said,
        browser.address,
        word("browser_active") if is_active else word("browser_seen", when=moments.how_far(browser.last_seen_at, now)),
        system in ("iPhone", "iPad", "Android"),
        is_this,
    )
