"""Whatever a visitor's browser is sent, in a whole booking and under attack: nothing of another customer is in it."""

import html
import inspect
import json
import re
import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from booking_page.state import BookingPageState
from tests.e2e.conftest import Server
from tests.e2e.handler_trials import registered
from tests.e2e.raw_socket import Tab
from tests.e2e.test_every_handler import OPEN

pytestmark = pytest.mark.browser

MINE = ("Quirina Zuckerbrot", "quirina@guests.test", "300 555 8432", "Only mine: the blue file")
NOTE, ANSWER = "Internal: pays late, be firm", "My dog is called Waldi"
_LINK = re.compile(r"/(?:manage|join|unsubscribe)/([\w.~-]{16,})")
_SLOT = re.compile(r"\d\d:\d\d, Bogota time$")
_PATIENCE = 30_000
"""Milliseconds for a page on a busy machine."""
_TOO_COMMON = 6
"""A name or number of fewer letters stands in texts of our own, too."""
_PRIVATE = {
    "booking": "id, reference, guest_name, guest_email, guest_phone, guest_intake_notes, outcome_note, cancellation_reason",
    "customer": "id, name",
    "customer_contact": "value",
    "hold": "id, holder, network",
    "internal_note": "id, body",
    "person": "email, password_hash",
    "reminder": "id, recipient, message",
    "sign_in_session": "token_hash",
    "subscription": "url, secret",
}
ODD: list[object] = [
    None,
    True,
    -1,
    10**400,
    0.5,
    "",
    "\0",
    "\ud800",
    "x" * 10_000,
    "2027-99",
    [],
    {},
    ["a"],
    {"a": {}},
]


@pytest.fixture(scope="module")
def kept(server: Server) -> dict[str, str]:
    """What no visitor may learn, each with the table it stands in; a note and an answer are put there now."""
    with closing(sqlite3.connect(server.data / "callboard.db", timeout=10)) as database, database:
        [call] = database.execute("SELECT id FROM booking WHERE status = 'scheduled' LIMIT 1").fetchone()
        [author] = database.execute("SELECT id FROM person LIMIT 1").fetchone()
        database.execute("UPDATE booking SET intake = ? WHERE id = ?", (json.dumps({"topic": ANSWER}), call))
        database.execute(
            "INSERT INTO internal_note (id, booking_id, author_id, body, created_at) VALUES (?, ?, ?, ?, 0)",
            (f"note_{uuid.uuid4().hex}", call, author, NOTE),
        )
    found = {ANSWER: "booking"}
    with closing(sqlite3.connect(f"file:{server.data}/callboard.db?mode=ro", uri=True)) as database:
        for table, columns in _PRIVATE.items():
            for row in database.execute(f"SELECT {columns} FROM {table}"):
                found |= {str(value): table for value in row if value and len(str(value)) >= _TOO_COMMON}
    found = {value: table for value, table in found.items() if value not in {*MINE, "+573005558432"}}  # a second try's
    assert {"booking", "customer_contact", "internal_note", "person"} <= set(found.values())
    return found


def told(kept: dict[str, str], *texts: str) -> list[tuple[str, str]]:
    """What of all this stands in the texts, as it is or as JSON or HTML write it."""
    everything = "\n".join(texts)
    read = everything + html.unescape(everything) + everything.encode().decode("unicode_escape", "replace")
    return [(value, table) for value, table in kept.items() if value in read]


def test_a_browser_that_books_is_sent_nothing_of_others(browser: Browser, server: Server, kept: dict[str, str]) -> None:
    context = browser.new_context(base_url=server.base_url, timezone_id="America/Bogota", locale="en-GB")
    page, frames, answers = context.new_page(), list[str](), list[Response]()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(str(data))))
    page.on("response", lambda answer: answers.append(answer))
    bodies = _book(page, server, answers)
    assert len(frames) > 10
    assert "Zuckerbrot" in "".join(frames), "the frames are read"
    assert told(kept, *frames, *bodies) == []
    assert len({link.split("-")[1] for link in _LINK.findall("\n".join([*frames, *bodies]))}) == 1, "one's own call"
    context.close()


