"""The booking page's state: the steps from a time to a booking. How a customer came: arrival.py; what follows: booked.py.

Everybody on the internet may call its handlers. Nothing here is secret but to the customer who typed it, and every value
that comes in is judged by the core, or taken only if it stands on the screen.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import reflex as rx

from booking_page import address, guard
from booking_page.returning import ReturningState
from booking_page.wished_day import WishedDayState
from console.scheduling import clock
from console.scheduling.actors import Actor, visitor
from console.scheduling.errors import CallboardError, NotFound, SlotUnavailable, TooMany
from console.scheduling.messages.words import word
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import apps, bookings, places, slot_calendar, slots
from console.scheduling.services.holds import NewHold
from console.scheduling.services.slots import SlotQuery
from console.state.acting import ask
from console.state.gate import open_to


@open_to("anyone")
class BookingPageState(ReturningState, WishedDayState, rx.State):
    """One customer on one app's booking page."""

    _shown_at: datetime | None = None

    @rx.event
    async def arrive(self):
        """Open the page that the address names; a reload or a reconnect finds all as it was, but for times now gone."""
        asked = address.read(self.rx_router_page.params)
        if asked == self._address and self.step not in ("", "shut"):
            try:
                await self._require_key()
            except NotFound as refused:
                await self._forget_choice()
                self._turn_away(refused)
                return
            await self._is_at_the_form(returned=True)
            await self._look_again()
            return
        await self._forget_choice()
        await self._welcome(asked)
        await self._open_if_ready()

    @rx.event
    async def settle(self, zone: str, language: str, anew: bool, before: dict[str, Any]):
        """Take the zone and the language of the customer's browser, unless a zone is settled already.

        `anew`: the page was opened, not reloaded; a booking that was made here before is no longer on the screen then.
        `before`: what the open page had seen of a server that has been started anew since.
        """
        if anew and self.step == "done":
            await self._begin_again()
        if self.is_known:
            return
        self.is_known, self._wished, self._before = True, language, before
        await self._speak()
        self._set_zone(places.known_zone(zone, self.zone))
        await self._open_if_ready()

    @rx.event
    async def pick_agent(self, agent_id: str):
        """Choose one of the agents on the screen."""
        if agent_id in [card.id for card in self.agents]:
            self._name_agent(agent_id)
            await self._forget_choice()
            await self._go("time")

    @rx.event
    async def pick_duration(self, minutes: int):
        """Choose one of the lengths that the preset offers."""
        if minutes in self.durations and minutes != self.duration:
            self.duration, self.refusal = minutes, ""
            await self._forget_choice()
            await self._open_if_ready()

    @rx.event
    async def pick_start(self, start: str):
        """Choose one of the starts on the screen, which keeps it for this customer, and go on to the form."""
        if not self._choose(start):
            return
        self.refusal = ""
        try:
            await self._keep_start()
        except SlotUnavailable as gone:
            await self._offer_instead_of(gone)
        else:
            await self._go("details")

    @rx.event
    async def stay(self):
        """The customer does something at the page: what they chose is kept on."""
        await self._is_at_the_form()

    @rx.event
    async def back(self, step: str):
        """Go back to an earlier step. What was typed stays, and the time that was chosen, for others to take, too."""
        if step == "time" and self.step == "details":
            await self._let_go()
            await self._go(step)
            await self._look_again()
        elif step == "agent" and self.picks and self.step in ("time", "details"):
            self.refusal = ""
            await self._forget_choice()
            await self._go(step)

    @rx.event
    async def book(self, form: dict[str, Any]):
        """Book the chosen start for who is named in the form, or say why not and lose nothing."""
        if self.step != "details":
            return
        self._keep_all(form)
        self.busy = True
        yield
        try:
            await self._book(form)
        except CallboardError as refused:
            await self._offer_instead_of(refused)
        finally:
            self.busy = False

    @rx.event
    async def book_another(self):
        """Begin again, as the same customer."""
        if self.step == "done":
            await self._begin_again()

    async def _free_starts(self, within: Interval) -> list[datetime]:
        try:
            guard.count_look_up(self.rx_router_session.client_ip)
        except guard.FromOneNetwork as often:
            often.message = self._until_allowed(often.sentence, often)  # for who only reads a notice
            raise
        query = SlotQuery(
            start=within.start,
            end=within.end,
            duration_minutes=self.duration,
            agent_id=self.agent_id or None,
            preset_id=self._preset_id,
            holder=self.holder or None,
        )
        return await ask(slots.starts, visitor(self._address.app_id), query)

    async def _show_zone(self, zone: str) -> None:
        await super()._show_zone(zone)
        self.is_known = True

    def _new_hold(self, start: datetime) -> tuple[Actor, NewHold]:
        return visitor(self._address.app_id), NewHold(
            start=start,
            duration_minutes=self.duration,
            agent_id=self.agent_id or None,
            preset_id=self._preset_id,
            holder=self.holder,
            network=guard.network_of(self.rx_router_session.client_ip),
        )

    async def _is_at_the_form(self, *, returned: bool = False) -> None:
        if self.step == "details":
            try:
                await self._stay(returned=returned)
            except SlotUnavailable as gone:
                await self._offer_instead_of(gone)

    async def _begin_again(self) -> None:
        self._forget_booking()
        await self._forget_choice()
        await self._go("agent" if self.picks else "time")

    async def _go(self, step: str) -> None:
        self.step = step
        if step == "details":
            self._shown_at = clock.now()
        await self._open_if_ready()

    async def _open_if_ready(self) -> None:
        """Show the slots once everything that decides them is known: the preset, the agent and the browser's zone."""
        if self._before and self.is_known and self.step in ("agent", "time"):
            await self._resume()
        elif self.step == "time" and self.is_known and not self.month:
            try:
                await self._open_picker(last_month=self._last_month)
                await self._turn_to(self._address.day)
            except CallboardError as refused:
                self._turn_away(refused)

    async def _require_key(self) -> None:
        """Raises AppNotFound once the link's key has been replaced: it opens nothing any more, open pages included."""
        await ask(apps.public, self._address.app_id, self._address.key)

    async def _book(self, form: Mapping[str, Any]) -> None:
        scheduled_at = self._chosen_at
        if scheduled_at is None or form.get(guard.TRAP):
            self.refusal = word("time_just_gone" if self.alternatives else "choose_time_again", self._locale)
            return
        await guard.wait_out(self._shown_at or clock.now())
        await self._require_key()
        try:
            guard.count_booking(self.rx_router_session.client_ip)
        except guard.FromOneNetwork as often:
            self.refusal = self._until_allowed(often.sentence, often)
            return
        new = self._new_booking(
            scheduled_at,
            agent_id=self.agent_id or None,
            preset_id=self._preset_id,
            duration_minutes=self.duration,
            guest_timezone=self.zone,
            intake=self._answers(),
            metadata=dict(self._address.marks),
            hold_id=self._hold_of(scheduled_at),
            holder=self.holder or None,
        )
        await self._sum_up(await ask(bookings.book, visitor(self._address.app_id), new))
        self._forget()  # the booking has used it up

    def _new_booking(self, scheduled_at: datetime, **terms: Any) -> bookings.NewBooking:
        self.guest_language = self.guest_language or self._locale
        return super()._new_booking(scheduled_at, **terms)

    async def _offer_instead_of(self, refused: CallboardError) -> None:
        """Say what stands in the way; where the time is gone, offer the nearest ones in its place."""
        others = self._refuse(refused)
        if any(field.startswith("intake.") for field in self.problems):
            await self._ask_anew()
        if not isinstance(refused, SlotUnavailable):
            return
        self._offer_instead(others)
        if self.step == "details":
            self.refusal = word("time_just_gone", self._locale)
        else:
            await self._look_again()
            self.refusal = word("time_just_taken", self._locale)

    async def _look_again(self) -> None:
        """Show the times as they are now. Who looks too often keeps the older ones: choosing one will tell."""
        if self.step == "time":
            self.refusal = ""
            chosen = self._chosen_at
            with suppress(TooMany):
                await self.show_month(slot_calendar.month_of(chosen, self.zone) if chosen else self.month)
