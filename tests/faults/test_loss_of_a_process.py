"""Two of each role survive the loss of any of them: nothing is lost, nothing is done twice, open pages go on by themselves.

Both that serve pages, and one of each other role, drawn by chance;
`EACH=1 SEED=7 python -m pytest tests/faults/test_loss_of_a_process.py` kills every one, in the order of that seed.
"""

import os
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from console.scheduling import clock, database
from console.scheduling.models import Member, Person
from console.scheduling.services import passwords
from tests.e2e.conftest import CHROMIUM
from tests.faults import rounds
from tests.faults.town import Town, town
from tests.fleet import Program

SEED = rounds.a_seed()
_MILLISECONDS = 60_000
_KEYS = {"email": "eve@acme.test", "password": "correct horse battery staple"}

pytestmark = pytest.mark.timeout(600)


def test_the_loss_of_any_process_loses_nothing_and_open_pages_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    chance = random.Random(SEED)
    with town(tmp_path, "postgresql", SEED, web=2) as it, _watching(it) as page:
        behind, pages = _drawn(it, chance), chance.sample(it.fleet.web, 2)
        with it.storming() as storm:
            for one in behind:
                storm.go_on(chance.randrange(3, 15))
                one.kill()
                it.interrupt_senders(one.role == "jobs")
                _shows(page, _book(it, f"Watched without {one.name}"))
                one.start()
                one.wait_until_ready()
            _write_while_pages_are_lost(page, pages)
            _shows(page, _book(it, "Watched at last"))
        verdict = it.settled_verdict()
        told = f"{storm.granted} granted, {storm.broken} broken off, {len(it.there.requests)} deliveries"
        with capsys.disabled():
            lost = " ".join(one.name for one in [*behind, *pages])
            print(f"\nseed {SEED}, lost {lost}: {told}: {verdict or 'sound'}")
    assert verdict == []


def _drawn(it: Town, chance: random.Random) -> list[Program]:
    programs = [*it.fleet.api, *it.fleet.jobs]
    chance.shuffle(programs)
    return programs if os.environ.get("EACH") else [*{program.role: program for program in programs}.values()]


def _write_while_pages_are_lost(page: Page, programs: list[Program]) -> None:
    """What somebody has begun to write stands there still, and is kept, whichever process they had."""
    page.locator("[data-booking]").first.click()
    _note(page).press_sequentially("She would rather")
    first, last = programs
    first.kill()
    first.restart()
    last.kill()
    drawer = page.get_by_role("dialog")
    expect(_note(page)).to_have_value("She would rather", timeout=_MILLISECONDS)
    _note(page).press_sequentially(" have it later.")
    drawer.get_by_role("button", name="Add note").click()
    expect(drawer.get_by_text("She would rather have it later.").first).to_be_visible(timeout=_MILLISECONDS)
    drawer.get_by_role("button", name="Close").click()


def _note(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_label("A note for colleagues; customers never see it")


def _book(it: Town, name: str) -> str:
    """Book by the API, whichever process answers; gives the customer's name."""
    body = {
        "guestName": name,
        "guestEmail": f"{name.replace(' ', '')}@guests.test",
        "scheduledAtUtc": it.storm.a_start,
        "appTimezone": "UTC",
    }
    with httpx.Client(trust_env=False, timeout=30) as http:
        answer = it.storm.ask(http, "POST", "/scheduled-calls", name, json=body)
    assert answer is not None
    assert answer.status_code == 201, answer.text
    it.ledger.told(answer.json()["data"]["call"])
    return name


def _shows(page: Page, name: str) -> None:
    expect(page.locator("tr", has=page.get_by_text(re.compile(f"{name}$")))).to_be_attached(timeout=_MILLISECONDS)


@contextmanager
def _watching(it: Town) -> Iterator[Page]:
    """A browser that shows the calls of customers named Watched, at whichever process it met."""
    _add_admin(it.app_id)
    answer = httpx.post(f"{it.fleet.url}/sign-in", data=_KEYS, trust_env=False, timeout=60)
    assert answer.status_code == 303, answer.text
    name, value = answer.headers["set-cookie"].split(";")[0].split("=", 1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        context = browser.new_context(base_url=it.fleet.url, locale="en-GB", timezone_id="UTC")
        context.set_default_timeout(_MILLISECONDS)
        context.add_cookies([{"name": name, "value": value, "url": it.fleet.url}])
        page = context.new_page()
        page.goto(f"/app/{it.app_id}/scheduled-calls?range=all&q=Watched")
        page.get_by_role("heading", level=1).wait_for(timeout=_MILLISECONDS)
        try:
            yield page
        finally:
            browser.close()


def _add_admin(app_id: str) -> None:
    now = clock.now()
    with database.writing() as session:
        eve = Person(
            name="Eve",
            email=_KEYS["email"],
            email_key=_KEYS["email"],
            password_hash=passwords.hashed(_KEYS["password"]),
            created_at=now,
        )
        session.add(eve)
        session.flush()
        session.add(Member(app_id=app_id, person_id=eve.id, role="admin", timezone="UTC", joined_at=now))
