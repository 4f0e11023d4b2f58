"""A receiver in a process of its own, so that its time is nobody else's: `python -m tests.bench.receiving [hang | FILE]`.

It prints its port, answers every POST with 200 (or, asked to `hang`, never), and ends with its standard input. What came
is kept in FILE, if one is named: a line for each request, with the time of its arrival.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_LENGTH = re.compile(rb"content-length: *([0-9]+)", re.IGNORECASE)
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@contextmanager
def receiving(*how: str) -> Iterator[str]:
    """The address of one that runs for as long as the block lasts."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.bench.receiving", *how]
    with subprocess.Popen(
        command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/hooks"
        process.stdin.close()


def arrived(file: Path) -> list[tuple[float, dict[str, str], bytes]]:
    """What a receiver has kept there: Unix time, headers and body of each request."""
    return [(at, headers, body.encode()) for at, headers, body in map(json.loads, file.read_text().splitlines())]


_kept: TextIO | None = None


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError):
        while head := await reader.readuntil(b"\r\n\r\n"):
            found = _LENGTH.search(head)
            body = await reader.readexactly(int(found[1]) if found else 0)
            if _kept:
                _keep(_kept, head, body)
            writer.write(_ANSWER)
            await writer.drain()
    writer.close()


def _keep(file: TextIO, head: bytes, body: bytes) -> None:
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if line)
    file.write(json.dumps([time.time(), headers, body.decode()]) + "\n")


async def _hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def main(how: str) -> None:
    global _kept
    if how not in ("", "hang"):
        _kept = Path(how).open("w", buffering=1)  # noqa: SIM115 - as long as this process
    server = await asyncio.start_server(_hang if how == "hang" else _answer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)  # whoever hangs is not waited for


if __name__ == "__main__":
    asyncio.run(main("".join(sys.argv[1:])))
