"""What the table of calls and the calendar share: the filters, which stand in the page's address."""

import reflex as rx

from console.state.acting import ActingState
from console.state.call_filters import SEVERAL, VIEWS, CallFilters
from console.state.filter_chips import Chip


class FilteredCallsState(ActingState, mixin=True):
    """The address is the truth: handlers change it, the page's `load` shows what it says."""

    filters: CallFilters = CallFilters()
    agents: list[tuple[str, str]] = []
    """The agents to filter by: id and name. So are the teams and the presets."""
    teams: list[tuple[str, str]] = []
    presets: list[tuple[str, str]] = []
    chips: list[Chip] = []
    is_narrowed: bool = False
    unsettled: int = 0
    """How many calls wait for a word about how they went, in this person's sight."""
    ways: dict[str, str] = {}
    """By each of `VIEWS` the address that shows the same calls so; under `print`, that of the day's list."""

    @rx.event
    def toggle(self, name: str, value: str):
        """Choose or unchoose one of the `agents`, `teams`, `statuses`, `presets` or `sources`."""
        return self._go(self.filters.toggled(name, value)) if name in SEVERAL else None

    @rx.event
    def remove(self, name: str, value: str):
        """Take one filter away."""
        return self._go(self.filters.without(name, value))

    @rx.event
    def toggle_unsettled(self):
        """Show the calls that wait for a word about how they went, whenever they were; or all again."""
        wanted = not self.filters.needs_outcome
        return self._go(self.filters.narrowed(needs_outcome=wanted, span="all" if wanted else "upcoming", order=""))

    @rx.event
    def search_for(self, typed: str):
        """Look for a name, e-mail, phone or reference."""
        return self._go(self.filters.narrowed(search=typed.strip()[:100]), replace=True)

    @rx.event
    def clear(self):
        """Take all filters away."""
        return self._go(self.filters.cleared())

    @rx.event
    def turn(self, by: int):
        """Turn the page, forwards or back."""
        return self._go(self.filters.narrowed(page=max(1, self.filters.page + by)))

    def _tell_ways(self) -> None:
        path, plain = f"/app/{self._app_id()}", self.filters.narrowed(call="")
        ways = {view: plain.narrowed(view=view).address(f"{path}/calendar") for view in VIEWS if view}
        plain = plain.narrowed(view="", at="")
        listed = {"": plain.address(f"{path}/scheduled-calls"), "print": plain.address(f"{path}/day-list")}
        self._put(ways=ways | listed)

    def _go(self, filters: CallFilters, replace: bool = False):
        return rx.redirect(filters.address(self.router.url.path), replace=replace)
