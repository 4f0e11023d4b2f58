"""Customers on the booking page: always so many at once, each of whom arrives, looks about, and books or leaves."""

import asyncio
import time
from random import Random

from tests.bench.crowd import APP, PRESET, SMALL_PRESET, WIDGET_KEY
from tests.bench.loading.lines import Lines
from tests.bench.loading.plan import Plan, given
from tests.bench.loading.samples import Samples
from tests.bench.visitors import Refused, Visitor

SECONDS_BETWEEN = (15, 90)
"""From one look at the page to the next act."""
SECONDS_AT_THE_FORM = (5, 30)
WHO_BOOK = 0.4
_LOOKS = 3
"""On average, before somebody chooses a time or leaves."""
_TRIES = 4
_ZONES = ("America/Bogota", "America/New_York", "Europe/Madrid", "Asia/Kolkata")
_FAULTS = (OSError, TimeoutError, AssertionError, asyncio.IncompleteReadError, IndexError)


class Guest(Visitor):
    """One of them, who remembers what they chose."""

    minutes = 30
    day = ""


class Guests:
    """All of them; the page itself is fetched over connections that they share, as a proxy's are."""

    def __init__(self, plan: Plan, samples: Samples) -> None:
        self.plan, self.samples, self.random = plan, samples, Random(plan.seed + 2)
        self.pages = Lines(plan.url)
        self.number = 0
        self.present = 0

    async def chair(self, place: int) -> None:
        """One place in the crowd: who leaves it is followed by somebody else. Nobody comes after the end."""
        before = max(0.0, self.plan.begins_at - time.perf_counter())
        await asyncio.sleep(before * 0.9 * place / self.plan.visitors)
        while time.perf_counter() < self.plan.ends_at:
            self.number += 1
            visitor = Guest(self.plan.url, APP, WIDGET_KEY, (SMALL_PRESET, PRESET)[self.number % 2])
            try:
                await self._visit(visitor, self.number)
            except _FAULTS as error:
                self.samples.failed("booking page", error)
                await asyncio.sleep(1)

    async def _visit(self, visitor: Guest, number: int) -> None:
        page = await self.pages.ask("GET", visitor.address)
        assert page.status == 200, f"{page.status} {page.body[:200]!r}"
        took = await visitor.arrive(_ZONES[number % len(_ZONES)])
        self.present += 1
        try:
            self.samples.took("first free times", took)
            if visitor.agents:
                who = self.random.choice(visitor.agents)
                await self._ask(visitor, "free times", "pick_agent", "groups_rx_state_", agent_id=who)
            for _ in range(self.random.randrange(1, 2 * _LOOKS)):
                if await self._pauses(SECONDS_BETWEEN):
                    return
                await self._look(visitor)
            if self.random.random() < WHO_BOOK and not await self._pauses(SECONDS_BETWEEN):
                await self._book(visitor, number)
        finally:
            self.present -= 1
            self.samples.flush()
            await visitor.close()

    async def _pauses(self, bounds: tuple[float, float]) -> bool:
        """Read what stands there for a while; gives whether it is over."""
        pause, left = self.random.uniform(*bounds), self.plan.ends_at - time.perf_counter()
        await asyncio.sleep(min(pause, max(0.0, left)))
        return pause >= left

    async def _look(self, visitor: Guest) -> None:
        """Something other than what stands there: what stays the same is not sent."""
        acts: list[tuple[str, dict[str, object]]] = [("pick_duration", {"minutes": 90 - visitor.minutes})]
        if days := [day for day in visitor.days if day != visitor.day]:
            acts += [("show_day", {"day": self.random.choice(days)})] * 2
        if visitor.next_month:
            acts += [("show_month", {"month": visitor.next_month})]
        handler, payload = self.random.choice(acts)
        try:
            is_done = await self._ask(visitor, "free times", handler, "groups_rx_state_", **payload)
        except TimeoutError:  # the same times stand there, or the page is dead: another length always shows
            minutes = 90 - visitor.minutes
            await self._ask(visitor, "another length", "pick_duration", "duration_rx_state_", minutes=minutes)
            visitor.minutes = minutes
            return
        if is_done:
            visitor.minutes = int(str(payload.get("minutes", visitor.minutes)))
            visitor.day = str(payload.get("day", ""))

    async def _book(self, visitor: Guest, number: int) -> None:
        for _ in range(_TRIES):
            if not visitor.starts:
                return
            start = self.random.choice(visitor.starts)
            if await self._ask(visitor, "hold", "pick_start", "kept_until_rx_state_", start=start):
                break
        else:
            return
        if await self._pauses(SECONDS_AT_THE_FORM):
            return
        name, email = f"Guest {number}", f"visitor{number}.{self.plan.seed}@guests.test"
        await self._ask(visitor, "keep", "keep", "guest_name_rx_state_", field="guest_name", typed=name)
        form = {"guest_name": name, "guest_email": email}
        if await self._ask(visitor, "book", "book", '"step_rx_state_":"done"', form=form):
            self.samples.note("guest", email)

    async def _ask(self, visitor: Guest, kind: str, handler: str, until: str, **payload: object) -> bool:
        """Whether it was done; what was refused is said by the page, in words that a person can act on."""
        try:
            self.samples.took(kind, await visitor.ask(handler, until=until, **payload))
        except Refused as refused:
            self.samples.refused(kind, str(refused))
            return False
        return True


async def main(plan: Plan, samples: Samples) -> None:
    """Fill the page until it begins, and keep it full until the end."""
    guests = Guests(plan, samples)
    chairs = asyncio.gather(*(guests.chair(place) for place in range(plan.visitors)))
    await asyncio.sleep(max(0.0, plan.begins_at - time.perf_counter()))
    samples.note("present", guests.present)
    samples.flush()
    await chairs
    samples.flush()


if __name__ == "__main__":
    the_plan, file = given()
    asyncio.run(main(the_plan, Samples(file)))
