"""Public holidays of a country: choosing it, ticking the days to take, and taking them."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import closed_days, impact, places, schedules
from console.scheduling.services.closed_days import ClosedDays, HolidayQuery
from console.state.acting import ActingState
from console.state.exceptions import ExceptionsState
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState


@dataclass(frozen=True)
class HolidayRow:
    """A holiday, ready to show; `told` says why it cannot be taken, where it cannot."""

    day: str = ""
    date: str = ""
    name: str = ""
    told: str = ""


@open_to("member")
class HolidaysState(ActingState, rx.State):
    """The dialog: for the agent whose exceptions are shown, or for the whole app."""

    is_open: bool = False
    whose: str = "app"
    countries: list[tuple[str, str]] = []
    regions: list[tuple[str, str]] = []
    years: list[tuple[str, str]] = []
    country: str = ""
    region: str = ""
    year: str = ""
    days: list[HolidayRow] = []
    missing: int = 0
    """How many of them can be taken."""
    problem: str = ""
    _timezone: str = "UTC"

    @rx.event
    async def open_for(self, whose: str):
        """Open for the agent (`agent`) or the whole app (`app`), with the country whose zone it is."""
        page = await self.get_state(ExceptionsState)
        timezone = page._timezone if whose == "agent" else self._membership().app_timezone
        self.whose, self.is_open = whose if whose == "agent" else "app", True
        self.countries = closed_days.countries()
        self.country = self.country or places.region(timezone) or "US"
        self.regions = closed_days.regions(self.country)
        self.years = [(str(year), str(year)) for year in range(page.year, page.year + 3)]
        self.year = str(page.year)
        await self._fetch()

    @rx.event
    def set_open(self, is_open: bool):
        """Leave it."""
        self.is_open = self.is_open and is_open

    @rx.event
    async def choose_country(self, country: str):
        """Show this country's holidays."""
        self.country, self.region, self.regions = country, "", closed_days.regions(country)
        await self._fetch()

    @rx.event
    async def choose_region(self, region: str):
        """Show the country's holidays with those of this region; with none, those of the whole country."""
        self.region = region
        await self._fetch()

    @rx.event
    async def choose_year(self, year: str):
        """Show this year's holidays."""
        self.year = year
        await self._fetch()

    @rx.event
    async def apply(self, form: dict[str, Any]):
        """Close the ticked days; asks first when calls stand on them."""
        try:
            listed = await self._listed()
            ticked = [each.new for each in listed if each.can_be_taken and form.get(self._day(each))]
            if not ticked:
                self.problem = word("holidays_none_ticked")
                return None
            found = await self._ask(impact.of_exceptions, ticked)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_block_title", count=len(found.calls)),
                    word("holidays_act"),
                    word("impact_hint"),
                    change=schedules.add_exceptions,
                    arguments=(ticked,),
                    owner=HolidaysState,
                ),
                found,
            )
        except CallboardError as refused:
            self.problem = refused.message
            return None
        return None if is_asking else await self._show_saved(word("holidays_added", count=len(ticked)))

    @rx.event
    async def saved(self):
        """Show what was saved in the dialog of the calls that it falls upon."""
        return await self._show_saved(word("exception_saved"))

    async def _show_saved(self, told: str) -> Any:
        self.is_open, self.problem = False, ""
        page = await self.get_state(ExceptionsState)
        return [ExceptionsState.show(page.agent_id), NoticeState.show("success", told)]

    async def _fetch(self) -> None:
        try:
            listed = await self._listed()
        except CallboardError as refused:
            self.days, self.missing, self.problem = [], 0, refused.message
            return
        self.problem, self.missing = "", sum(each.can_be_taken for each in listed)
        self.days = [HolidayRow(self._day(each), self._date(each), each.new.note or "", _told(each)) for each in listed]

    async def _listed(self) -> list[ClosedDays]:
        page = await self.get_state(ExceptionsState)
        self._timezone = page._timezone if self.whose == "agent" else self._membership().app_timezone
        agent_id = page.agent_id if self.whose == "agent" else None
        year = int(self.year) if self.year.isdecimal() else 0
        return await self._ask(closed_days.holidays, HolidayQuery(self.country, year, self.region, agent_id))

    def _day(self, one: ClosedDays) -> str:
        return local_day(one.new.start_at, self._timezone).isoformat()

    def _date(self, one: ClosedDays) -> str:
        return when.short_day(one.new.start_at.astimezone(zone(self._timezone)).date()).replace(",", "")


def _told(one: ClosedDays) -> str:
    if one.is_over:
        return word("closed_day_over")
    return word("closed_day_there") if one.is_there else ""
