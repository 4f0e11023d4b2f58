"""Insights: the figures of a period, as the page's address asks for them, each with the way to its calls."""

from dataclasses import replace
from datetime import date

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments, when
from console.scheduling.messages.charts import ChartRow, ChartSeries
from console.scheduling.messages.figures import length
from console.scheduling.messages.rows import page_told
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import booking_views, insights
from console.scheduling.services.insights import Figures, Rows
from console.state import insight_charts, insight_rows
from console.state.call_filters import CallFilters
from console.state.filter_chips import Chip, chips
from console.state.gate import open_to
from console.state.insight_charts import span_told
from console.state.insight_heat import Heat, heat
from console.state.insight_rates import PAGE_SIZE, RateRow, rates
from console.state.insight_rows import BarRow, Headline
from console.state.insights_view import BY, SEVERAL, SORTS, SPANS, InsightsView
from console.state.reading import ReadingState


@open_to("member")
class InsightsState(ReadingState, rx.State):
    """What stands on the page. The address is the truth: handlers change it, `load` shows what it says."""

    filters: InsightsView = InsightsView()
    chips: list[Chip] = []
    is_narrowed: bool = False
    exported: str = ""
    """The query of the address, for a file of the same figures."""
    agents: list[tuple[str, str]] = []
    """The agents to filter by: id and name. So are the teams and the presets."""
    teams: list[tuple[str, str]] = []
    presets: list[tuple[str, str]] = []
    zone_told: str = ""
    days_told: str = ""
    """`24 Oct – 22 Nov`."""
    before_told: str = ""
    """`compared with 24 Sep – 23 Oct`; empty where nothing is compared."""
    has_before: bool = False
    """Whether there is something to compare with: it is asked for, and there were calls then."""
    worked_told: str = ""
    """`Worked out at 10:42`."""
    is_descending: bool = True
    is_empty: bool = False
    """Whether there were no calls at all, in these days and in those before."""
    headlines: list[Headline] = []
    days: list[ChartRow] = []
    series: list[ChartSeries] = []
    sources: list[BarRow] = []
    statuses: list[BarRow] = []
    outcomes: list[BarRow] = []
    leads: list[ChartRow] = []
    lead_series: list[ChartSeries] = []
    lead_told: str = ""
    chart_told: str = ""
    heat: Heat = Heat()
    rates: list[RateRow] = []
    rates_told: str = ""
    rates_end: bool = True
    """Whether no page of agents follows."""

    @rx.event
    async def load(self):
        """Show what the address asks for. New calls show when it is loaded again."""
        self.filters = InsightsView.read(self.router.url.query_parameters)
        self.is_narrowed, self.is_descending = self.filters.is_narrowed, self.filters.is_descending
        self.exported = self.filters.address("")
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show the same figures as they are now."""
        await self._fetch(fresh=True)

    @rx.event
    def choose_range(self, name: str):
        """Look at a quick range, or at dates of one's own: at first those that are shown."""
        if name not in SPANS:
            return None
        first, last = self.filters.days(self._times_zone(), clock.now())
        return self._go(replace(self.filters, span=name, start=first.isoformat(), end=last.isoformat()))

    @rx.event
    def choose_date(self, side: str, date: str):
        """Look at dates of one's own: `start` or `end`, inclusive."""
        return self._go(replace(self.filters, span="custom", **{side: date})) if side in ("start", "end") else None

    @rx.event
    def compare(self, compares: bool):
        """Show the period before beside each figure, or not."""
        return self._go(replace(self.filters, compares=compares))

    @rx.event
    def toggle(self, name: str, value: str):
        """Choose or unchoose one of the `agents`, `teams`, `presets` or `sources`."""
        return self._go(self.filters.toggled(name, value)) if name in SEVERAL else None

    @rx.event
    def remove(self, name: str, value: str):
        """Take one filter away."""
        is_set = name in SEVERAL and value in getattr(self.filters, name)
        return self._go(self.filters.toggled(name, value)) if is_set else None

    @rx.event
    def clear(self):
        """Take all filters away."""
        return self._go(self.filters.cleared())

    @rx.event
    def tell_apart(self, by: str):
        """Show rates by agent, source, weekday or hour."""
        return self._go(replace(self.filters, by=by, page=1)) if by in BY else None

    @rx.event
    def sort_by(self, column: str):
        """Sort the rates by a column; once more, the other way round."""
        return self._go(self.filters.sorted_by(column)) if column in SORTS else None

    @rx.event
    def turn(self, by: int):
        """Turn the page of agents, forwards or back."""
        return self._go(replace(self.filters, page=max(1, self.filters.page + by)))

    def _go(self, view: InsightsView):
        self.filters = view  # the next choice may come before the page has loaded
        return rx.redirect(view.address(self.router.url.path), replace=True)

    async def _fetch(self, *, fresh: bool = False) -> None:
        own, now = self._times_zone(), clock.now()
        try:
            figures = await self._ask(insights.figures, self.filters.question(own, now), fresh=fresh)
            offered = await self._ask(booking_views.choices)
        except CallboardError as refused:
            self._not_read(refused)
            return
        self._put(agents=offered.agents, teams=offered.teams, presets=offered.presets)
        today = local_day(now, own)
        narrowing = CallFilters(**{name: getattr(self.filters, name) for name in SEVERAL})
        self._put(chips=chips(narrowing, dict(offered.agents + offered.teams + offered.presets), today))
        self._show(figures)
        self._was_read()

    def _show(self, figures: Figures) -> None:
        own, link = self._times_zone(), self._calls_of
        today, tz = local_day(clock.now(), own), zone(own)
        now, before = figures.now, figures.before
        compares = self.filters.compares and bool(before.tally.calls)
        self._put(
            zone_told=word("zone_told", city=when.city(tz)),
            days_told=span_told(*now.days, today),
            before_told=self._before_told(figures, today),
            has_before=compares,
            worked_told=word("insights_worked_out", at=moments.since(figures.worked_out_at, tz, clock.now())),
            is_empty=not (now.tally.calls or compares),
            headlines=insight_rows.headlines(figures, compares, link),
            days=insight_charts.by_day(figures, compares, today, link),
            series=insight_charts.series(now),
            sources=insight_charts.by_source(figures, compares, link),
            statuses=insight_rows.by_status(figures, compares, link),
            outcomes=insight_rows.by_outcome(figures, compares, link),
            leads=insight_charts.by_lead(figures, compares, link),
            lead_series=insight_charts.lead_series(),
            lead_told=word("insights_lead_told", median=length(now.lead.median), p90=length(now.lead.p90)),
            chart_told=word("insights_chart_told", count=now.tally.calls),
            heat=heat(now, link),
        )
        self._show_rates(figures)

    def _before_told(self, figures: Figures, today: date) -> str:
        if not self.filters.compares:
            return ""
        name = "insights_compared" if figures.before.tally.calls else "insights_compared_nothing"
        return word(name, days=span_told(*figures.before.days, today))

    def _show_rates(self, figures: Figures) -> None:
        lines, of_all = rates(figures, self.filters, self._calls_of)
        if not lines and self.filters.page > 1:
            self.filters = replace(self.filters, page=1)
            lines, of_all = rates(figures, self.filters, self._calls_of)
        first = (self.filters.page - 1) * PAGE_SIZE
        self._put(rates=lines, rates_told=page_told(first, len(lines), of_all), rates_end=first + len(lines) >= of_all)

    def _calls_of(self, rows: Rows) -> str:
        return rows.address(self._app_id())
