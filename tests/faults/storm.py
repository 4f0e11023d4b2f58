"""Clients that book, move, cancel, hold and look, at random and all the while, whatever happens to the servers.

They do what careful clients do: what was not answered, or answered 503, they ask again under the same key until it is
answered. Everything that they are told goes into the ledger.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import httpx

from console.scheduling import clock
from console.scheduling.messages.instants import iso
from tests.faults.ledger import Ledger

CLIENTS = 4
_CUSTOMERS = 60
_STARTS = 48 * 14
"""Half hours from next week on: few enough that clients meet, and more than a short storm fills."""
_ANSWERS = {200, 201, 400, 404, 409, 429}
"""All that a client may hear of these requests; a 503 means: ask again."""
_SECONDS_TO_ANSWER = 120
"""How long any fault may keep a client waiting, who asks again and again."""
_PAGE = 200


class Storm:
    """Clients of one app, behind the door at `url` that leads to whoever serves."""

    def __init__(self, url: str, app_id: str, agents: Sequence[str], ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.token = ""
        """What they show; it may do everything."""
        self.answers: Counter[int] = Counter()
        self.broken = 0
        """Requests that were not answered at all."""
        self.feed: list[str] = []
        """The events that one reader of the feed has seen, in its order."""
        self._url, self._agents, self._seed = f"{url}/api/v1/video/{app_id}", agents, seed
        self._calls: list[str] = []
        self._cursor: str | None = None
        self._numbers = count()
        self._first = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=8)
        self._stopped = threading.Event()

    @property
    def granted(self) -> int:
        """How many requests were granted so far."""
        return self.answers[200] + self.answers[201]

    @property
    def a_start(self) -> str:
        """A start for which none of the clients asks."""
        return iso(self._first - timedelta(minutes=30 * next(self._numbers)))

    @contextmanager
    def raging(self) -> Iterator[None]:
        """The clients are at work within the block; after it each has heard what became of its last request."""
        self._stopped.clear()
        turn = next(self._numbers)
        works = [
            lambda http, number=number: self._write(http, f"{self._seed}.{turn}.{number}") for number in range(CLIENTS)
        ]
        threads = [threading.Thread(target=self._work, args=(work,), daemon=True) for work in [*works, self._read_on]]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            for thread in threads:
                thread.join(_SECONDS_TO_ANSWER + 30)
        assert not any(thread.is_alive() for thread in threads)

    def go_on(self, more: int, seconds: float = 90) -> None:
        """Wait until so many more requests were granted."""
        until, wanted = time.monotonic() + seconds, self.granted + more
        while self.granted < wanted:
            assert time.monotonic() < until, f"{wanted - self.granted} requests were not granted within {seconds} s"
            time.sleep(0.02)

    def ask(self, http: httpx.Client, method: str, path: str, key: str = "", **options: Any) -> httpx.Response | None:
        """Ask until there is an answer that means something; None, and a complaint, where none ever comes."""
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        until = time.monotonic() + _SECONDS_TO_ANSWER
        while time.monotonic() < until:
            try:
                answer = http.request(method, self._url + path, headers=headers, **options)
            except httpx.TransportError:
                self.broken += 1
            else:
                self.answers[answer.status_code] += 1
                if answer.status_code == 503 and "Retry-After" not in answer.headers:
                    self.ledger.complain(f"{method} {path} was answered 503 without Retry-After")
                elif answer.status_code != 503 and answer.status_code not in _ANSWERS:
                    self.ledger.complain(f"{method} {path} was answered {answer.status_code}: {answer.text[:200]}")
                if answer.status_code != 503 and "idempotency_in_progress" not in answer.text:
                    return answer
            time.sleep(0.1)
        self.ledger.complain(f"{method} {path} was not answered within {_SECONDS_TO_ANSWER} s")
        return None

    def read_feed(self) -> list[str]:
        """Read the feed to its end, and say what is not as the outbox, whose events have these ids in this order, has it."""
        with httpx.Client(trust_env=False, timeout=30) as http:
            while self._read_page(http):
                pass
        again = [event for event, times in Counter(self.feed).items() if times > 1]
        return [f"the feed told {event} again" for event in again]

    def _work(self, work: Callable[[httpx.Client], None]) -> None:
        try:
            with httpx.Client(trust_env=False, timeout=30) as http:
                work(http)
        except Exception as defect:
            self.ledger.complain(f"a client gave up: {defect!r}")
            raise

    def _write(self, http: httpx.Client, name: str) -> None:
        chance = random.Random(name)
        acts = {self._book: 5, self._hold: 2, self._move: 3, self._hand_over: 1, self._cancel: 2, self._look: 1}
        for number in count():
            if self._stopped.is_set():
                return
            (act,) = chance.choices([*acts], [*acts.values()])
            act(http, chance, f"{name}.{number}")
            time.sleep(chance.uniform(0, 0.1))

    def _book(self, http: httpx.Client, chance: random.Random, key: str, **held: Any) -> bool:
        wanted = held or self._wanted(chance)
        body = {
            "guestName": "Jane",
            "guestEmail": f"jane{chance.randrange(_CUSTOMERS)}@guests.test",
            "scheduledAtUtc": wanted["startUtc"],
            "durationMinutes": wanted["durationMinutes"],
            "appTimezone": "UTC",
            "metadata": {"key": key},
            "holdId": wanted.get("holdId"),
        }
        body |= {"assignedAgentId": wanted["agentId"]} if "agentId" in wanted else {}
        answer = self.ask(http, "POST", "/scheduled-calls", key, json=body)
        if answer is None:
            return False
        if answer.status_code == 201:
            call = answer.json()["data"]["call"]
            self.ledger.told(call)
            self.ledger.booked[key] = call["id"]
            self._calls.append(call["id"])
        else:
            self.ledger.refused.add(key)
        return answer.status_code == 201

    def _hold(self, http: httpx.Client, chance: random.Random, key: str) -> None:
        wanted = self._wanted(chance)
        answer = self.ask(http, "POST", "/holds", f"{key}.hold", json=wanted)
        if answer is None or answer.status_code != 201:
            return
        hold_id = answer.json()["data"]["hold"]["id"]
        booked = chance.random() < 0.7 and self._book(http, chance, key, **wanted, holdId=hold_id)
        if not booked:
            self.ask(http, "DELETE", f"/holds/{hold_id}")
        self.ledger.over.add(hold_id)

    def _move(self, http: httpx.Client, chance: random.Random, _: str) -> None:
        self._change(http, chance, {"scheduledAtUtc": self._wanted(chance)["startUtc"]})

    def _hand_over(self, http: httpx.Client, chance: random.Random, _: str) -> None:
        self._change(http, chance, {"assignedAgentId": chance.choice(self._agents)})

    def _change(self, http: httpx.Client, chance: random.Random, body: dict[str, Any]) -> None:
        if self._calls:
            self._note(self.ask(http, "PATCH", f"/scheduled-calls/{chance.choice(self._calls)}", json=body))

    def _cancel(self, http: httpx.Client, chance: random.Random, _: str) -> None:
        if self._calls:
            self._note(self.ask(http, "DELETE", f"/scheduled-calls/{chance.choice(self._calls)}"))

    def _note(self, answer: httpx.Response | None) -> None:
        if answer is not None and answer.status_code == 200:
            self.ledger.told(answer.json()["data"]["call"])

    def _look(self, http: httpx.Client, chance: random.Random, _: str) -> None:
        start = self._first + timedelta(days=chance.randrange(14))
        query = {"fromUtc": iso(start), "toUtc": iso(start + timedelta(days=1)), "durationMinutes": "30"}
        self.ask(http, "GET", "/availability", params=query)

    def _wanted(self, chance: random.Random) -> dict[str, Any]:
        """A time, often with an agent."""
        start = self._first + timedelta(minutes=30 * chance.randrange(_STARTS))
        wanted: dict[str, Any] = {"startUtc": iso(start), "durationMinutes": chance.choice([30, 60])}
        return wanted | ({"agentId": chance.choice(self._agents)} if chance.random() < 0.5 else {})

    def _read_on(self, http: httpx.Client) -> None:
        while not self._stopped.is_set():
            if not self._read_page(http):
                self._stopped.wait(0.3)

    def _read_page(self, http: httpx.Client) -> bool:
        """Read on in the feed; gives whether there is more."""
        query = {"limit": _PAGE} | ({"after": self._cursor} if self._cursor else {})
        answer = self.ask(http, "GET", "/events", params=query)
        if answer is None or answer.status_code != 200:
            self.ledger.complain(f"the feed answered {answer and answer.text[:200]}")
            return False
        page = answer.json()
        self.feed += [event["id"] for event in page["data"]["events"]]
        self._cursor = page["pagination"]["nextCursor"]
        return page["pagination"]["hasMore"]
