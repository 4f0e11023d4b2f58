"""What is dialled is what was checked, at the moment of dialling."""

import asyncio
import socket
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from typing import Any

import httpx
import pytest

from console.scheduling.rules.addresses import Network
from jobs import guard
from tests.receivers import receiver, reply

LOOPBACK = [ip_network("127.0.0.0/8")]


def _get(url: str, allowed: Sequence[Network] = ()) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with guard.guarded_client(allowed) as client:
            return await client.post(url, content=b"{}")

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
def test_no_way_of_writing_loopback_is_dialled(host: str):
    with receiver() as inside:
        port = inside.url.split(":")[2].split("/")[0]
        for scheme in ("http", "https"):
            with pytest.raises(httpx.ConnectError) as refused:
                _get(f"{scheme}://{host}:{port}/")
            assert isinstance(refused.value.__cause__, guard.AddressRefused)
        assert inside.requests == []


@pytest.mark.parametrize("host", ["１２７.0.0.1", "0177.0.0.1"])
def test_full_width_and_octal_digits_lead_nowhere(host: str):
    with pytest.raises((httpx.ConnectError, httpx.InvalidURL)):
        _get(f"http://{host}/")


def test_a_name_with_one_bad_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch):
    _answer_with(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(httpx.ConnectError) as refused:
        _get("https://mixed.test/")
    assert isinstance(refused.value.__cause__, guard.AddressRefused)


def test_a_name_is_looked_up_once_and_the_checked_address_is_dialled(monkeypatch: pytest.MonkeyPatch):
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    asked = _answer_with(monkeypatch, *answers)
    with receiver() as inside:
        port = inside.url.split(":")[2].split("/")[0]
        assert _get(f"http://rebinding.test:{port}/", LOOPBACK).status_code == 200
        assert inside.requests[0][0]["Host"] == f"rebinding.test:{port}"
    assert asked == ["rebinding.test"]


def test_a_connection_serves_what_follows_at_once_and_is_not_kept_for_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "_KEPT_FOR", 0.2)
    asked = _answer_with(monkeypatch, ["127.0.0.1"], ["127.0.0.1"])
    ports: list[int] = []

    def keeps(handler: BaseHTTPRequestHandler, _: int) -> None:
        ports.append(handler.client_address[1])
        handler.protocol_version, handler.close_connection = "HTTP/1.1", False
        reply(handler, 200)

    async def ask(url: str) -> None:
        async with guard.guarded_client(LOOPBACK) as client:
            for wait in (0, 0.3, 0):
                await client.post(url, content=b"{}")
                await asyncio.sleep(wait)

    with receiver(keeps) as inside:
        asyncio.run(ask(f"http://kept.test:{inside.url.split(':')[2]}"))
    assert (ports[0] == ports[1], ports[1] == ports[2], len(asked)) == (True, False, 2)


def test_a_reply_is_read_a_little_at_a_time():
    async def sizes(url: str) -> list[int]:
        async with guard.guarded_client(LOOPBACK) as client, client.stream("POST", url) as response:
            return [len(chunk) async for chunk in response.aiter_raw()]

    with receiver(lambda handler, _: reply(handler, 200, b"x" * 200_000)) as inside:
        read = asyncio.run(sizes(inside.url))
    assert (sum(read), max(read)) == (200_000, guard._SIP)


def test_plain_http_goes_to_allowed_networks_alone(monkeypatch: pytest.MonkeyPatch):
    _answer_with(monkeypatch, ["8.8.8.8"])
    with pytest.raises(httpx.ConnectError) as refused:
        _get("http://public.test/", LOOPBACK)
    assert isinstance(refused.value.__cause__, guard.AddressRefused)


def test_the_next_address_is_dialled_when_the_first_is_dead(monkeypatch: pytest.MonkeyPatch):
    with receiver() as inside:
        port = inside.url.split(":")[2].split("/")[0]
        _answer_with(monkeypatch, ["127.0.0.99", "127.0.0.1"])
        assert _get(f"http://two.test:{port}/", LOOPBACK).status_code == 200


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with receiver() as inside:
        assert _get(inside.url, LOOPBACK).status_code == 200


def _answer_with(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let look-ups give these answers, one after the other; gives the names that were asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, **options: Any) -> Any:
        if not str(host).endswith(".test"):
            return real(host, port, **options)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port)) for at in answers[len(asked) - 1]]

    monkeypatch.setattr(guard.socket, "getaddrinfo", look_up)
    return asked
