"""Open tabs of the console without browsers: Reflex's socket, spoken by as many clients as one event loop can hold."""

import asyncio
import json
import os
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

NAMESPACE = "/_event"
HYDRATE = "reflex___state____state.hydrate_and_load"

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_UNMASKED = bytes(4)
"""A client must mask what it sends; with this key the text stays as it is."""


class Tab:
    """One open tab: `whose` it is, as `cookie` says, and `place` and `query` of its address.

    Nothing that arrives is read as JSON: to follow two hundred tabs must cost less than to serve them.
    """

    def __init__(self, base_url: str, whose: str, cookie: str, app_id: str, place: str, query: str = "") -> None:
        self.whose, self.place = whose, place
        self._host = urlsplit(base_url).netloc
        self._cookie, self.token = cookie, str(uuid.uuid4())
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        path = f"/app/{app_id}/{place}"
        self._where = {
            "pathname": path,
            "asPath": f"{path}?{query}" if query else path,
            "query": pairs | {"app_id": app_id},
        }
        self._waiting: list[tuple[Callable[[str], bool], asyncio.Future[float]]] = []

    async def open(self, until: str) -> None:
        """Connect as the browser does, the first event in the packet that connects; wait for a message with `until`."""
        host, _, port = self._host.partition(":")
        self._reader, self._writer = await asyncio.open_connection(host, int(port or 80))
        self._writer.write(
            f"GET /_event/?token={self.token}&EIO=4&transport=websocket HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: {self._cookie}\r\n\r\n".encode()
        )
        answer = await self._reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in answer, answer
        self._listening = asyncio.create_task(self._listen())
        await self._message('0{"sid"')
        self._send(f"40{NAMESPACE}," + json.dumps({"event": self._event(HYDRATE)}))
        await self._message(until)

    def call(self, handler: str, /, **payload: object) -> None:
        """Fire a handler by its full name."""
        self._send(f"42{NAMESPACE}," + json.dumps(["event", self._event(handler, **payload)]))

    def when(self, is_it: Callable[[str], bool]) -> "asyncio.Future[float]":
        """When, by `time.perf_counter`, the next message comes of which this is true."""
        found: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append((is_it, found))
        return found

    @property
    def is_closed(self) -> bool:
        """Whether the server has ended the socket, or a fault has."""
        return self._listening.done()

    async def close(self) -> None:
        """Close the tab."""
        self._listening.cancel()
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    def _event(self, handler: str, **payload: object) -> dict:
        return {"name": handler, "payload": payload, "router_data": dict(self._where), "token": self.token}

    async def _message(self, mark: str) -> None:
        await asyncio.wait_for(self.when(lambda message: mark in message), 60)

    def _send(self, text: str) -> None:
        self._put(_TEXT, text.encode())

    def _put(self, opcode: int, data: bytes) -> None:
        size = len(data)
        length = bytes([128 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        assert size < 1 << 16
        self._writer.write(bytes([128 | opcode]) + length + _UNMASKED + data)

    async def _listen(self) -> None:
        while True:
            opcode, data = await self._frame()
            if opcode == _CLOSE:
                return
            if opcode == _PING:
                self._put(_PONG, data)
            elif data == b"2":
                self._send("3")
            else:
                self._told(data.decode(), time.perf_counter())

    async def _frame(self) -> tuple[int, bytes]:
        first, length = await self._reader.readexactly(2)
        size = length & 127
        if size > 125:
            size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
        return first & 15, await self._reader.readexactly(size)

    def _told(self, message: str, at: float) -> None:
        waiting, self._waiting = self._waiting, []
        for is_it, found in waiting:
            if found.done():
                continue
            if is_it(message):
                found.set_result(at)
            else:
                self._waiting.append((is_it, found))


def children(pid: int) -> list[int]:
    """The process and all its descendants."""
    own = [int(each) for at in Path(f"/proc/{pid}/task").iterdir() for each in (at / "children").read_text().split()]
    return [pid, *(each for child in own for each in children(child))]


def memory_of(pid: int) -> int:
    """Resident memory, in KB."""
    return int(
        next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in line).split()[1]
    )


def cpu_of(pid: int) -> float:
    """CPU seconds so far."""
    spent = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")
