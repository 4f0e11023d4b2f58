"""Signing in over HTTP where a code is asked for after the password."""

from collections.abc import Iterator

import pytest
import time_machine
from argon2 import PasswordHasher
from pyotp.totp import TOTP
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import http
from console.components import inline_scripts
from console.scheduling import clock, database
from console.scheduling.models import Person
from console.scheduling.services import passwords, people, second_factor, sessions, throttle
from console.scheduling.settings import settings
from console.state.gate import cookie_name
from tests.services.conftest import MONDAY, Acme, make_acme

BO = "bo@agents.test"
SECRET = "correct horse"
HALF = f"{cookie_name()}-half"


@pytest.fixture
def acme(sqlite_store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Acme]:
    """The team, of whom Bo has a password that is quickly hashed."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    throttle.forget_all()
    with time_machine.travel(MONDAY, tick=False) as hand:
        acme = make_acme(hand)
        with database.writing() as session:
            session.get_one(Person, acme.bo).password_hash = passwords.hashed(SECRET)
        yield acme


@pytest.fixture
def secret(acme: Acme) -> str:
    """What Bo's authenticator app was set up with, a minute ago."""
    bo = acme.agent(acme.bo)
    secret = second_factor.begin(bo, SECRET).secret
    second_factor.turn_on(bo, TOTP(secret).now())
    acme.hand.shift(60)
    return secret


@pytest.fixture
def browser() -> TestClient:
    return TestClient(Starlette(routes=http.routes), follow_redirects=False)


def test_the_password_leads_to_the_code_and_the_code_to_where_one_was_going(acme: Acme, secret: str, browser):
    wanted = f"/app/{acme.app_id}/members"
    answer = browser.post("/sign-in", data={"email": BO, "password": SECRET, "next": wanted})
    assert answer.status_code == 303 and cookie_name() not in browser.cookies
    assert "httponly" in answer.headers["set-cookie"].lower()
    page = browser.get(answer.headers["location"])
    assert "authenticator app" in page.text and browser.cookies[HALF] not in page.text
    answer = browser.post("/sign-in/code", data={"code": TOTP(secret).at(clock.now()), "next": wanted})
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)
    assert HALF not in browser.cookies and cookie_name() in browser.cookies


def test_half_a_sign_in_is_no_session(acme: Acme, secret: str, browser):
    browser.post("/sign-in", data={"email": BO, "password": SECRET})
    half = browser.cookies[HALF]
    browser.cookies.set(cookie_name(), half)
    assert browser.get("/").headers["location"] == "/sign-in"


def test_a_wrong_code_is_said_where_it_was_typed(acme: Acme, secret: str, browser):
    browser.post("/sign-in", data={"email": BO, "password": SECRET})
    for more in ({}, {"recovery": "yes"}):
        answer = browser.post("/sign-in/code", data={"code": "nonsense", "next": "/app/x", **more})
        assert answer.status_code == 422 and "not right" in answer.text
        assert 'value="/app/x"' in answer.text and ("Recovery code" in answer.text) == bool(more)


def test_who_takes_too_long_begins_anew(acme: Acme, secret: str, browser):
    assert browser.get("/sign-in/code").headers["location"] == "/sign-in"
    browser.post("/sign-in", data={"email": BO, "password": SECRET})
    acme.hand.shift(600)
    answer = browser.post("/sign-in/code", data={"code": TOTP(secret).at(clock.now())})
    assert answer.status_code == 422 and "took too long" in answer.text and "E-mail" in answer.text


def test_a_password_link_leads_to_the_code_too(acme: Acme, secret: str, browser):
    token = people.password_link(BO).rpartition("/")[2]
    answer = browser.post(f"/password/{token}", data={"password": "battery staple"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/code")


def test_the_form_has_the_tab_forget_what_it_kept(acme: Acme, browser):
    for page in (browser.get("/sign-in"), browser.post("/sign-in", data={"email": BO, "password": "wrong password"})):
        assert "sessionStorage.clear()" in page.text and page.headers[inline_scripts.HEADER].startswith("'sha256-")


def test_who_signs_in_anew_leaves_no_session_behind(acme: Acme, browser):
    fixed = "chosen-by-somebody-else"
    browser.cookies.set(cookie_name(), fixed)
    browser.post("/sign-in", data={"email": BO, "password": SECRET})
    first = _given(browser)
    assert first != fixed and sessions.resolve(fixed) is None
    browser.post("/sign-in", data={"email": BO, "password": "wrong password"})
    assert sessions.resolve(first)
    browser.post("/sign-in", data={"email": BO, "password": SECRET})
    assert sessions.resolve(first) is None and sessions.resolve(_given(browser))
    browser.post("/sign-out")
    assert [cookie for cookie in browser.cookies.jar if cookie.value != fixed] == []


@pytest.mark.parametrize(("url", "name"), [("https://calls.example.com", "__Host-callboard"), ("", "callboard-8000")])
def test_cookies_are_for_the_server_of_this_host_alone(
    acme: Acme, secret: str, browser, url: str, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", url)
    settings.cache_clear()
    half = browser.post("/sign-in", data={"email": BO, "password": SECRET}).headers["set-cookie"]
    monkeypatch.undo()
    told = {part.strip().lower() for part in half.split(";")[1:]}
    assert half.startswith(f"{name}-half=")
    assert told == {"httponly", "path=/", "samesite=lax", *(["secure"] if url else [])}
    settings.cache_clear()


def _given(browser: TestClient) -> str:
    """The session that the server gave last."""
    return [cookie.value for cookie in browser.cookies.jar if cookie.name == cookie_name()][-1] or ""
