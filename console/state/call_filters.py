"""The filters of a list of calls as they stand in the page's address, so that a view can be shared and reloaded."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast, get_args
from urllib.parse import parse_qsl, urlencode

from console.scheduling.rules import ranges
from console.scheduling.services.booking_views import BookingFilter, Sort
from console.scheduling.services.insights import NO_OUTCOME

_RANGES = ("upcoming", "today", "tomorrow", "week", "seven_days", "past", "all", "custom")
_SORTS: tuple[str, ...] = get_args(Sort)
_ORDERS = ("", "asc", "desc")
VIEWS = ("", "day", "week", "agents", "agents-week")
"""How the calls are shown: as a table, or on a calendar."""
PAGE_SIZE = 50
SEVERAL = ("agents", "teams", "statuses", "presets", "sources", "weekdays", "hours")
"""The filters that hold several values each."""
_ALONE = ("outcome", "lead", "needs_outcome", "search")
_WEEKDAYS, _HOURS = frozenset(map(str, range(7))), frozenset(map(str, range(24)))
_LEAD = re.compile(r"(\d{1,7})-(\d{1,7})?")


@dataclass(frozen=True, slots=True)
class CallFilters:
    """One view of the calls. Dates are local dates of the viewer's zone, `YYYY-MM-DD`, inclusive."""

    span: str = "upcoming"
    start: str = ""
    end: str = ""
    agents: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    """`0` is Monday, on the clock that the times are shown on; so are `hours`, `0` to `23`."""
    hours: tuple[str, ...] = ()
    lead: str = ""
    """How many minutes ahead a call was booked: `60-240`, the end excluded, or `240-`."""
    outcome: str = ""
    """What was said of a completed call; `NO_OUTCOME`: nothing."""
    needs_outcome: bool = False
    """Only calls that ended without a word about how they went."""
    search: str = ""
    sort: str = "scheduled_at"
    order: str = ""
    """`asc`, `desc`, or empty: as the range suggests, the past from its end."""
    page: int = 1
    view: str = ""
    """One of `VIEWS`; what follows is about calendars."""
    day: str = ""
    """A day of what is shown, `YYYY-MM-DD`; empty: today, whenever that is."""
    at: str = ""
    """`HH:MM` of that day: who is free then is asked."""
    call: str = ""
    """The booking whose drawer is open."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "CallFilters":
        """What the address asks for; anything odd in it reads as if it were not there."""
        page = query.get("page", "")
        return cls(
            span=_one_of(_RANGES, query.get("range")),
            start=query.get("from", ""),
            end=query.get("to", ""),
            agents=_several(query.get("agent")),
            teams=_several(query.get("team")),
            statuses=_several(query.get("status")),
            presets=_several(query.get("preset")),
            sources=_several(query.get("source")),
            weekdays=_of(_WEEKDAYS, _several(query.get("weekday"))),
            hours=_of(_HOURS, _several(query.get("hour"))),
            lead=lead if _LEAD.fullmatch(lead := query.get("lead", "")) else "",
            outcome=query.get("outcome", ""),
            needs_outcome="needs-outcome" in query,
            search=query.get("q", ""),
            sort=_one_of(_SORTS, query.get("sort")),
            order=_one_of(_ORDERS, query.get("order")),
            page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
            view=_one_of(VIEWS, query.get("view")),
            day=query.get("day", "")[:10],
            at=query.get("at", "")[:5],
            call=query.get("call", ""),
        )

    @classmethod
    def of(cls, query: str) -> "CallFilters":
        """What an address's query, `?team=...`, asks for."""
        return cls.read(dict(parse_qsl(query.removeprefix("?"))))

    def address(self, path: str) -> str:
        """`path` with everything that differs from the plain view in its query."""
        query = {
            "range": self.span if self.span != _RANGES[0] else "",
            "from": self.start if self.span == "custom" else "",
            "to": self.end if self.span == "custom" else "",
            "agent": ",".join(self.agents),
            "team": ",".join(self.teams),
            "status": ",".join(self.statuses),
            "preset": ",".join(self.presets),
            "source": ",".join(self.sources),
            "weekday": ",".join(self.weekdays),
            "hour": ",".join(self.hours),
            "lead": self.lead,
            "outcome": self.outcome,
            "needs-outcome": "yes" if self.needs_outcome else "",
            "q": self.search,
            "sort": self.sort if self.sort != _SORTS[0] else "",
            "order": self.order,
            "page": str(self.page) if self.page > 1 else "",
            "view": self.view,
            "day": self.day,
            "at": self.at,
            "call": self.call,
        }
        said = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return f"{path}?{said}" if said else path

    def wanted(self, zone: str, now: datetime) -> BookingFilter:
        """The same view as the core is asked for it; dates and ranges are those of `zone`."""
        within = (
            ranges.of_dates(self.start, self.end, zone) if self.span == "custom" else ranges.named(self.span, zone, now)
        )
        return BookingFilter(
            agent_ids=self.agents,
            team_ids=self.teams,
            statuses=self.statuses,
            preset_ids=self.presets,
            sources=self.sources,
            start=within.start,
            end=within.end,
            weekdays=[int(day) for day in self.weekdays],
            hours=[int(hour) for hour in self.hours],
            timezone=zone,
            lead=self.lead_minutes,
            outcomes=("" if self.outcome == NO_OUTCOME else self.outcome,) if self.outcome else (),
            needs_outcome=self.needs_outcome,
            search=self.search,
            sort=cast(Sort, self.sort),
            order="desc" if self.is_descending else "asc",
            limit=PAGE_SIZE,
            offset=(self.page - 1) * PAGE_SIZE,
            counts_all=False,
        )

    def narrowed(self, **changes: object) -> "CallFilters":
        """The same view with other filters, from its first page."""
        return replace(self, **({"page": 1} | changes))  # pyright: ignore[reportArgumentType]

    def toggled(self, name: str, value: str) -> "CallFilters":
        """One more, or one less, of one of `SEVERAL`."""
        chosen: tuple[str, ...] = getattr(self, name)
        rest = tuple(one for one in chosen if one != value)
        return self.narrowed(**{name: rest if value in chosen else (*chosen, value)})

    def sorted_by(self, sort: str) -> "CallFilters":
        """By this column; by the same column again, the other way round."""
        turned = self.sort == sort and not self.is_descending
        return self.narrowed(sort=_one_of(_SORTS, sort), order="desc" if turned else "asc")

    def without(self, name: str, value: str) -> "CallFilters":
        """The same view without one of its filters: `value` of one of `SEVERAL`, the search, or the range."""
        match name:
            case _ if name in SEVERAL and value in getattr(self, name):
                return self.toggled(name, value)
            case _ if name in _ALONE:
                return self.narrowed(**{name: CallFilters.__dataclass_fields__[name].default})
            case "span":
                return self.narrowed(span=_RANGES[0], order="")
            case _:
                return self

    def cleared(self) -> "CallFilters":
        """Nothing but the range, the order, how and where it is shown, and the open drawer."""
        kept = "upcoming" if self.span == "custom" else self.span
        return self.beside(CallFilters(span=kept, sort=self.sort, order=self.order, call=self.call))

    def beside(self, other: "CallFilters") -> "CallFilters":
        """Another view, shown in the same way and from the same day on."""
        return replace(other, view=self.view, day=self.day, at=self.at)

    def kept(self) -> "CallFilters":
        """Only what makes a view that is worth a name: not its page, nor where on a calendar one looks."""
        return replace(self, page=1, view="", day="", at="", call="")

    @property
    def is_descending(self) -> bool:
        """Whether the last stands first."""
        plain_past = self.span == "past" and self.sort == _SORTS[0]
        return self.order == "desc" or (plain_past and not self.order)

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the range, the order and the page narrows this view."""
        several = any(getattr(self, name) for name in SEVERAL)
        return bool(several or any(getattr(self, name) for name in _ALONE) or self.span == "custom")

    @property
    def lead_minutes(self) -> tuple[int, int | None] | None:
        """From how many minutes ahead on, and up to how many: None for no end."""
        found = _LEAD.fullmatch(self.lead)
        return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def _one_of(allowed: tuple[str, ...], value: str | None) -> str:
    return value if value in allowed else allowed[0]


def _of(allowed: frozenset[str], values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value in allowed)


def _several(value: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (value or "").split(",") if part))
