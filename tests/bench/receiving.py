"""A receiver in a process of its own, so that its time is nobody else's: `python -m tests.bench.receiving [hang]`.

It prints its port, answers every POST with 200 (or, asked to `hang`, never), and ends with its standard input.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError):
        while head := await reader.readuntil(b"\r\n\r\n"):
            found = _LENGTH.search(head)
            await reader.readexactly(int(found[1]) if found else 0)
            writer.write(_ANSWER)
            await writer.drain()
    writer.close()


async def _hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def main(hangs: bool) -> None:
    server = await asyncio.start_server(_hang if hangs else _answer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)  # whoever hangs is not waited for


if __name__ == "__main__":
    asyncio.run(main("hang" in sys.argv[1:]))
