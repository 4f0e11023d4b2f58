"""A frugal HTTP client: connections that are kept, and nothing read that nobody asks for."""

import asyncio
import json
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_WAIT = re.compile(rb"retry-after: *(\d+)", re.IGNORECASE)
_SECONDS_KEPT = 3.0
"""The server closes a connection that was silent for five."""
_SECONDS_TO_ANSWER = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    wait: int = 0
    """Seconds until it may be asked again."""

    @property
    def data(self) -> Any:
        """The envelope's `data`."""
        return json.loads(self.body)["data"]

    @property
    def code(self) -> str:
        """Why it was refused."""
        error = json.loads(self.body)["error"]
        return (error.get("details") or [{}])[0].get("code") or error["type"]


class Lines:
    """Connections to one address, as many as are needed at once; whoever asks takes the one used last."""

    def __init__(self, base_url: str, **headers: str) -> None:
        where = urlsplit(base_url)
        self._host, self._port = where.hostname or "", where.port or 80
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._head = f"Host: {where.netloc}\r\n{told}"
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]] = []

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """One request and its answer. Raises OSError, TimeoutError or asyncio.IncompleteReadError."""
        content = json.dumps(body).encode() if body is not None else b""
        told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        if content:
            told += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        request = f"{method} {path} HTTP/1.1\r\n{self._head}{told}\r\n".encode() + content
        reader, writer = await self._take()
        try:
            answer = await asyncio.wait_for(_exchange(reader, writer, request), _SECONDS_TO_ANSWER)
        except BaseException:
            writer.close()
            raise
        self._idle.append((reader, writer, time.monotonic()))
        return answer

    def close(self) -> None:
        """Close those that nobody uses."""
        for _, writer, _ in self._idle:
            writer.close()
        self._idle.clear()

    async def _take(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer, since = self._idle.pop()
            if time.monotonic() - since < _SECONDS_KEPT and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection(self._host, self._port, limit=1 << 20)


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> Answer:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = _STATUS.match(head), _LENGTH.search(head)
    assert status, head
    if length is None and b"chunked" in head.lower():
        return Answer(int(status[1]), await _chunks(reader))
    wait = _WAIT.search(head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return Answer(int(status[1]), body, int(wait[1]) if wait else 0)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body
