"""Customers on the booking page without browsers: each opens it, looks about, chooses a time and books."""

import asyncio
import re
import time

from tests.bench.tabs import Tab

PAGE = "reflex___state____state.booking_page___state____booking_page_state"
_GREETED = re.compile(r'"app_name_rx_state_":"[^"]')
_AGENT = re.compile(r'"id":"(per_[^"]+)"')
_BOOKABLE = re.compile(r'"date":"([\d-]+)","number":"\d+","label":"[^"]+"')
_NEXT = re.compile(r'"next":"([\d-]+)"')
_START = re.compile(r'"start":"([^"]+)"')
_REFUSED = re.compile(r'"(?:refusal|shut_text)_rx_state_":"([^"]+)')


class Refused(Exception):
    """The page said no, in these words."""


class Visitor(Tab):
    """One customer's tab; `agents`, `days`, `next_month` and `starts` are what its screen offers at the moment."""

    def __init__(self, base_url: str, app_id: str, key: str, preset_id: str) -> None:
        super().__init__(base_url, "visitor", "", app_id, "")
        self.base_url, query = base_url, {"key": key, "preset": preset_id}
        self.address = f"/book/{app_id}?key={key}&preset={preset_id}"
        self._where = {"pathname": f"/book/{app_id}", "asPath": self.address, "query": query | {"app_id": app_id}}
        self.agents: list[str] = []
        self.days: list[str] = []
        self.starts: list[str] = []
        self.next_month = ""

    async def arrive(self, zone: str) -> float:
        """Open the page as a browser in this zone does; gives the seconds until the first times, or agents, are there."""
        began = time.perf_counter()
        greeted = self.when(lambda message: self._reads(message) and _GREETED.search(message) is not None)
        await self.open("is_hydrated")
        await asyncio.wait_for(greeted, 60)
        until = "zone_rx_state_" if self.agents else "groups_rx_state_"
        await self.ask("settle", until=until, zone=zone, language="en-GB", anew=True, before={})
        return time.perf_counter() - began

    async def ask(self, handler: str, /, *, until: str, **payload: object) -> float:
        """Do something and wait until the screen shows it; gives the seconds. Raises Refused."""
        refusals: list[str] = []

        def is_answered(message: str) -> bool:
            self._reads(message)
            refusals[:] = _REFUSED.findall(message)
            return bool(refusals) or until in message

        answered, began = self.when(is_answered), time.perf_counter()
        self.call(f"{PAGE}.{handler}", **payload)
        at = await asyncio.wait_for(answered, 60)
        if refusals:
            raise Refused(refusals[0])
        return at - began

    def _reads(self, message: str) -> bool:
        """Take in what the message puts on the screen."""
        if "agents_rx_state_" in message:
            self.agents = _AGENT.findall(message)
        if "shown_rx_state_" in message:
            self.days, self.next_month = _BOOKABLE.findall(message), (_NEXT.findall(message) or [""])[-1]
        if "groups_rx_state_" in message or "alternatives_rx_state_" in message:
            self.starts = _START.findall(message)
        return True
