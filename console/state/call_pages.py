"""A page of calls as a list shows it, read for all who would be shown the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.messages.rows import BookingRow, booking_row, page_told, total_told
from console.scheduling.rules.zones import local_day
from console.scheduling.services import booking_views
from console.scheduling.services.booking_views import BookingFilter
from console.state.acting import ask
from console.state.call_filters import PAGE_SIZE, CallFilters
from console.state.filter_chips import Chip, chips
from console.state.times import zone_of


@dataclass(frozen=True, slots=True)
class CallPage:
    """What stands in the list, around it, and what it can be narrowed to."""

    rows: list[BookingRow]
    told: str
    """`1-50 of 212`."""
    total: int
    total_told: str
    is_last: bool
    chips: list[Chip]
    agents: list[tuple[str, str]]
    teams: list[tuple[str, str]]
    presets: list[tuple[str, str]]
    unsettled: int
    """How many calls wait for a word about how they went."""


async def read(actor: Actor, filters: CallFilters, times: str, own: str) -> CallPage:
    """The page that these filters ask for, in the zone `own` or, with the `times` of the agent, in each agent's.

    Raises NotAllowed, Invalid, Unavailable.
    """
    now = clock.now()
    found = await ask(booking_views.find, actor, filters.wanted(own, now))
    offered = await ask(booking_views.choices, actor)
    first = (filters.page - 1) * PAGE_SIZE
    return CallPage(
        rows=[booking_row(call, zone_of(call, times, own), now) for call in found.rows],
        told=page_told(first, len(found.rows), found.total, has_uncounted=found.has_uncounted),
        total=found.total,
        total_told=total_told(found.total, has_uncounted=found.has_uncounted),
        is_last=found.next_cursor is None,
        chips=chips(filters, dict(offered.agents + offered.teams + offered.presets), local_day(now, own)),
        agents=offered.agents,
        teams=offered.teams,
        presets=offered.presets,
        unsettled=await ask(booking_views.needing_outcome, actor),
    )


async def find(actor: Actor, ids: Sequence[str], times: str, own: str) -> list[BookingRow]:
    """These calls, as far as the actor sees them, in the order of their times. Raises as `read`."""
    now = clock.now()
    found = await ask(
        booking_views.find, actor, BookingFilter(booking_ids=tuple(ids), limit=len(ids), counts_all=False)
    )
    return [booking_row(call, zone_of(call, times, own), now) for call in found.rows]
