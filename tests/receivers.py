"""Real receivers of webhooks, and servers of calendars: small HTTP servers in threads, honest and hostile."""

import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What has arrived, and how to answer: `answer` is called with the request's handler and the count so far."""

    url: str = ""
    answer: Callable[[BaseHTTPRequestHandler, int], None] = lambda handler, _: reply(handler, 200)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.requests]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        if len(body) < length:  # the sender was killed in the middle: nothing has arrived
            handler.close_connection = True
            return
        with self._lock:
            self.requests.append((dict(handler.headers), body))
            self.paths.append(handler.path)
            count = len(self.requests)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with suppress(OSError):  # the sender has hung up
                self.answer(handler, count)
        finally:
            with self._lock:
                self.at_once -= 1

    def wait_for(self, count: int, seconds: float = 30) -> None:
        """Until so many requests have come."""
        until = time.monotonic() + seconds
        while len(self.requests) < count:
            assert time.monotonic() < until, f"{len(self.requests)} of {count} requests after {seconds} s"
            time.sleep(0.01)


@contextmanager
def receiver(answer: Callable[[BaseHTTPRequestHandler, int], None] | None = None) -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    made = Receiver()
    if answer:
        made.answer = answer

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.handle(self)

        def do_GET(self) -> None:
            made.handle(self)

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *args: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}/hooks"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"ok", **headers: str) -> None:
    """An ordinary answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def hang(seconds: float = 60) -> Callable[[BaseHTTPRequestHandler, int], None]:
    """Take the request and say nothing."""

    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.connection.settimeout(seconds)
        with suppress(TimeoutError):
            handler.connection.recv(1)  # returns when the sender hangs up

    return answer


def drip(handler: BaseHTTPRequestHandler, _: int) -> None:
    """A slow-loris: one more byte of the headers, forever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_body(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Headers at once, then one byte of the body now and then, forever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler, _: int) -> None:
    """A body without end, as fast as it goes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        handler.wfile.write(b"x" * 65536)


def bomb(handler: BaseHTTPRequestHandler, _: int) -> None:
    """A hundred megabytes of zeros in a hundred kilobytes of gzip."""
    reply(handler, 200, _zeros(), Content_Encoding="gzip")


@cache
def _zeros() -> bytes:
    packer, megabyte = zlib.compressobj(1, wbits=31), bytes(1_000_000)
    return b"".join(packer.compress(megabyte) for _ in range(100)) + packer.flush()


def endless_headers(handler: BaseHTTPRequestHandler, _: int) -> None:
    """One header after the other, as fast as it goes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: and more\r\n" * 1000)


def interim(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Still at it, without end, as fast as it goes."""
    while True:
        handler.wfile.write(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)


def short_body(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Less than was announced."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok")
    handler.connection.shutdown(socket.SHUT_RDWR)


def garbage(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Bytes that are no HTTP."""
    handler.wfile.write(b"\x00\xff SMTP ready\r\n\r\n" * 10)


def reset(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Hang up with a RST."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    handler.connection.close()
