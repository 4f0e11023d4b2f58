"""The page of fair shares: what the engine gave each agent against their share, for a preset or all of them."""

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.fair_shares import ShareRow, given_told, share_row
from console.scheduling.messages.rows import page_told
from console.scheduling.rules.zones import zone
from console.scheduling.services import fairness
from console.scheduling.services.fairness import PERIODS, Shares
from console.state import live
from console.state.gate import open_to
from console.state.reading import ReadingState
from console.state.share_view import EVERY_PRESET, PAGE_SIZE, SORTS, ShareView


@open_to("member")
class FairSharesState(ReadingState, rx.State):
    """What stands on the page. The address is the truth: handlers change it, `load` shows what it says."""

    rows: list[ShareRow] = []
    view: ShareView = ShareView()
    presets: list[tuple[str, str]] = []
    """The presets to choose from: id and name, the active one first."""
    preset: str = ""
    """The one that is shown, or `all`."""
    draws: bool = True
    """Whether the engine chooses agents here at all."""
    agents: int = 0
    """How many are in the pool."""
    has_calls: bool = False
    told: str = ""
    """`212 calls given in the last 30 days`."""
    ahead: list[str] = []
    """The names of who is next, in order."""
    page_told: str = ""
    is_last: bool = True
    """Why there is nothing to see."""

    @rx.event
    async def load(self):
        """Show what the address asks for. New calls show when it is loaded again; who is in the pool, at once."""
        self.view = ShareView.read(self.router.url.query_parameters)
        live.watch(self, FairSharesState.refresh, "settings", "schedule")
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show the same view as it is now."""
        await self._fetch()

    @rx.event
    def choose_preset(self, preset: str):
        """Look at another preset's pool, or at all together."""
        return self._go(self.view.changed(preset=preset))

    @rx.event
    def choose_days(self, days: int):
        """Look back so many days."""
        return self._go(self.view.changed(days=days)) if days in PERIODS else None

    @rx.event
    def search_for(self, typed: str):
        """Look for an agent by name."""
        return self._go(self.view.changed(search=typed.strip()[:100]), replace=True)

    @rx.event
    def sort_by(self, column: str):
        """Sort by a column; once more, the other way round."""
        return self._go(self.view.sorted_by(column)) if column in SORTS else None

    @rx.event
    def turn(self, by: int):
        """Turn the page, forwards or back."""
        return self._go(self.view.changed(page=max(1, self.view.page + by)))

    def _go(self, view: ShareView, replace: bool = False):
        return rx.redirect(view.address(self.router.url.path), replace=replace)

    async def _fetch(self) -> None:
        try:
            if self.view.preset == EVERY_PRESET:
                shares = await self._ask(fairness.shares_of_app, self.view.days)
            else:
                shares = await self._ask(fairness.shares, self.view.preset or None, self.view.days)
        except CallboardError as refused:
            self._not_read(refused)
            if self.refusal:
                self.rows = []
            return
        self._show(shares)
        self._was_read()

    def _show(self, shares: Shares) -> None:
        found = self.view.found(shares.agents)
        first = (self.view.page - 1) * PAGE_SIZE
        if first >= len(found):
            self.view, first = self.view.changed(), 0
        tz, now = zone(self._times_zone()), clock.now()
        longest = max((max(each.given, each.fair) for each in shares.agents), default=0)
        page = found[first : first + PAGE_SIZE]
        self.rows = [share_row(each, longest, tz, now) for each in page]
        self.page_told, self.is_last = page_told(first, len(page), len(found)), first + len(page) >= len(found)
        self.presets, self.preset = list(shares.presets), shares.preset_id or EVERY_PRESET
        self.draws, self.ahead, self.agents = shares.draws, list(shares.ahead), len(shares.agents)
        self.has_calls = any(each.given or each.manual or each.self_selected for each in shares.agents)
        self.told = given_told(shares.given, shares.elsewhere, shares.days)
