"""The bell in the frame: a person's notices of the app they look at, as they come, and the choice of what comes."""

from dataclasses import dataclass

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.notice_rows import NoticeRow, notice_row
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import notices
from console.state import live
from console.state.acting import ActingState
from console.state.gate import open_to, signed_in


@dataclass(frozen=True)
class ChoiceRow:
    """What one may be told of, and by which ways."""

    topic: str = ""
    label: str = ""
    hint: str = ""
    email: bool = False
    browser: bool = False


@open_to("member")
class BellState(ActingState, rx.State):
    """One's own notices; on every page of the console."""

    rows: list[NoticeRow] = []
    unread: int = 0
    choices: list[ChoiceRow] = []
    """Empty for who is told nothing, and who therefore has no bell."""
    is_choosing: bool = False
    spoken: NoticeRow = NoticeRow()
    """The latest that came while the page was open."""
    _seen: str = ""
    """The app, and the latest notice that was there when one came."""

    @rx.event
    async def load(self):
        """Show what there is, and watch for more."""
        live.watch_own(self, BellState.refresh, signed_in().person.id)
        self.choices = [
            ChoiceRow(
                one.topic, word(f"notices_{one.topic}"), word(f"notices_{one.topic}_hint"), one.email, one.browser
            )
            for one in await self._ask(notices.choices)
        ]
        await self._fetch(is_arriving=not self._seen.startswith(self._app_id()))

    @rx.event
    async def refresh(self):
        """Show them as they are now; what is new is spoken."""
        await self._fetch()

    @rx.event
    async def read(self, notice_id: str):
        """This one has been seen."""
        await self._see(notice_id)

    @rx.event
    async def open_spoken(self, notice_id: str):
        """Go to what this one tells of, and hold it for seen: its desktop notification was pressed."""
        path = next((row.path for row in self.rows if row.id == notice_id), "")
        if not path:
            return None  # long ago
        await self._see(notice_id)
        return rx.redirect(path)

    @rx.event
    async def read_all(self):
        """All have been seen."""
        await self._ask(notices.read)
        await self._fetch()

    @rx.event
    def set_choosing(self, is_choosing: bool):
        """Open what one may choose, or close it."""
        self.is_choosing = is_choosing

    @rx.event
    async def choose(self, topic: str, way: str, wanted: bool):
        """Have notices of a topic come this way, or not."""
        await self._ask(notices.choose, topic, way, wanted=wanted)
        return BellState.load

    async def _see(self, notice_id: str) -> None:
        await self._ask(notices.read, notice_id)
        await self._fetch()

    async def _fetch(self, *, is_arriving: bool = False) -> None:
        try:
            found = await self._ask(notices.latest)
        except CallboardError:
            return  # the page says what is wrong
        tz, now = zone(self._times_zone()), clock.now()
        self.rows = [notice_row(one, tz, now) for one in found.latest]
        self.unread = found.unread
        last = self._seen.partition(" ")[2]
        latest = max((row.id for row in self.rows), default=last)
        if not is_arriving and latest > last:
            new = [row for row in self.rows if row.id > last and not row.is_read]
            self.spoken = next((row for row in new if row.is_loud), new[0] if new else self.spoken)
        self._seen = f"{self._app_id()} {latest}"
