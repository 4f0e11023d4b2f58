"""What the page of insights looks at, as it stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from console.scheduling.rules import ranges
from console.scheduling.services.insights import Question

SPANS = ("last_thirty_days", "week", "last_seven_days", "last_month", "last_ninety_days", "custom")
SEVERAL = ("agents", "teams", "presets", "sources")
"""The filters that hold several values each."""
BY = ("agent", "source", "weekday", "hour")
"""What no-shows and cancellations are told apart by."""
SORTS = ("calls", "name", "no_show", "cancel")


@dataclass(frozen=True, slots=True)
class InsightsView:
    """Dates are local dates of the viewer's zone, `YYYY-MM-DD`, inclusive; `order` is `asc`, `desc` or as the sort has it."""

    span: str = SPANS[0]
    start: str = ""
    end: str = ""
    compares: bool = True
    """Whether the period before is shown, too."""
    agents: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    by: str = BY[0]
    sort: str = SORTS[0]
    order: str = ""
    page: int = 1
    """Of the agents."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "InsightsView":
        """What the address asks for; anything odd in it reads as if it were not there."""
        span, page = query.get("range", ""), query.get("page", "")
        return cls(
            span=span if span in SPANS else SPANS[0],
            start=query.get("from", ""),
            end=query.get("to", ""),
            compares=query.get("compare") != "no",
            agents=_several(query.get("agent")),
            teams=_several(query.get("team")),
            presets=_several(query.get("preset")),
            sources=_several(query.get("source")),
            by=query["by"] if query.get("by") in BY else BY[0],
            sort=query["sort"] if query.get("sort") in SORTS else SORTS[0],
            order=query["order"] if query.get("order") in ("asc", "desc") else "",
            page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
        )

    def address(self, path: str) -> str:
        """`path` with everything that differs from the plain view in its query."""
        query = {
            "range": self.span if self.span != SPANS[0] else "",
            "from": self.start if self.span == "custom" else "",
            "to": self.end if self.span == "custom" else "",
            "compare": "" if self.compares else "no",
            "agent": ",".join(self.agents),
            "team": ",".join(self.teams),
            "preset": ",".join(self.presets),
            "source": ",".join(self.sources),
            "by": self.by if self.by != BY[0] else "",
            "sort": self.sort if self.sort != SORTS[0] else "",
            "order": self.order,
            "page": str(self.page) if self.page > 1 else "",
        }
        said = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return f"{path}?{said}" if said else path

    def days(self, zone: str, now: datetime) -> tuple[date, date]:
        """The first and the last of the days looked at; of one's own dates the one that is there, or the plain range."""
        own = (_date(self.start), _date(self.end)) if self.span == "custom" else (None, None)
        first, last = own[0] or own[1], own[1] or own[0]
        if first and last:
            return first, last
        span = SPANS[0] if self.span == "custom" else self.span
        days = ranges.named_days(span, zone, now)
        assert days, span
        return days

    def question(self, zone: str, now: datetime) -> Question:
        """The same view as the core is asked for it; dates and ranges are those of `zone`."""
        first, last = self.days(zone, now)
        return Question(
            first=first,
            last=last,
            timezone=zone,
            agent_ids=self.agents,
            team_ids=self.teams,
            preset_ids=self.presets,
            sources=self.sources,
        )

    def toggled(self, name: str, value: str) -> "InsightsView":
        """One more, or one less, of one of `SEVERAL`."""
        chosen: tuple[str, ...] = getattr(self, name)
        rest = tuple(one for one in chosen if one != value)
        return replace(self, page=1, **{name: rest if value in chosen else (*chosen, value)})

    def cleared(self) -> "InsightsView":
        """The same view of everybody's calls."""
        return replace(self, page=1, **dict.fromkeys(SEVERAL, ()))

    def sorted_by(self, sort: str) -> "InsightsView":
        """By this column, names from A and figures from the most; by the same column again, the other way round."""
        turned = sort == self.sort and self.is_descending == (sort != "name")
        order = ("desc" if sort == "name" else "asc") if turned else ""
        return replace(self, page=1, sort=sort, order=order)

    @property
    def is_descending(self) -> bool:
        """Whether the most stands first."""
        return self.order == "desc" or (not self.order and self.sort != "name")

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the range narrows this view."""
        return any(getattr(self, name) for name in SEVERAL)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _several(value: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (value or "").split(",") if part))
