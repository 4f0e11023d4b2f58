"""Requests as no browser sends them, over a bare socket to our protocol: where one ends is never in doubt."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn

from api.app import alone
from console import patient_http
from console.patient_http import PatientProtocol
from tests.ports import free_port

_HOST = b"Host: localhost\r\n"
_TOKEN = b"POST /api/v1/oauth/token HTTP/1.1\r\n" + _HOST + b"Content-Type: application/json\r\n"
_PATIENCE = 60
"""Seconds; longer than anything here takes."""


@pytest.fixture
def address(sqlite_store: str) -> Iterator[tuple[str, int]]:
    """Where the API is served as `console.serving` has it."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(alone, factory=True, port=port, http=PatientProtocol, log_config=None, lifespan="on")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + _PATIENCE
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield "127.0.0.1", port
    server.should_exit = True
    thread.join(_PATIENCE)


def said(address: tuple[str, int], *pieces: bytes) -> bytes:
    """All that comes until the server hangs up."""
    with closing(socket.create_connection(address, timeout=_PATIENCE)) as line:
        for piece in pieces:
            line.sendall(piece)
        answer = b""
        while more := line.recv(65536):
            answer += more
        return answer


SMUGGLED = b"GET /health/live HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n\r\n"


def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_after_it_is_heard(address: tuple[str, int]):
    doubtful = {
        "two lengths": b"Content-Length: 2\r\nContent-Length: 99\r\n\r\n{}",
        "two lengths in one": b"Content-Length: 2, 99\r\n\r\n{}",
        "a length that is none": b"Content-Length: +2\r\n\r\n{}",
        "chunked, but hidden": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "chunked twice": b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "a chunk that is none": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "a name with a space": b"Content-Length : 2\r\n\r\n{}",
        "a bare line end": b"X: a\nContent-Length: 2\r\n\x00\r\n\r\n{}",
        "no host": None,
    }
    for what, rest in doubtful.items():
        request = b"GET / HTTP/1.1\r\n\r\n" if rest is None else _TOKEN + rest
        answer = said(address, request + SMUGGLED)
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501")), (what, answer)
        assert answer.count(b"HTTP/1.1 ") == 1, (what, answer)


def test_of_two_ways_to_say_where_it_ends_the_chunks_count(address: tuple[str, int]):
    answer = said(address, _TOKEN + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED)
    assert answer.count(b"HTTP/1.1 ") == 2 and b"HTTP/1.1 200" in answer, "the second request is one of its own"


def test_nothing_is_traced_and_a_head_has_an_end(address: tuple[str, int]):
    for method in (b"TRACE", b"CONNECT", b"TRACK"):
        answer = said(
            address,
            method + b" /api/v1/oauth/token HTTP/1.1\r\n" + _HOST + b"Connection: close\r\nX-Mine: a secret\r\n\r\n",
        )
        assert answer.startswith((b"HTTP/1.1 405", b"HTTP/1.1 404", b"HTTP/1.1 400")) and b"a secret" not in answer
    endless = said(address, b"GET /health/live HTTP/1.1\r\n" + _HOST + b"X: " + b"a" * 100_000)
    assert endless.startswith(b"HTTP/1.1 400")


def test_links_never_name_the_host_that_a_request_claims(address: tuple[str, int]):
    claimed = b"Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
    for path in (b"/.well-known/oauth-authorization-server", b"/api/openapi.json", b"/api", b"/nowhere"):
        answer = said(address, b"GET " + path + b" HTTP/1.1\r\n" + claimed + b"Connection: close\r\n\r\n")
        assert answer and b"evil" not in answer


@pytest.mark.parametrize("begun", [b"", b"GET /health/live HT", _TOKEN + b"Content-Length: 900\r\n\r\n{"])
def test_who_keeps_a_request_waiting_is_hung_up_on(
    address: tuple[str, int], begun: bytes, monkeypatch: pytest.MonkeyPatch
):
    assert patient_http.SECONDS <= 30
    monkeypatch.setattr(patient_http, "SECONDS", 0.3)
    assert said(address, begun) == b""
