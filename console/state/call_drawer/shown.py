"""The booking that the drawer shows: which one, as the address says, and what others do to it meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import NotFound
from console.scheduling.messages import story
from console.scheduling.messages.rows import BookingRow, booking_row
from console.scheduling.messages.sheet import BookingSheet, booking_sheet
from console.scheduling.messages.story import News
from console.scheduling.rules.zones import zone
from console.scheduling.services import booking_views
from console.scheduling.services.booking_views import BookingDetail, OtherCalls
from console.state import live
from console.state.live import Sight
from console.state.times import TimesState


@dataclass(frozen=True, slots=True)
class OtherRows:
    """The customer's other calls, ready to show; `all_of_them` is where the rest is listed, if there is a rest."""

    coming: list[BookingRow] = field(default_factory=list)
    past: list[BookingRow] = field(default_factory=list)
    all_of_them: str = ""


class ShownCallState(TimesState, mixin=True):
    """What is known about one booking, as this person may see it."""

    sheet: BookingSheet = BookingSheet()
    others: OtherRows = OtherRows()
    is_open: bool = False
    is_missing: bool = False
    """Whether the booking is unknown, or not this person's to see: both read the same."""
    news: News = News()
    """What somebody else did to it since it was opened, or since this person last acted on it."""
    _seen_event: str = ""
    """The last event that is no news; empty: whatever is found next is none."""
    _whole_draw: str = ""
    """The event whose draw is shown with all its agents."""

    @rx.event
    async def load(self):
        """Show the booking that the address names, or none."""
        await self._show_call(self.router.url.query_parameters.get("call", ""))

    @rx.event
    async def open_call(self, booking_id: str):
        """Show a booking at once, and put it into the address."""
        await self._show_call(booking_id)
        return self._go(booking_id)

    @rx.event
    def set_open(self, is_open: bool):
        """Close the drawer, as its cross and Esc ask."""
        if not is_open:
            self.is_open = False
            live.forget(self, "drawer")
            return self._go("")
        return None

    @rx.event
    async def refresh(self):
        """Show the open booking as it is now; what is being typed stays."""
        if self.is_open:
            await self._fetch(self.sheet.row.id)
            self._narrow_sight()

    @rx.event
    async def show_whole_draw(self, event_id: str):
        """Show everybody who was considered in this draw."""
        self._whole_draw = event_id
        if self.is_open:
            await self._fetch(self.sheet.row.id)

    @rx.event
    async def put_news_away(self):
        """What others did has been read."""
        self._seen_event = ""
        if self.is_open:
            await self._fetch(self.sheet.row.id)

    async def _show_call(self, booking_id: str) -> None:
        if not booking_id:
            self._put_aside()
        elif booking_id != self.sheet.row.id:
            self._leave_call()
            self._enter_call(booking_id)
        if booking_id != self.sheet.row.id or not self.is_open:
            self._seen_event = ""
        self.is_open = bool(booking_id)
        if booking_id:
            live.watch(self, type(self).refresh, "booking", "message", "delivery", part="drawer")
            await self._fetch(booking_id)
            self._narrow_sight()
        else:
            live.forget(self, "drawer")

    def _narrow_sight(self) -> None:
        """What happens to its agent's other calls shows too, where a time is being chosen."""
        row = self.sheet.row
        live.narrow(self, Sight(frozenset({row.agent_id}), frozenset({row.id})), part="drawer")

    def _put_aside(self) -> None:
        """The drawer is closed; it may be opened on the same booking again."""

    def _leave_call(self) -> None:
        """Another booking is about to be shown: what was prepared was for this one."""
        self._whole_draw = ""

    def _enter_call(self, booking_id: str) -> None:
        """This booking is about to be shown: what was left unfinished about it is taken up again."""

    async def _fetch(self, booking_id: str) -> None:
        try:
            known = await self._ask(booking_views.get, booking_id)
            others = await self._ask(booking_views.other_calls, booking_id)
        except NotFound:
            self.sheet, self.others, self.news, self.is_missing = BookingSheet(), OtherRows(), News(), True
            return
        self.is_missing, self.others = False, self._other_rows(known, others)
        await self._take(known)

    async def _take(self, known: BookingDetail) -> None:
        """Show what was just read."""
        call, now = known.call, clock.now()
        tz, guest_zone, agent_zone = self._zone_of(call), call.booking.guest_timezone, call.agent_timezone
        self.sheet = booking_sheet(
            known,
            tz,
            zone(guest_zone) if guest_zone else None,
            zone(agent_zone) if agent_zone else None,
            now,
            whole_draw=self._whole_draw,
        )
        self._seen_event = self._seen_event or known.events[-1].id
        self.news = story.news(known.events, known.names, tz, now, after=self._seen_event)

    def _other_rows(self, known: BookingDetail, others: OtherCalls) -> OtherRows:
        def rows(calls: Sequence[booking_views.BookedCall]) -> list[BookingRow]:
            return [booking_row(call, self._zone_of(call), clock.now()) for call in calls]

        booking = known.call.booking
        query = urlencode({"range": "all", "q": booking.guest_phone or booking.guest_email or ""})
        rest = f"/app/{self._app_id()}/scheduled-calls?{query}" if others.has_more else ""
        return OtherRows(rows(others.coming), rows(others.past), rest)

    def _go(self, booking_id: str):
        query = {**self.router.url.query_parameters, "call": booking_id}
        said = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return rx.redirect(f"{self.router.url.path}?{said}" if said else self.router.url.path)
