"""The filters of a list of calls as they stand in the page's address, so that a view can be shared and reloaded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

_RANGES = ("upcoming", "today", "tomorrow", "week", "past", "all", "custom")
_SORTS = ("scheduled_at", "guest_name", "agent", "status", "created_at")
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CallFilters:
    """One view of the calls. Dates are local dates of the viewer's zone, `YYYY-MM-DD`, inclusive."""

    range: str = "upcoming"
    start: str = ""
    end: str = ""
    agents: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    search: str = ""
    sort: str = "scheduled_at"
    descending: bool = False
    page: int = 1
    call: str = ""
    """The booking whose drawer is open."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "CallFilters":
        """What the address asks for; anything odd in it reads as if it were not there."""
        return cls(
            range=_one_of(_RANGES, query.get("range")),
            start=query.get("from", ""),
            end=query.get("to", ""),
            agents=_several(query.get("agent")),
            statuses=_several(query.get("status")),
            sources=_several(query.get("source")),
            search=query.get("q", ""),
            sort=_one_of(_SORTS, query.get("sort")),
            descending=query.get("order") == "desc",
            page=max(1, int(page)) if (page := query.get("page", "")).isdecimal() and len(page) < 6 else 1,
            call=query.get("call", ""),
        )

    def address(self, path: str) -> str:
        """`path` with everything that differs from the plain view in its query."""
        query = {
            "range": self.range if self.range != _RANGES[0] else "",
            "from": self.start if self.range == "custom" else "",
            "to": self.end if self.range == "custom" else "",
            "agent": ",".join(self.agents),
            "status": ",".join(self.statuses),
            "source": ",".join(self.sources),
            "q": self.search,
            "sort": self.sort if self.sort != _SORTS[0] else "",
            "order": "desc" if self.descending else "",
            "page": str(self.page) if self.page > 1 else "",
            "call": self.call,
        }
        said = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return f"{path}?{said}" if said else path

    def narrowed(self, **changes: object) -> "CallFilters":
        """The same view with other filters, from its first page."""
        return replace(self, **({"page": 1} | changes))  # pyright: ignore[reportArgumentType]

    def toggled(self, name: str, value: str) -> "CallFilters":
        """One more, or one less, of the agents, statuses or sources."""
        chosen: tuple[str, ...] = getattr(self, name)
        rest = tuple(one for one in chosen if one != value)
        return self.narrowed(**{name: rest if value in chosen else (*chosen, value)})

    def sorted_by(self, sort: str) -> "CallFilters":
        """By this column; by the same column again, the other way round."""
        return self.narrowed(sort=_one_of(_SORTS, sort), descending=self.sort == sort and not self.descending)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the range, the order and the page narrows this view."""
        return not (self.agents or self.statuses or self.sources or self.search or self.range == "custom")


def _one_of(allowed: tuple[str, ...], value: str | None) -> str:
    return value if value in allowed else allowed[0]


def _several(value: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (value or "").split(",") if part))
