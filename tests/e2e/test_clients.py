"""An integrator's way in: an admin makes a client in the console, and what the dialog shows works as it is pasted."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_master_view import a_name

pytestmark = pytest.mark.browser

Person = Callable[[str], Page]
Keys = tuple[str, str]


def test_a_client_lives_from_its_first_token_to_its_last(sign_in: Person, server: Server):
    page, name = sign_in("admin"), f"CRM {a_name()}"
    page.get_by_role("link", name="API clients").click()
    page.get_by_role("button", name="Add a client").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"The secret of {name}")
    first = keys(dialog)
    assert status(server, first) == 200
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    act(page, name, "New secret")
    page.get_by_role("dialog", name="Make a new secret?").get_by_role("button", name="Make a new secret").click()
    second = keys(dialog)
    assert second[1] != first[1]
    assert (status(server, first), status(server, second)) == (200, 200)
    dialog.get_by_role("button", name="Done").click()
    expect(row(page, name)).to_contain_text("Two secrets until")
    expect(dialog).to_have_count(0)
    assert second[1] not in page.content()

    act(page, name, "Disable")
    expect(row(page, name)).to_contain_text("Disabled")
    assert (status(server, first), status(server, second)) == (401, 401)
    act(page, name, "Enable")
    expect(row(page, name)).to_contain_text("Active")
    assert status(server, second) == 200

    act(page, name, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(page, name)).to_have_count(0)
    assert status(server, second) == 401
    log = (server.data / "up.log").read_text()
    assert first[1] not in log and second[1] not in log


def test_the_first_call_works_as_it_is_pasted(sign_in: Person, server: Server):
    page, name = sign_in("admin"), f"CRM {a_name()}"
    page.goto(server.in_app("clients"))
    page.get_by_role("button", name="Add a client").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"The secret of {name}")
    programs = {
        "curl": ["bash", "-c"],
        "Python": [sys.executable, "-c"],
        "JavaScript": ["node", "--input-type=module", "-e"],
    }
    for language, program in programs.items():
        dialog.get_by_role("tab", name=language).click()
        code = dialog.get_by_role("textbox", name=language).input_value()
        if shutil.which(program[0]):
            said = subprocess.run([*program, code], capture_output=True, text=True, timeout=30, check=False)
            assert "booking_source" in said.stdout, said.stderr
    dialog.get_by_role("button", name="Done").click()
    told = (
        row(page, name).get_by_role("button", name=re.compile(f"Requests of {name}: [123] today")).filter(visible=True)
    )
    expect(told).to_be_visible(timeout=15_000)
    told.click()
    days = page.get_by_role("dialog", name=f"Requests of {name}")
    expect(days.get_by_role("row").nth(1)).to_contain_text(re.compile("[123]$"))


def keys(dialog: Locator) -> Keys:
    """The client id and the secret that the dialog shows."""
    client_id = dialog.get_by_label("Client ID").input_value()
    return client_id, dialog.get_by_label("Client secret").input_value()


def status(server: Server, pair: Keys) -> int:
    """What the token endpoint answers to this secret."""
    url = f"{server.base_url}/api/v1/oauth/token"
    return httpx.post(url, data={"grant_type": "client_credentials"}, auth=pair).status_code


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-client]").filter(has_text=name)


def act(page: Page, name: str, what: str) -> None:
    row(page, name).get_by_role("button", name="What to do with").click()
    page.get_by_role("menuitem", name=what).click()
