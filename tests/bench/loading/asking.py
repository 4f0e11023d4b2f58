"""Programs at the API: so many requests a second, whether or not the earlier ones are answered.

A request's time runs from the instant at which it was meant to be sent, so that a slow server cannot slow its clients
down and look fast. Who is told to come back does so, and its time runs on. What is booked is told by name, for the tabs
that should show it.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.bench.crowd import PRESET, SMALL_PRESET
from tests.bench.loading.lines import Answer, Lines
from tests.bench.loading.plan import Plan, given
from tests.bench.loading.samples import Samples

MIX = {"availability": 10, "list": 20, "get": 40, "create": 3, "move": 1, "cancel": 1, "events": 25}
"""Of a hundred requests. So five writes in two seconds, ten times what sixty agents have to do with in a full day."""
_AS_DESIGNED = (409, 429)
_BUSY = 503
_SECONDS_OF_PATIENCE = 60
"""So long a program asks again when it was told to come back."""
_DAYS_AHEAD = 30
_SOON = 0.1
"""So many of the calls that are booked begin within the hour, whoever works then: *Now* has something to show."""


class Client:
    """Everything that the programs know together: free times, and calls that are theirs to change."""

    def __init__(self, plan: Plan, samples: Samples) -> None:
        self.plan, self.samples, self.random = plan, samples, Random(plan.seed)
        self.lines = Lines(plan.api_url, Authorization=f"Bearer {_token(plan)}")
        self.base = f"/api/v1/video/{plan.app_id}"
        self.agents = [person["id"] for person in plan.people if person["role"] == "agent"]
        self.slots: dict[str, list[dict[str, str]]] = {PRESET: [], SMALL_PRESET: []}
        """Free times that were found, by preset."""
        self.calls: list[tuple[str, str]] = []
        """Calls and their presets."""
        self.cursor = ""
        self.number = 0

    async def act(self, kind: str, due: float) -> None:
        """Do one thing of this kind, which was due then."""
        act: Callable[[], Awaitable[Answer]] = getattr(self, f"_{kind}")
        try:
            answer = await act()
            while answer.status == _BUSY and time.perf_counter() < due + _SECONDS_OF_PATIENCE:
                self.samples.refused(kind, answer.code)
                await asyncio.sleep(answer.wait)
                answer = await act()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            self.samples.failed(kind, error)
            return
        if answer.status in _AS_DESIGNED:
            self.samples.refused(kind, answer.code)
        elif answer.status >= 400:
            self.samples.failed(kind, f"{answer.status} {answer.body[:300]!r}")
        else:
            self.samples.took(kind, time.perf_counter() - due)

    async def _availability(self) -> Answer:
        start = _today() + timedelta(days=self.random.randrange(1, _DAYS_AHEAD))
        preset, days = self.random.choice(((SMALL_PRESET, 1), (SMALL_PRESET, 7), (PRESET, 1)))
        asked = {"fromUtc": _iso(start), "toUtc": _iso(start + timedelta(days=days)), "durationMinutes": 30}
        answer = await self.lines.ask("GET", f"{self.base}/availability?{urlencode(asked | {'presetId': preset})}")
        if answer.status == 200:
            found, known = answer.data["slots"], self.slots[preset]
            self.slots[preset] = (known + self.random.sample(found, min(20, len(found))))[-400:]
        return answer

    async def _list(self) -> Answer:
        day = _today() + timedelta(days=self.random.randrange(-5, 10))
        asked: dict[str, Any] = self.random.choice(
            (
                {"dateFrom": _iso(day), "dateTo": _iso(day + timedelta(days=1))},
                {"agentId": self.random.choice(self.agents), "dateFrom": _iso(_today())},
                {"status": "scheduled,confirmed", "dateFrom": _iso(day)},
                {"search": f"Load {self.random.randrange(self.number + 1):06}"},
            )
        )
        answer = await self.lines.ask("GET", f"{self.base}/scheduled-calls?{urlencode(asked)}")
        if not self.calls and answer.status == 200:
            live = (call for call in answer.data["calls"] if call["status"] in ("scheduled", "confirmed"))
            self.calls = [(call["id"], call["preset_id"]) for call in live]
        return answer

    async def _get(self) -> Answer:
        if not self.calls:
            return await self._list()
        return await self.lines.ask("GET", f"{self.base}/scheduled-calls/{self.random.choice(self.calls)[0]}")

    async def _create(self) -> Answer:
        self.number += 1
        name = f"Load {self.number:06}"
        preset = self.random.choice((SMALL_PRESET, SMALL_PRESET, PRESET))
        call = {
            "guestName": name,
            "guestEmail": f"load{self.number}.{self.plan.seed}@guests.test",
            "appTimezone": "UTC",
            "presetId": preset,
            "durationMinutes": 30,
        }
        if self.random.random() < _SOON or not self.slots[preset]:
            call |= {"presetId": PRESET, "respectWorkingHours": False, "durationMinutes": 5}
            call |= {"assignedAgentId": self.random.choice(self.agents), "scheduledAtUtc": self._within_the_hour()}
        else:
            slot = self._slot(preset)
            call["scheduledAtUtc"] = slot["startUtc"]
            if preset == PRESET:  # its customers pick; the small one's are given who is next
                call["assignedAgentId"] = slot["agentId"]
        key = f"{self.plan.seed}-{self.number}"
        answer = await self.lines.ask("POST", f"{self.base}/scheduled-calls", call, Idempotency_Key=key)
        if answer.status == 201:
            made = answer.data["call"]
            self.calls.append((made["id"], made["preset_id"]))
            self.samples.note("booked", {"name": name, **_facts(made)})
        return answer

    async def _move(self) -> Answer:
        its, preset = self.random.choice(self.calls) if self.calls else ("", PRESET)
        if not (its and self.slots[preset]):
            return await self._availability()
        slot = self._slot(preset)
        to = {"scheduledAtUtc": slot["startUtc"], "assignedAgentId": slot["agentId"]}
        answer = await self.lines.ask("PATCH", f"{self.base}/scheduled-calls/{its}", to)
        if answer.status == 200:
            self.samples.note("moved", _facts(answer.data["call"]))
        return answer

    async def _cancel(self) -> Answer:
        if not self.calls:
            return await self._list()
        its, _ = self.calls.pop(self.random.randrange(len(self.calls)))
        answer = await self.lines.ask("DELETE", f"{self.base}/scheduled-calls/{its}?reason=load")
        if answer.status == 200:
            self.samples.note("cancelled", _facts(answer.data["call"]))
        return answer

    async def _events(self) -> Answer:
        after = f"&after={self.cursor}" if self.cursor else ""
        answer = await self.lines.ask("GET", f"{self.base}/events?limit=100{after}")
        if answer.status == 200:
            page = json.loads(answer.body)
            self.samples.note("read", [event["id"] for event in page["data"]["events"]])
            self.cursor = page["pagination"]["nextCursor"] or self.cursor
        return answer

    def _slot(self, preset: str) -> dict[str, str]:
        return self.slots[preset].pop(self.random.randrange(len(self.slots[preset])))

    def _within_the_hour(self) -> str:
        start = datetime.now(UTC).replace(second=0, microsecond=0)
        return _iso(start + timedelta(minutes=self.random.randrange(5, 60)))


def _facts(call: dict[str, Any]) -> dict[str, Any]:
    return {name: call[name] for name in ("id", "status", "scheduled_at", "assigned_agent_id")}


def _token(plan: Plan) -> str:
    keys = {"grant_type": "client_credentials", **plan.client}
    answer = httpx.post(f"{plan.api_url}/api/v1/oauth/token", json=keys, trust_env=False, timeout=60)
    return answer.raise_for_status().json()["data"]["access_token"]


def _today() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


async def main(plan: Plan, samples: Samples) -> None:
    """Send each request when it is due: at random, and so many a second in the long run."""
    client, due = Client(plan, samples), plan.begins_at
    kinds, weights = list(MIX), list(MIX.values())
    under_way: set[asyncio.Task[None]] = set()
    for kind in ("availability", "list"):  # something to choose from
        await client.act(kind, time.perf_counter())
    while due < plan.ends_at:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(client.act(client.random.choices(kinds, weights)[0], due))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        due += client.random.expovariate(plan.requests)
        samples.flush() if int(due) % 5 == 0 else None
    await asyncio.gather(*under_way)
    client.lines.close()
    samples.flush()


if __name__ == "__main__":
    the_plan, file = given()
    asyncio.run(main(the_plan, Samples(file)))
