"""People at the console: tabs that stand open on *Scheduled calls*, *Now* and *My schedules*, and are used now and then."""

import asyncio
import re
import time
from collections.abc import Iterator
from random import Random
from urllib.parse import urlsplit

from tests.bench.loading.plan import Plan, given
from tests.bench.loading.samples import Samples
from tests.bench.tabs import Tab

_STATES = "reflex___state____state.console___state___"
NOTICE = f"{_STATES}notice____notice_state.show"
OPEN_CALL = f"{_STATES}call_drawer____master_drawer_state.open_call"
CLOSE_CALL = f"{_STATES}call_drawer____master_drawer_state.set_open"
SECONDS_BETWEEN = 30
"""On average, between two things that one person does."""
_LOADED = 'is_loading_rx_state_":false'
_NEWEST = "range=all&sort=created_at&order=desc"
_NAMES = re.compile(r"Load \d{6}")
_CALLS = re.compile(r'"(bkg_[0-9a-z]{26})"')
"""Of the load: those that were there before have shorter ids, and no story to open."""
_A_LIST = 5_000
_ALL_CALLS = ("", "range=seven_days", _NEWEST)


class Watcher(Tab):
    """One tab. Where the newest calls stand on top, it notes when each of the load's was first seen."""

    def __init__(self, plan: Plan, samples: Samples, person: dict[str, str], place: str, query: str = "") -> None:
        super().__init__(plan.url, person["id"], person["cookie"], plan.app_id, place, query)
        self._samples, self._is_told = samples, query == _NEWEST
        self._known: set[str] = set()
        self.calls: list[str] = []

    def _told(self, message: str, at: float) -> None:
        if self._is_told and (names := set(_NAMES.findall(message)) - self._known):
            self._known |= names
            self._samples.note("shown", [sorted(names), round(at, 4)])
        if self.place == "scheduled-calls" and len(message) > _A_LIST and (found := _CALLS.findall(message)):
            self.calls = list(dict.fromkeys(found))[:20]
        super()._told(message, at)

    async def ask(self, handler: str, until: str, **payload: object) -> float:
        """Do something, and wait until the screen shows it; gives the seconds."""
        shown, began = self.when(lambda message: until in message), time.perf_counter()
        self.call(handler, **payload)
        return await asyncio.wait_for(shown, 60) - began


def tabs(plan: Plan, samples: Samples) -> Iterator[Watcher]:
    """Seven of ten on *Scheduled calls*, in four views; the others on *Now* and *My schedules*, each half."""
    agents = [dict(person) for person in plan.people if person["role"] == "agent"]
    others = [dict(person) for person in plan.people if person["role"] != "agent"]
    for number in range(plan.tabs):
        person = others[number % len(others)]
        if number % 20 >= 17:
            yield Watcher(plan, samples, agents[number // 20 * 3 % len(agents) + number % 20 - 17], "my-schedules")
        elif number % 20 >= 14:
            yield Watcher(plan, samples, person, "now")
        else:
            a_team = "agent=" + ",".join(agents[(number + step) % len(agents)]["id"] for step in range(5))
            yield Watcher(plan, samples, person, "scheduled-calls", (*_ALL_CALLS, a_team)[number % 4])


async def use(tab: Watcher, plan: Plan, samples: Samples, random: Random) -> None:
    """Do something every now and then: mostly light things, and each third time a call is opened and closed."""
    number = 0
    while (now := time.perf_counter()) < plan.ends_at:
        pause = random.expovariate(1 / SECONDS_BETWEEN)
        await asyncio.sleep(min(pause, max(0.0, plan.ends_at - now)))
        if now + pause >= plan.ends_at:
            return
        number += 1
        try:
            if number % 3 == 0 and tab.calls:
                its = random.choice(tab.calls)
                samples.took("open a call", await tab.ask(OPEN_CALL, until='"is_open_rx_state_":true', booking_id=its))
                await asyncio.sleep(random.uniform(2, 10))
                await tab.ask(CLOSE_CALL, until='"is_open_rx_state_":false', is_open=False)
            else:
                mark = f"mark {number} of {tab.token}"
                samples.took("event", await tab.ask(NOTICE, until=mark, kind="info", text=mark))
        except (OSError, TimeoutError) as error:
            samples.failed("tab", error)
            return
        samples.flush()


async def main(plan: Plan, samples: Samples) -> None:
    """Open them, four at a time; have each used until the end."""
    random = Random(plan.seed + 1)
    opened: list[Watcher] = []
    coming = tabs(plan, samples)

    async def come() -> None:
        for tab in coming:
            began = time.perf_counter()
            try:
                await tab.open(_LOADED)
            except (OSError, TimeoutError, AssertionError, asyncio.IncompleteReadError) as error:
                samples.failed("tab opens", error)
                continue
            samples.took("tab opens", time.perf_counter() - began)
            opened.append(tab)

    await asyncio.gather(*(come() for _ in range(4)))
    samples.note("opened", len(opened))
    samples.flush()
    await asyncio.sleep(max(0.0, plan.begins_at - time.perf_counter()))
    await asyncio.gather(*(use(tab, plan, samples, random) for tab in opened))
    await asyncio.sleep(5)  # what was booked last is still to be shown
    samples.note("closed early", sum(tab.is_closed for tab in opened))
    samples.flush()
    await asyncio.gather(*(tab.close() for tab in opened))


if __name__ == "__main__":
    the_plan, file = given()
    assert urlsplit(the_plan.url).hostname in ("localhost", "127.0.0.1")
    asyncio.run(main(the_plan, Samples(file)))
