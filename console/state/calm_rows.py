"""Rows that do not move under the hand of who reads, ticks or types: what came meanwhile waits, counted, to be brought."""

from collections.abc import Iterable, Mapping, Sequence

import reflex as rx

from console.scheduling.messages.rows import BookingRow
from console.scheduling.messages.words import word
from console.state.acting import ActingState


class CalmRowsState(ActingState, mixin=True):
    """The rows of a list as they are shown. The page's own state reads them, in `_fetch`, and hands them to `_lay`."""

    rows: list[BookingRow] = []
    waiting: str = ""
    """`3 new`: how many came that are not shown yet; empty where there are none."""
    arrived: list[str] = []
    """The rows that came under the eyes of who looks, by id: they may be pointed out."""
    is_held: bool = False
    """Whether the person has scrolled, ticked or typed something: the browser says."""
    _is_behind: bool = False
    """Whether the list, read anew, would be other rows or in another order."""

    @rx.event
    async def hold(self, is_held: bool):
        """Leave the rows where they are from now on; or no more, and show what has become of them."""
        self.is_held = is_held
        if not is_held and self._is_behind:
            await self._fetch(keeps=True)

    @rx.event
    async def bring(self):
        """Show the list as it is, whatever moves."""
        await self._fetch(keeps=True, moves=True)

    async def _fetch(self, *, keeps: bool = False, moves: bool = False) -> None:
        """Read the list and show it, as `_lay` does."""
        raise NotImplementedError

    async def _find(self, ids: Sequence[str]) -> Iterable[BookingRow]:
        """These rows, as far as there are any, wherever they stand by now."""
        raise NotImplementedError

    async def _lay(self, fresh: list[BookingRow], *, is_last: bool, keeps: bool, moves: bool) -> None:
        """Show these rows, or as many of their news as leave all in its place.

        `keeps`: it is the same list as before; `moves`: all of it shall be shown, held or not; `is_last`: no page follows.
        """
        before = [row.id for row in self.rows]
        new = came(before, [row.id for row in fresh], is_last=is_last)
        if before and keeps and self.is_held and not moves:
            now = {row.id: row for row in fresh}
            now |= {row.id: row for row in await self._find([one for one in before if one not in now])}
            self._is_behind = [row.id for row in fresh] != before
            self._put(rows=kept(before, now), waiting=word("new_rows", count=len(new)) if new else "")
        else:
            self._is_behind = False
            self._put(rows=fresh, waiting="", arrived=(new or self.arrived) if keeps else [])


def kept(before: Iterable[str], now: Mapping[str, BookingRow]) -> list[BookingRow]:
    """The rows that stood there, in their places, each as it is now; one that nobody may see any more is gone."""
    return [now[one] for one in before if one in now]


def came(before: Sequence[str], now: Sequence[str], *, is_last: bool) -> list[str]:
    """Which of `now` were not there before.

    What only moved up from the next page, since something else went, has not come: it stands below all that stays.
    """
    stayed = set(before)
    last = max((place for place, one in enumerate(now) if one in stayed), default=-1)
    looked_at = now if is_last or not before else now[: last + 1]
    return [one for one in looked_at if one not in stayed]
