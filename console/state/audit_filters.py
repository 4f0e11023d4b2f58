"""The filters of the audit log as they stand in the page's address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from console.scheduling.rules import ranges
from console.scheduling.rules.audit import ACTS, acts_of
from console.scheduling.services.audit import AuditFilter

RANGES = ("last_seven_days", "today", "last_thirty_days", "all", "custom")
NAMES = ("who", "thing", "act", "about")
"""The filters with one value each."""


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """One view of the log. Dates are local dates of the viewer's zone, `YYYY-MM-DD`, inclusive."""

    span: str = RANGES[0]
    start: str = ""
    end: str = ""
    who: str = ""
    """The id of the person who acted."""
    thing: str = ""
    """What was acted upon, a key of `rules.audit.ACTS`; `act` is one of its acts."""
    act: str = ""
    about: str = ""
    """The id of the member whom it is about."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "AuditFilters":
        """What the address asks for; anything odd in it reads as if it were not there."""
        thing = query.get("thing", "")
        span = query.get("range", "")
        return cls(
            span=span if span in RANGES else RANGES[0],
            start=query.get("from", ""),
            end=query.get("to", ""),
            who=query.get("who", ""),
            thing=thing if thing in ACTS else "",
            act=query.get("act", "") if query.get("act") in ACTS.get(thing, ()) else "",
            about=query.get("about", ""),
        )

    def address(self, path: str) -> str:
        """`path` with everything that differs from the plain view in its query."""
        query = {
            "range": self.span if self.span != RANGES[0] else "",
            "from": self.start if self.span == "custom" else "",
            "to": self.end if self.span == "custom" else "",
            **{name: getattr(self, name) for name in NAMES},
        }
        said = urlencode({name: value for name, value in query.items() if value})
        return f"{path}?{said}" if said else path

    def wanted(self, zone: str, now: datetime) -> AuditFilter:
        """The same view as the core is asked for it; dates and ranges are those of `zone`."""
        within = (
            ranges.of_dates(self.start, self.end, zone) if self.span == "custom" else ranges.named(self.span, zone, now)
        )
        acts = acts_of(self.thing, self.act)
        return AuditFilter(self.who, acts, self.about, within.start, within.end)

    def narrowed(self, name: str, value: str) -> "AuditFilters":
        """The same view with one of `NAMES` set so; another thing has other acts."""
        return replace(self, **({"act": ""} if name == "thing" else {}), **{name: value})

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the range narrows this view."""
        return any(getattr(self, name) for name in NAMES)
