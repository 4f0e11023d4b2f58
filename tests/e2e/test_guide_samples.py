"""Every sample of the API guide works as it is shown: run as a program, in every language it is written in."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from console.scheduling import clock
from console.scheduling.messages import guide
from console.scheduling.messages.deliveries import Letter, Owed, compose
from console.scheduling.messages.guide import Example, Language
from console.scheduling.messages.signing import Keys, fresh_secret
from tests.e2e.conftest import Server
from tests.e2e.guide_samples import Bench, Desk

EXAMPLE = Example(
    base_url="https://calls.test",
    app_id="app_1",
    timezone="America/Bogota",
    preset_id="pre_1",
    minutes=30,
    header_prefix="X-Callboard",
    start="2027-03-01T10:00:00.000Z",
)
pytestmark = pytest.mark.browser  # it needs the server, which the browser's tests share

OLD, NEW = fresh_secret(), fresh_secret()


@pytest.fixture(scope="module")
def desk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An app of its own, whose agents always work."""
    return Desk.opened(server, tmp_path_factory.mktemp("app"))


@pytest.fixture
def bench(desk: Desk, tmp_path: Path) -> Bench:
    """Samples for that app."""
    keys = {"CLIENT_ID": desk.client_id, "CLIENT_SECRET": desk.client_secret, "TOKEN": desk.token}
    ours = {"base_url": desk.base_url, "app_id": desk.app_id, "preset_id": desk.preset_id}
    return Bench(tmp_path, EXAMPLE, keys).filled(**ours)


def test_the_samples_work_as_they_are_shown(desk: Desk, bench: Bench):
    """All of them on one server, most side by side: to start one takes longer than a sample does."""
    hours, taken = count(), desk.at(40)
    for agent in (desk.ada, desk.bo):
        desk.book(taken, assignedAgentId=agent)

    def books(language: Language, bench: Bench) -> None:
        assert is_booked(bench.run("refusal", language))

    def books_first_of_all(language: Language, bench: Bench) -> None:
        assert "bkg_" in bench.run("first_call", language)

    def books_once(language: Language, bench: Bench) -> None:
        said = bench.run("idempotency", language)
        if language == "curl":
            assert is_booked(said)
        else:
            first, again = (line.split() for line in said.splitlines())
            assert first[0] == again[0] and (first[1], again[1]) in {("None", "true"), ("null", "true")}

    def holds_and_books(language: Language, bench: Bench) -> None:
        assert is_booked(bench.run("holds", language))

    def names_the_agent(language: Language, bench: Bench) -> None:
        bench = bench.filled(agent_id=desk.bo)
        assert "bkg_" in bench.run("first_call", language)
        assert is_booked(bench.run("holds", language))

    def changes(language: Language, bench: Bench) -> None:
        call = desk.book(bench.example.start)
        bench.run("changing", language, CALL_ID=call["id"])
        assert desk.call(call["id"])["guest_intake_notes"] == "Would like to speak Spanish."

    def is_refused(language: Language, bench: Bench) -> None:
        said = bench.filled(start=taken).run("refusal", language)
        assert "slot_taken" in said and desk.at(40.5) in said
        assert language != "curl" or ("\n409\n" in said and '"bookable":false' in said)

    def run(*trials: Callable[[Language, Bench], None], language: Language) -> None:
        for trial in trials:
            trial(language, bench.filled(start=desk.at(next(hours)), folder=trial.__name__))

    for language in guide.SUFFIXES:  # these take the first free time: one after the other
        run(books_first_of_all, names_the_agent, language=language)
    with ThreadPoolExecutor(3) as pool:
        started = [
            pool.submit(run, trial, language=language)
            for trial in (books, books_once, holds_and_books, changes, is_refused)
            for language in guide.SUFFIXES
        ]
        for one in started:
            one.result()
    calls = desk.ask("GET", "/scheduled-calls", params={"limit": 200})["calls"]
    assert len(calls) == 2 + 7 * len(guide.SUFFIXES)


@pytest.mark.parametrize("language", guide.languages("events"))
def test_who_follows_the_feed_misses_nothing_and_gets_nothing_twice(desk: Desk, bench: Bench, language: Language):
    hour = 50 + 2 * list(guide.SUFFIXES).index(language)
    desk.book(desk.at(hour))
    first = bench.follow("events", language, until=desk.events()[-1])
    desk.book(desk.at(hour + 1))
    second = bench.follow("events", language, until=desk.events()[-1])
    assert [*first, *second] == desk.events() and len(second) == 1
    (bench.folder / "events.cursor").write_text("of another server")
    assert bench.follow("events", language, until=second[0]) == desk.events()


