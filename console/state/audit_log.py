"""The audit log: who changed what, a page of entries after the other."""

from dataclasses import replace

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.audit_story import AuditRow, audit_row
from console.scheduling.messages.words import word
from console.scheduling.rules.audit import ACTS
from console.scheduling.rules.zones import zone
from console.scheduling.services import audit, members
from console.state.audit_filters import NAMES, RANGES, AuditFilters
from console.state.gate import open_to
from console.state.reading import ReadingState
from console.state.times import TimesState

PAGE = 50
_MOST = 1000
"""So many rows one page shows at last; filters and the export reach the rest."""


@open_to("member")
class AuditLogState(TimesState, ReadingState, rx.State):
    """The rows. The address holds the filters: handlers change it, `load` shows what it says."""

    rows: list[AuditRow] = []
    filters: AuditFilters = AuditFilters()
    people: list[tuple[str, str]] = []
    """The members to filter by: id and name."""
    acts: list[tuple[str, str]] = []
    """What is done to the chosen thing, with its words."""
    is_narrowed: bool = False
    has_more: bool = False
    zone_told: str = ""
    exported: str = ""
    """The filters as the export's address says them."""

    @rx.event
    async def load(self):
        """Show what the address asks for."""
        self.filters = AuditFilters.read(self.router.url.query_parameters)
        self.is_narrowed, self.exported = self.filters.is_narrowed, self.filters.address("")
        self.acts = [
            (one, word(f"audit_{self.filters.thing}_{one}", what="…")) for one in ACTS.get(self.filters.thing, ())
        ]
        self.rows, self.people, self.has_more = [], [], False
        try:
            await self._fetch()
            self.people = [(one.person_id, one.name) for one in await self._ask(members.list_members)]
        except CallboardError as refused:
            self._not_read(refused)
        else:
            self._was_read()
        self.zone_told = self._zone_told()

    @rx.event
    def choose(self, name: str, value: str):
        """Narrow by who acted, by thing, by act or by whom it is about; empty takes the filter away."""
        return self._go(self.filters.narrowed(name, value)) if name in NAMES else None

    @rx.event
    def choose_range(self, name: str):
        """Narrow to a quick range."""
        return self._go(replace(self.filters, span=name)) if name in RANGES else None

    @rx.event
    def choose_date(self, side: str, date: str):
        """Narrow to dates of one's own: `start` or `end`, inclusive."""
        return self._go(replace(self.filters, span="custom", **{side: date})) if side in ("start", "end") else None

    @rx.event
    def clear(self):
        """Take all filters but the range away."""
        return self._go(replace(self.filters, **dict.fromkeys(NAMES, "")))

    @rx.event
    async def show_more(self):
        """Show older entries, too."""
        if self.has_more:
            await self._fetch(self.rows[-1].id)

    async def _fetch(self, before: str | None = None) -> None:
        now, own = clock.now(), self._times_zone()
        found = await self._ask(audit.list_entries, self.filters.wanted(own, now), before=before, limit=PAGE + 1)
        self.rows = [*(self.rows if before else []), *(audit_row(one, zone(own), now) for one in found[:PAGE])]
        self.has_more = len(found) > PAGE and len(self.rows) < _MOST

    def _go(self, filters: AuditFilters):
        self.filters = filters  # the next choice may come before the page has loaded
        return rx.redirect(filters.address(self.router.url.path), replace=True)
