"""A call said in the language and the zone of whoever looks at it."""

from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup

from booking_page.plain.layout import text
from console.scheduling import clock
from console.scheduling.messages import clocks, when
from console.scheduling.messages.words import word
from console.scheduling.rules import zones
from console.scheduling.rules.lifecycle import NOT_CONFIRMED, Side
from console.scheduling.services.customer_calls import CustomerCall


class Teller:
    """Says words and times in the language and the zone of the call's customer."""

    def __init__(self, call: CustomerCall) -> None:
        self.call, self.tz, self.locale = call, zones.zone(call.zone), call.language
        self.path = "/manage/" + call.links.manage_url.rsplit("/", 1)[-1]
        own = call.booking.guest_timezone or call.booking.app_timezone
        self._asked = {} if call.zone == own else {"zone": call.zone}

    def __call__(self, name: str, **values: object) -> str:
        """A word of the catalogues."""
        return word(name, self.locale, **values)

    def to(self, page: str = "", **parts: str) -> str:
        """The way to the customer's page of the call, or to a `page` under it; a zone that was asked for goes along."""
        query = urlencode(self._asked | parts)
        return f"{self.path}{page}?{query}" if query else f"{self.path}{page}"

    def in_words(self, at: datetime) -> str:
        """`Tuesday 24 November, 15:00, Bogota time`."""
        return when.in_words(at, self.tz, clock.now(), self.locale)


def when_block(call: CustomerCall) -> Markup:
    """The call's day and times, large, with the zone and how far away it is, and the agent's clock where it differs."""
    booking, tell, now = call.booking, Teller(call), clock.now()
    day = when.day(booking.scheduled_at.astimezone(tell.tz).date(), tell.locale, now.astimezone(tell.tz).date())
    start, end = (when.clock_time(at, tell.tz, tell.locale) for at in (booking.scheduled_at, booking.ends_at))
    far = (
        "" if call.over or booking.ends_at < now else f" · {when.away(booking.scheduled_at, tell.tz, now, tell.locale)}"
    )
    hours = text(f"{start}–{end}, {when.zone_time(tell.tz, tell.locale)}{far}", look="hour")
    beside = clocks.beside(booking.scheduled_at, tell.tz, call.other, tell.locale)
    return text(day, look="when") + hours + (text(beside, look="hour") if beside else Markup())


def what_happened(call: CustomerCall, side: Side) -> str:
    """The name of the word that tells one side what became of a call that has passed."""
    booking = call.booking
    if not call.over:
        return "over_door_closed"
    if booking.cancellation_reason == NOT_CONFIRMED:
        return "over_not_confirmed"
    absent = f"_{booking.absent}" if booking.absent and side == "guest" else ""
    return f"over_{booking.status}{absent}"