def _book(page: Page, server: Server, answers: list[Response]) -> list[str]:
    """From the short link to the page of one's call, and on to *Find my call*; gives all that was answered."""
    bodies: list[str] = []

    def read() -> None:
        for answer in answers:
            if answer.status == 200 and not answer.request.url.endswith((".woff2", ".png", ".ico")):
                bodies.append(answer.text())
        answers.clear()

    page.goto(f"/book/{server.demo['app_id']}?key={server.demo['widget_key']}")
    expect(page.get_by_role("button", name=_SLOT).first).to_be_visible(timeout=_PATIENCE)
    read()
    page.get_by_role("button", name=_SLOT).last.click()
    name, email, phone, notes = MINE
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Phone").fill(phone)
    page.get_by_label("Anything").fill(notes)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("is booked|confirm your call"))).to_be_visible(timeout=_PATIENCE)
    page.get_by_role("link", name=re.compile("Change or cancel|Confirm or change")).click()
    expect(page.get_by_role("heading", name=re.compile("Your call with"))).to_be_visible(timeout=_PATIENCE)
    read()
    return bodies


def test_the_booking_page_takes_whatever_it_is_told_calmly(server: Server, kept: dict[str, str]) -> None:
    log, names, where = server.data / "up.log", registered(), {"key": server.demo["widget_key"]}
    before, app_id = log.stat().st_size, server.demo["app_id"]
    with Tab(server.base_url, path=f"/book/{app_id}", app_id=app_id, **where) as tab:
        sent = tab.answer(names["State.hydrate_and_load"])
        sent += tab.answer(
            names["BookingPageState.settle"], zone="America/Bogota", language="en-GB", anew=True, before={}
        )
        [start, *_] = re.findall(r'"start": "(2[^"]+)"', json.dumps(sent))
        sent += tab.answer(names["BookingPageState.pick_start"], start=start)
        form = dict.fromkeys(
            ("guest_name", "guest_email", "guest_phone", "guest_intake_notes", "intake.x"), "x" * 10_000
        )
        for odd in ODD:
            tab.send(names["BookingPageState.book"], form=form | {"guest_name": odd, "intake.x": odd})
        for handler in OPEN["BookingPageState"].split():
            arguments = list(inspect.signature(getattr(BookingPageState, handler).fn).parameters)[1:]
            for odd in ODD if arguments else []:
                tab.send(names[f"BookingPageState.{handler}"], **dict.fromkeys(arguments, odd))
        sent += tab.answer(names["BookingPageState.arrive"])
    assert "At most 200 characters" in json.dumps(sent)
    assert told(kept, json.dumps(sent)) == []
    assert "A handler failed" not in log.read_text(errors="replace")[before:]


def test_no_address_and_no_variable_lets_a_stranger_in(server: Server, kept: dict[str, str]) -> None:
    names, sent, app_id = registered(), [], server.demo["app_id"]
    call = next(value for value, table in kept.items() if table == "booking" and value.startswith("bkg_"))
    for path, key in ((f"/book/{app_id}", "wrong"), (f"/app/{app_id}/scheduled-calls", server.demo["widget_key"])):
        with Tab(server.base_url, path=path, app_id=app_id, key=key) as tab:
            sent += tab.answer(names["State.hydrate_and_load"])
            sent += tab.answer(names["BookingPageState.settle"], zone="UTC", language="en", anew=True, before={})
            for handler, payload in {
                "BookingPageState.setvar": {"var_name": "step", "value": "details"},
                "UpdateVarsInternalState.update_vars_internal": {"vars": {"step": "details"}},
                "MasterDrawerState.open_call": {"booking_id": call},
                "BookingsState.load": {},
                "CustomersState.search_for": {"typed": "a"},
                "FinderState.look_for": {"typed": "a"},
                "SessionState.arrive": {},
            }.items():
                if full := names.get(handler):
                    sent += tab.answer(full, **payload)
            if key == "wrong":
                sent += tab.answer(names["BookingPageState.show_month"], month=f"{datetime.now(UTC):%Y-%m}")
                assert '"bookable": true' not in json.dumps(sent)
    assert told(kept, json.dumps(sent)) == []
