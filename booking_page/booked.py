"""After booking: what was booked, in words, and confirming it in place."""

from contextlib import suppress
from dataclasses import dataclass, replace

import reflex as rx

from booking_page.arrival import ArrivalState
from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError, StaleVersion
from console.scheduling.messages.clocks import beside
from console.scheduling.messages.instants import iso, parse_instant
from console.scheduling.messages.when import away, in_words
from console.scheduling.messages.words import word
from console.scheduling.models import Booking
from console.scheduling.rules import zones
from console.scheduling.services import bookings, customer_calls, links
from console.scheduling.services.customer_calls import CustomerCall
from console.state.acting import ask


@dataclass(frozen=True, slots=True)
class Summary:
    """The booking that was made, in words, and where its links lead; what does not apply is empty."""

    when: str = ""
    beside: str = ""
    """The same on the agent's clock, where that shows another time."""
    away: str = ""
    agent: str = ""
    reference: str = ""
    start: str = ""
    """ISO, UTC."""
    pending: bool = False
    phone: str = ""
    """The number that is called."""
    join_url: str = ""
    manage_url: str = ""
    manage_label: str = ""
    """What the customer may do by the manage link."""
    file_url: str = ""
    google_url: str = ""
    outlook_url: str = ""


class BookedState(ArrivalState, mixin=True):
    """The last step. `_customer` acts for the booking that was made here."""

    summary: Summary = Summary()
    busy: bool = False
    _customer: Actor | None = None

    @rx.event
    async def confirm(self):
        """Say that one comes to the call that was just booked."""
        mine = self._customer
        if mine is None or not self.summary.pending:
            return
        self.busy = True
        yield
        try:
            seen_at = parse_instant(self.summary.start)
            await self._sum_up(await ask(bookings.confirm, mine, mine.booking_id or "", seen_at=seen_at))
        except StaleVersion as moved:
            call = await ask(customer_calls.see, mine, mine.booking_id or "", self._locale)
            await self._sum_up(call.booking)
            self._refuse(moved)
        except CallboardError as refused:
            self._refuse(refused)
        finally:
            self.busy = False

    async def _sum_up(self, booking: Booking) -> None:
        """It is booked, whatever else can be said of it: where more cannot be had, the booking's own words stand."""
        self.refusal, self.step, self._customer = "", "done", links.customer_of(booking)
        self.summary = _in_words(booking, self.zone, self._locale)
        with suppress(CallboardError):
            call = await ask(customer_calls.see, self._customer, booking.id, self._locale)
            self.summary = _in_full(self.summary, call, self.zone, self._locale)

    def _forget_booking(self) -> None:
        self.summary, self._customer = Summary(), None


def _in_words(booking: Booking, zone: str, locale: str) -> Summary:
    found, tz, now = links.guest_links(booking.id), zones.zone(zone), clock.now()
    by_link = booking.call_kind == "link"
    return Summary(
        when=in_words(booking.scheduled_at, tz, now, locale),
        away=away(booking.scheduled_at, tz, now, locale),
        reference=booking.reference,
        start=iso(booking.scheduled_at),
        pending=booking.status == "pending_confirmation",
        phone="" if by_link else booking.guest_phone or "",
        join_url=found.join_url if by_link else "",
        manage_url=found.manage_url,
        manage_label=word("change_or_cancel", locale),
        file_url=f"{found.manage_url}/call.ics",
    )


def _in_full(summary: Summary, call: CustomerCall, zone: str, locale: str) -> Summary:
    """With whom and on which clock, what may be changed, and the calendars on the web, which want it said in full."""
    web = customer_calls.web_calendars(call)
    may = {(True, True): "change_or_cancel", (True, False): "change_only", (False, True): "cancel_only"}
    label = may.get((call.may.move, call.may.cancel), "see_call")
    return replace(
        summary,
        agent=call.agent_name,
        beside=beside(call.booking.scheduled_at, zones.zone(zone), call.other, locale),
        manage_label=word(label, locale),
        google_url=web.google,
        outlook_url=web.outlook,
    )
