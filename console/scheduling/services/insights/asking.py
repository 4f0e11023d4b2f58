"""What can be asked for in figures, and the calls behind one, in the terms of the list of calls."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from ...queries.booking_lists import BookingFilter
from ...rules.zones import day_bounds

OPEN = ("scheduled", "pending_confirmation", "confirmed", "started")
"""The statuses of calls that are still to come, or under way."""
KEPT = (*OPEN, "completed", "no_show")
"""The statuses of calls that were not cancelled."""
NO_OUTCOME = "-"
"""How an address of the list asks for completed calls of which nobody said an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which figures: those of the local days `first` to `last`, both inclusive, on the calendar of `timezone`.

    The zone is the asker's choice, as it is for every list (the viewer's own or the app's). Empty filters mean: all.
    `team_ids` are the teams that the agents are in now.
    """

    first: date
    last: date
    timezone: str
    agent_ids: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    preset_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which calls a figure counts, in the terms of the list of calls: that lists exactly those.

    `first` and `last` are local dates of `timezone`, inclusive. `weekdays` (0 is Monday) and `hours` (0 to 23) are those
    of the start on the same wall clock; `lead` is in minutes, its end excluded, or None for no end. `outcomes` holds at
    most one, that was said of completed calls; an empty one means that nobody said any. What is empty narrows nothing.
    """

    first: date
    last: date
    timezone: str
    agent_ids: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    preset_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    lead: tuple[int, int | None] | None = None

    def only(self, *statuses: str) -> "Rows":
        """Those of them with one of these statuses: `rows.only("no_show")`, `rows.only(*KEPT)`."""
        return replace(self, statuses=statuses)

    def address(self, app_id: str) -> str:
        """The page that lists them, from the site's root on; for readers who are shown times in `timezone`."""
        said = {
            "range": "custom",
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "agent": ",".join(self.agent_ids),
            "team": ",".join(self.team_ids),
            "status": ",".join(self.statuses),
            "preset": ",".join(self.preset_ids),
            "source": ",".join(self.sources),
            "weekday": ",".join(map(str, self.weekdays)),
            "hour": ",".join(map(str, self.hours)),
            "lead": "{}-{}".format(self.lead[0], "" if self.lead[1] is None else self.lead[1]) if self.lead else "",
            "outcome": "".join(outcome or NO_OUTCOME for outcome in self.outcomes),
        }
        query = urlencode({name: value for name, value in said.items() if value}, safe=",")
        return f"/app/{app_id}/scheduled-calls?{query}"

    def wanted(self) -> BookingFilter:
        """As the list is asked for them."""
        return BookingFilter(
            start=day_bounds(self.first, self.timezone).start,
            end=day_bounds(self.last, self.timezone).end,
            timezone=self.timezone,
            agent_ids=self.agent_ids,
            team_ids=self.team_ids,
            preset_ids=self.preset_ids,
            sources=self.sources,
            statuses=self.statuses,
            outcomes=self.outcomes,
            weekdays=self.weekdays,
            hours=self.hours,
            lead=self.lead,
        )
