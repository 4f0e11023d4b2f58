"""The command palette: every act that one may do, and whom, what, or which call the typed letters lead to.

Pages stand in it by standing in the frame's table of places, acts by a line in `acts`.
"""

import asyncio
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.rules.search import search_words
from console.scheduling.rules.zones import zone
from console.scheduling.services import (
    booking_links,
    booking_views,
    customer_search,
    exports,
    finding,
    recent_customers,
    sessions,
)
from console.scheduling.services.sessions import Membership
from console.state.away import AwayState
from console.state.book_call import BookForAnyoneState, BookForMyselfState
from console.state.bookings import BookingsState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState
from console.state.palette import found
from console.state.palette.acts import ACTS, YOURS, also, line, lines
from console.state.palette.line import Line
from console.state.presets import PresetsState
from console.state.times import TimesState

_LONGEST = 200


@open_to("member")
class PaletteState(TimesState, rx.State):
    """What stands in the palette beside the pages."""

    acts: list[Line] = []
    also: dict[str, str] = {}
    """Other words that each page is found by, by its place."""
    found: list[Line] = []
    """What was found for what was typed; while nothing is, whom this person opened last."""
    answered: str = ""
    """What was looked for last, since it was opened for the time that has this number."""
    opening: int = 0
    told: str = ""
    """Why there is nothing to choose, where there is nothing."""

    @rx.event
    async def begin(self, places: list[str], opening: int):
        """Show what there is before anything is typed, and know these pages by other words, too.

        `opening` is a number for this time that it is opened: what was answered before is no answer now.
        """
        recent, links = await asyncio.gather(self._ask(recent_customers.of), self._ask(booking_links.to_share))
        tz = zone(self._times_zone())
        self.found = found.customers(recent, word("palette_recent"), tz, clock.now(), self._app())
        self.acts = await self._acts(links)
        self.also = {place: f"{word('also_pages')} {also(place)}" for place in places[:100]}
        self.answered, self.told, self.opening = "", "", opening

    @rx.event
    async def look_for(self, typed: str):
        """Look for what stands in the field now."""
        typed = typed.strip()[:_LONGEST]
        try:
            self.found, self.told = await self._look(typed)
        except CallboardError as refused:
            self.found, self.told = [], refused.message
        self.answered = typed

    @rx.event
    async def take(self, chosen: str):
        """Do what this line is for; who may not is refused where it is done."""
        name, _, about = chosen.partition(":")
        match name:
            case "book_call":
                return await self._book("")
            case "book_typed":
                return await self._book(self.answered)
            case "copy_own_link" | "copy_app_link":
                return NoticeState.show("success", word("copied"))  # by the browser
            case "ill":
                return self._on(f"availability?agent={about}", AwayState.ill_today(about))
            case "away":
                return self._on(f"availability?agent={about}", AwayState.open_until(about))
            case "preset":
                return self._on("presets", PresetsState.open_change(about))
        act = next((one for one in (*ACTS, *YOURS) if one.id == chosen), None)
        return self._on(act.on, *([act.begin()] if act.begin else [])) if act else None

    async def _acts(self, links: booking_links.SharedLinks) -> list[Line]:
        me, mine, group = await self._actor(), [], "palette_acts"
        abilities = sessions.abilities(me)
        if await self._form():
            mine.append(line("book_call", "plus", group))
        mine += [line("print_today", "printer", group, href=f"{self._app()}/day-list"), *lines(ACTS, abilities, group)]
        shared = {"copy_own_link": links.own, "copy_app_link": links.app}
        mine += [line(name, "link", group, copy=url) for name, url in shared.items() if url]
        if exports.may_export(me):
            view = (await self.get_state(BookingsState)).exported
            mine += [
                line(f"palette_export_{kind}", "download", group, href=f"{self._app()}/scheduled-calls.{kind}{view}")
                for kind in ("csv", "xlsx")
            ]
        return mine + lines(YOURS, abilities, "palette_yours")

    async def _look(self, typed: str) -> tuple[list[Line], str]:
        """What there is for these letters, and what to say where there is nothing. Raises what the core raises."""
        people, ways = await asyncio.gather(self._ask(customer_search.find, typed), self._ask(finding.find, typed))
        app, now, calls = self._app(), clock.now(), [people.call] if people.call else []
        known = [found.call(one, self._zone_of(one), now, app) for one in calls]
        known += found.customers(people.customers, word("customers"), zone(self._times_zone()), now, app)
        known += found.agents_and_presets(ways, app) + found.apps(self._others(typed))
        if not people.is_too_short and await self._form():
            known.append(found.booking_for(typed))
        return known, word("find_too_short" if people.is_too_short else "palette_nothing")

    def _others(self, typed: str) -> list[Membership]:
        """The other apps that have such a name; all of them for who asks to switch."""
        asked, known = search_words(typed), word("also_apps")
        others = [one for one in signed_in().memberships if one.app_id != self._app_id()]
        return [one for one in others if finding.begins_words(asked, f"{one.app_name} {known}")]

    async def _book(self, typed: str) -> Any:
        form = await self._form()
        return form.open_for(typed) if form else None

    async def _form(self) -> type[BookForAnyoneState] | type[BookForMyselfState] | None:
        """The form by which this person may book: for any agent, for themself, or not at all."""
        me = await self._actor()
        if booking_views.may_book(me):
            return BookForAnyoneState
        return BookForMyselfState if booking_views.may_book(me.on("agent")) else None

    def _app(self) -> str:
        return f"/app/{self._app_id()}"

    def _on(self, place: str, *events: Any) -> list[Any]:
        """Go to a page of this app, unless it is shown, and do this there."""
        page = f"{self._app()}/{place}"
        is_there = not place or self.router.url.path.rstrip("/") == page
        return [*([] if is_there else [rx.redirect(page)]), *events]
