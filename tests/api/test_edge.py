"""The outermost wrapper: whose requests it lets in, whose word about the client it takes."""

from collections.abc import Iterator

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from api import edge, policy
from console.scheduling.settings import settings

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "cache-control": "no-cache",
}


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation behind a proxy at 10.0.0.1."""
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://calls.example.com")
    monkeypatch.setenv("CALLBOARD_TRUSTED_PROXIES", "10.0.0.0/8")
    for cached in (settings, edge._is_trusted, policy._socket_sources):
        cached.cache_clear()
    yield
    for cached in (settings, edge._is_trusted, policy._socket_sources):
        cached.cache_clear()


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers who it believes to be asked by, and how."""
    request = Request(scope)
    if request.url.path == "/login":
        await RedirectResponse(f"http://{request.headers['host']}/login/")(scope, receive, send)
        return
    assert request.client is not None
    await JSONResponse({"client": request.client.host, "scheme": request.url.scheme})(scope, receive, send)


def ask(
    path: str, method: str = "GET", peer: str = "203.0.113.9", app: ASGIApp = echo, **headers: str
) -> httpx.Response:
    """One request from `peer`; `_` in a header's name stands for `-`."""

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(edge.edge(app), raise_app_exceptions=False, client=(peer, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://calls.example.com") as client:
            return await client.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return anyio.run(run)


def test_a_foreign_page_cannot_act():
    assert ask("/sign-out", "POST", origin="https://evil.example").status_code == 403
    assert ask("/sign-out", "POST", origin="https://calls.example.com.evil.example").status_code == 403
    assert ask("/sign-out", "POST", origin="null").status_code == 403
    assert ask("/sign-out", "POST", sec_fetch_site="cross-site").status_code == 403
    assert ask("/sign-out", "POST", sec_fetch_site="same-site").status_code == 403


def test_what_a_foreign_page_tried_stands_in_the_log(caplog: pytest.LogCaptureFixture):
    ask("/sign-out", "POST", origin="https://evil.example")
    said = 'foreign_page.refused by="http" address="203.0.113.9"'
    assert [one.getMessage() for one in caplog.records if one.name == "callboard.security"] == [said]


def test_our_own_page_and_programs_can():
    assert ask("/sign-out", "POST", origin="https://calls.example.com").status_code == 200
    assert ask("/sign-out", "POST", origin="null", sec_fetch_site="same-origin").status_code == 200
    assert ask("/sign-out", "POST").status_code == 200
    assert ask("/api/v1/oauth/token", "POST", origin="https://crm.example").status_code == 200
    assert ask("/", origin="https://evil.example").status_code == 200


def test_only_a_trusted_proxy_is_believed():
    assert ask("/", x_forwarded_for="198.51.100.7").json()["client"] == "203.0.113.9"
    behind = ask("/", peer="10.0.0.1", x_forwarded_for="198.51.100.7, 10.0.0.2", x_forwarded_proto="https")
    assert behind.json() == {"client": "198.51.100.7", "scheme": "https"}
    assert behind.headers["strict-transport-security"]


def test_a_client_cannot_hide_behind_an_invented_chain():
    spoofed = ask("/", peer="10.0.0.1", x_forwarded_for="127.0.0.1, 198.51.100.7")
    assert spoofed.json()["client"] == "198.51.100.7"


def test_a_redirect_within_the_site_names_no_scheme():
    assert ask("/login").headers["location"] == "/login/"


def test_what_a_page_says_of_framing_and_of_its_scripts_stays_inside():
    async def framed(scope: Scope, receive: Receive, send: Send) -> None:
        hints = {"Callboard-Ancestors": "'self' https://shop.example", "Callboard-Scripts": "'sha256-ours'"}
        await JSONResponse({}, headers=hints)(scope, receive, send)

    answer = ask("/book/app_1", app=framed)
    assert not {name for name in answer.headers if name.startswith("callboard-")}
    assert "frame-ancestors 'self' https://shop.example" in answer.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-ours';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("of", ["an answer", "a refusal", "what is missing", "a failure"])
def test_every_answer_says_what_a_browser_may_do_with_it(of: str):
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError

    app: ASGIApp = {"what is missing": Starlette(), "a failure": Starlette(routes=[Mount("", failing)])}.get(of, echo)
    headers = {"origin": "https://evil.example"} if of == "a refusal" else {}
    told = ask(
        "/sign-out", "POST", peer="10.0.0.1", app=app, x_forwarded_proto="https", x_forwarded_for="1.2.3.4", **headers
    )
    assert {name: told.headers[name] for name in SAFE} == SAFE
    assert "frame-ancestors 'none'" in told.headers["content-security-policy"]
    assert "unsafe-inline" not in told.headers["content-security-policy"].partition("style-src")[0]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("image/svg+xml", "image/svg+xml; charset=utf-8"),
        ("text/javascript", "text/javascript; charset=utf-8"),
        ("text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
    ],
)
def test_every_text_names_its_letters(kind: str, told: str):
    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"x", headers={"Content-Type": kind})(scope, receive, send)

    assert ask("/", app=answering).headers["content-type"] == told


def test_other_sites_load_nothing_but_the_script_that_embeds_the_booking_page():
    assert ask("/embed.js").headers["cross-origin-resource-policy"] == "cross-origin"
    assert ask("/embed.js/x").headers["cross-origin-resource-policy"] == "same-origin"