@pytest.mark.parametrize("language", guide.languages("retry"))
def test_who_is_over_a_limit_waits_as_long_as_they_are_told_and_no_longer_than_they_would(
    tmp_path: Path, language: Language
):
    bench = Bench(tmp_path, EXAMPLE, {"TOKEN": "t"})
    with answering((429, "1"), (503, "0"), (200, "")) as url:
        began = clock.now()
        assert bench.filled(base_url=url).run("retry", language).startswith("200")
        assert clock.now() - began >= timedelta(seconds=1)
    with answering((429, "86400"), (200, "")) as url:
        assert bench.filled(base_url=url).run("retry", language).startswith("429")


@pytest.mark.parametrize("language", guide.languages("webhook"))
@pytest.mark.parametrize("sample", ["webhook", "standard_webhook"])
def test_only_what_we_signed_just_now_is_taken_for_true(tmp_path: Path, sample: str, language: Language):
    now, keys = clock.now(), Keys(OLD, NEW)
    true, alone = letter(keys, now), letter(Keys(OLD), now)
    forged = Letter(true.headers, true.body.replace(b"Jane", b"Mallory"), "")
    stale = letter(keys, now - timedelta(minutes=6))
    unsigned = Letter({"Content-Type": "application/json"}, true.body, "")
    letters = [true, alone, forged, stale, unsigned, letter(Keys(fresh_secret()), now)]
    for secrets, expected in (
        (OLD, [True, True, False, False, False, False]),
        (NEW, [True, False, False, False, False, False]),
        (f"{OLD},{NEW}", [True, True, False, False, False, False]),
    ):
        assert judged(Bench(tmp_path, EXAMPLE, {"WEBHOOK_SECRETS": secrets}), sample, language, letters) == expected


@pytest.mark.parametrize("language", guide.languages("webhook"))
def test_the_headers_are_called_as_this_installation_calls_them(tmp_path: Path, language: Language):
    bench = Bench(tmp_path, EXAMPLE, {"WEBHOOK_SECRETS": OLD}).filled(header_prefix="X-Acme")
    letters = [letter(Keys(OLD), clock.now(), prefix) for prefix in ("X-Acme", "X-Callboard")]
    assert judged(bench, "webhook", language, letters) == [True, False]


def is_booked(said: str) -> bool:
    """Whether a sample says that it booked a call, in its own words or in the API's."""
    return "booked:" in said or '"status":"scheduled"' in said


def letter(keys: Keys, at: datetime, prefix: str = "X-Callboard") -> Letter:
    """A delivery as our own code composes and signs it."""
    owed = Owed(
        delivery_id="dlv_1",
        attempt=1,
        subscription_id="whk_1",
        url="",
        keys=keys,
        event_id="evt_1",
        event="scheduled.created",
        sequence=1,
        test=False,
        payload={"scheduled_call": {"guest_name": "Jane Müller"}},
        links={},
    )
    return compose(owed, prefix, at)


_JUDGE = {
    "python": """
import email.message, sys
for headers, body in json.loads(sys.stdin.read()):
    given = email.message.Message()
    for name, value in headers.items():
        given[name] = value
    try:
        print(verified(given, body.encode())["event"] == "scheduled.created")
    except ValueError:
        print(False)
""",
    "javascript": """
for (const [headers, body] of JSON.parse(await new Response(process.stdin).text())) {
  try {
    console.log(verified(new Headers(headers), Buffer.from(body)).event === "scheduled.created");
  } catch (error) {
    console.log(error instanceof TypeError ? error : false);
  }
}
""",
}


def judged(bench: Bench, sample: str, language: Language, letters: list[Letter]) -> list[bool]:
    """What the sample's `verified` thinks of each letter."""
    told = json.dumps([(each.headers, each.body.decode()) for each in letters])
    return [line.lower() == "true" for line in bench.run(sample, language, _JUDGE[language], told).split()]


@contextmanager
def answering(*answers: tuple[int, str]) -> Iterator[str]:
    """A server that gives these answers, one after the other: a status, and for how long to wait."""
    left = iter(answers)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, wait = next(left)
            self.send_response(status)
            if wait:
                self.send_header("Retry-After", wait)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
