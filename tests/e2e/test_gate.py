"""Every handler of the app, called over a raw socket by everybody: what the gate lets through, and what not."""

import json
from collections.abc import Iterator

import httpx
import pytest
from reflex_base.registry import RegistrationContext

from console.scheduling.services import tokens
from tests.e2e.conftest import Server, served
from tests.e2e.raw_socket import Refused, Tab

pytestmark = pytest.mark.browser

ROOT = "reflex___state____state"
SESSION = f"{ROOT}.console___state___session____session_state"
MATRIX = {
    "anyone": {"anonymous": "passes", "agent": "passes", "supervisor": "passes", "admin": "passes"},
    "member": {"anonymous": "sign in", "agent": "passes", "supervisor": "passes", "admin": "passes"},
    "signed_in": {"anonymous": "sign in", "agent": "passes", "supervisor": "passes", "admin": "passes"},
    None: {"anonymous": "silence", "agent": "silence", "supervisor": "silence", "admin": "silence"},
}
"""Audience x person. Inside what passes, the core decides verb by verb (tests/services)."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: who may call a handler calls it, and then the app has another widget key."""
    with served(tmp_path_factory.mktemp("callboard")) as server:
        yield server


def _answer(tab: Tab, handler: str) -> str:
    updates = tab.answer(handler)
    if _is_sent_away(updates):
        return "sign in"
    return "passes" if updates else "silence"


def _is_sent_away(updates: list[dict]) -> bool:
    events = [event for update in updates for event in update.get("events") or []]
    return any(event["name"] == "_redirect" and event["payload"]["path"] == "/sign-in" for event in events)


def _wait_until_sent_away(tab: Tab) -> None:
    while not _is_sent_away(tab.wait()):
        pass


@pytest.mark.parametrize("role", ["anonymous", "agent", "supervisor", "admin"])
def test_every_handler_answers_as_its_declaration_says(server: Server, role: str):
    import console.console  # noqa: F401 - registers every page's states
    from console.state import gate

    wrong = {}
    # On a page that loads nothing of its own, every answer is the handler's.
    with Tab(server.base_url, cookie=server.cookie(role), path="/nowhere", app_id=server.demo["app_id"]) as tab:
        tab.call(f"{ROOT}.hydrate_and_load")
        for handler, registered in RegistrationContext.get().event_handlers.items():
            if handler.endswith(".setvar"):
                continue
            audience = gate.audience_of(registered.states[0], handler.rpartition(".")[2])
            expected, answered = MATRIX[audience][role], _answer(tab, handler)
            # A handler that passed the gate may well have nothing to say.
            if answered != expected and (expected, answered) != ("passes", "silence"):
                wrong[handler] = (expected, answered)
    assert wrong == {}


def test_nobody_sets_variables_by_name(server: Server):
    with Tab(server.base_url, cookie=server.cookie("admin"), path="/nowhere", app_id=server.demo["app_id"]) as tab:
        tab.call(f"{ROOT}.hydrate_and_load")
        assert tab.call(f"{SESSION}.setvar", var_name="role", value="owner") == []
        assert tab.call(f"{ROOT}.setvar", var_name="is_hydrated", value=False) == []


def test_a_foreign_origin_gets_no_socket(server: Server):
    with pytest.raises(Refused):
        Tab(server.base_url, origin="https://evil.example")
    Tab(server.base_url, origin=server.base_url).close()


def test_a_foreign_page_cannot_sign_anybody_in_or_out(server: Server):
    for path in ("/sign-in", "/sign-out"):
        assert httpx.post(server.base_url + path, headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_member_of_no_such_app_is_sent_away(server: Server):
    with Tab(server.base_url, cookie=server.cookie("admin"), path="/app/app_other/x", app_id="app_other") as tab:
        assert _is_sent_away(tab.call(f"{SESSION}.arrive"))


def test_a_tab_taken_over_by_somebody_else_is_wiped(server: Server):
    app_id = server.demo["app_id"]
    where = {"path": f"/app/{app_id}/scheduled-calls", "app_id": app_id}
    with Tab(server.base_url, cookie=server.cookie("admin"), **where) as mine:
        assert server.demo["admin"]["email"] in json.dumps(mine.call(f"{SESSION}.arrive"))
        token = mine.token
    with Tab(server.base_url, token=token, **where) as stranger:
        assert _is_sent_away(stranger.call(f"{SESSION}.arrive"))
        assert server.demo["admin"]["email"] not in json.dumps(stranger.call(f"{ROOT}.hydrate_and_load"))


def test_a_session_that_ended_ends_at_the_next_click(server: Server):
    app_id, cookie = server.demo["app_id"], server.cookie("admin")
    with Tab(server.base_url, cookie=cookie, path=f"/app/{app_id}/scheduled-calls", app_id=app_id) as tab:
        assert _answer(tab, f"{SESSION}.arrive") == "passes"
        httpx.post(f"{server.base_url}/sign-out", headers={"Cookie": cookie})
        assert _is_sent_away(tab.call(f"{SESSION}.arrive"))


def test_a_browser_that_is_signed_out_elsewhere_is_told_at_once_and_can_do_nothing_more(server: Server):
    app_id, cookie = server.demo["app_id"], server.cookie("admin")
    where = {"path": f"/app/{app_id}/profile", "app_id": app_id}
    browsers, name = "console___state___browsers____browsers_state", "console___state___profile____profile_state"
    with (
        Tab(server.base_url, cookie=cookie, **where) as lost,
        Tab(server.base_url, cookie=server.cookie("admin"), **where) as mine,
    ):
        assert _answer(lost, f"{SESSION}.arrive") == "passes"
        mine.send(f"{ROOT}.{browsers}.end", browser_id=tokens.digest(cookie.partition("=")[2]))
        _wait_until_sent_away(lost)  # which nobody has asked for
        for _ in range(2):
            lost.send(f"{ROOT}.{name}.save_name", form={"name": "Somebody else"})
            _wait_until_sent_away(lost)
        assert "Somebody else" not in json.dumps(mine.answer(f"{ROOT}.{name}.load"))
    with Tab(server.base_url, cookie=cookie, token=lost.token, **where) as again:
        again.send(f"{ROOT}.{name}.load")
        _wait_until_sent_away(again)


def test_the_session_cookie_never_reaches_a_script(server: Server):
    cookie = server.cookie("admin")
    with Tab(server.base_url, cookie=cookie) as tab:
        assert cookie.partition("=")[2] not in json.dumps(tab.call(f"{ROOT}.hydrate_and_load"))
    form = {name: server.demo["admin"][name] for name in ("email", "password")}
    answer = httpx.post(f"{server.base_url}/sign-in", data=form)
    assert "httponly" in answer.headers["set-cookie"].lower()
