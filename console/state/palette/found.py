"""What was found, as lines of the palette under their headings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from console.scheduling.messages.customers import customer_line
from console.scheduling.messages.rows import booking_row
from console.scheduling.messages.words import word
from console.scheduling.services.booking_views import BookedCall
from console.scheduling.services.customer_search import CustomerSummary
from console.scheduling.services.finding import Finds, FoundAgent
from console.scheduling.services.sessions import Membership
from console.state.palette.line import Line


def customers(known: Iterable[CustomerSummary], heading: str, tz: ZoneInfo, now: datetime, app: str) -> list[Line]:
    """Customers with how they are reached and when they call, the times in `tz`; `app` is the app's own address."""
    found: list[Line] = []
    for one in known:
        row = customer_line(one, tz, now)
        when = (
            word("customer_next", time=row.next)
            if row.next
            else word("customer_last", time=row.last)
            if row.last
            else ""
        )
        to = f"{app}/customers/{row.id}"
        found.append(
            Line(id=to, group=heading, label=row.name, note=row.contact, beside=when, glyph="user-round", to=to)
        )
    return found


def call(one: BookedCall, tz: ZoneInfo, now: datetime, app: str) -> Line:
    """The call whose reference was typed."""
    row = booking_row(one, tz, now)
    return Line(
        id=f"call:{row.id}",
        group=word("scheduled_call"),
        label=f"{row.reference} · {row.customer}",
        note=f"{row.day}, {row.time} · {row.agent}",
        beside=row.status_label,
        glyph="calendar-days",
        to=f"{app}/scheduled-calls?call={row.id}",
    )


def agents_and_presets(finds: Finds, app: str) -> list[Line]:
    """Agents, whose day one may look at; where one alone is meant, setting them away; and presets, to change them."""
    people = [_agent(one, app) for one in finds.agents]
    if len(finds.agents) == 1 and finds.agents[0].may_be_away:
        people += _absence(finds.agents[0])
    heading = word("presets")
    return people + [
        Line(id=f"preset:{one.id}", group=heading, label=one.name, note=one.slug, glyph="list-checks")
        for one in finds.presets
    ]


def apps(memberships: Sequence[Membership]) -> list[Line]:
    """Apps to switch to."""
    return [
        Line(
            id=f"app:{one.app_id}",
            group=word("apps"),
            label=word("palette_app", name=one.app_name),
            glyph="arrow-right",
            to=f"/app/{one.app_id}/scheduled-calls",
        )
        for one in memberships
    ]


def booking_for(typed: str) -> Line:
    """Booking for who is not known yet."""
    return Line(id="book_typed", group="", label=word("find_call_now", typed=typed), glyph="plus")


def _agent(one: FoundAgent, app: str) -> Line:
    to = f"{app}/availability?agent={one.id}"
    return Line(id=to, group=word("palette_agents"), label=one.name, note=one.team or "", glyph="headset", to=to)


def _absence(one: FoundAgent) -> list[Line]:
    ways = (("ill", "palette_ill"), ("away", "palette_away"))
    heading = word("palette_agents")
    return [
        Line(id=f"{way}:{one.id}", group=heading, label=word(said, name=one.name), glyph="user-x") for way, said in ways
    ]
