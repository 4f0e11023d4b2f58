"""What the page of fair shares looks at, as it stands in its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from console.scheduling.services.fairness import PERIODS, AgentShare

EVERY_PRESET = "all"
PAGE_SIZE = 50
SORTS = ("name", "weight", "given", "fair", "difference", "credit", "last_at")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ShareView:
    """`preset` is an id, `all`, or empty for the active one; `order` is `desc` or empty."""

    preset: str = ""
    days: int = 30
    search: str = ""
    sort: str = "name"
    order: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "ShareView":
        """What the address asks for; anything odd in it reads as if it were not there."""
        days, page = query.get("days", ""), query.get("page", "")
        return cls(
            preset=query.get("preset", ""),
            days=int(days) if days in map(str, PERIODS) else 30,
            search=query.get("q", ""),
            sort=query["sort"] if query.get("sort") in SORTS else "name",
            order="desc" if query.get("order") == "desc" else "",
            page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
        )

    def address(self, path: str) -> str:
        """`path` with everything that differs from the plain view in its query."""
        query = {
            "preset": self.preset,
            "days": "" if self.days == 30 else self.days,
            "q": self.search,
            "sort": "" if self.sort == "name" else self.sort,
            "order": self.order,
            "page": "" if self.page == 1 else self.page,
        }
        said = urlencode({name: value for name, value in query.items() if value})
        return f"{path}?{said}" if said else path

    def changed(self, **changes: Any) -> "ShareView":
        """The same view otherwise, from its first page."""
        return replace(self, **({"page": 1} | changes))

    def sorted_by(self, sort: str) -> "ShareView":
        """By this column, names from A and figures from the most; by the same column again, the other way round."""
        if sort == self.sort:
            return self.changed(order="" if self.order else "desc")
        return self.changed(sort=sort, order="" if sort == "name" else "desc")

    def found(self, shares: Sequence[AgentShare]) -> list[AgentShare]:
        """Those that the search finds, in the order of the view."""
        wanted = self.search.casefold().split()
        kept = [each for each in shares if all(part in each.name.casefold() for part in wanted)]
        return sorted(kept, key=self._figure, reverse=bool(self.order))

    def _figure(self, share: AgentShare) -> Any:
        if self.sort == "name":
            return share.name.casefold()
        return getattr(share, self.sort) or (_LONG_AGO if self.sort == "last_at" else 0)
