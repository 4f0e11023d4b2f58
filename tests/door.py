"""One address for several servers, as a proxy in front of them gives: each new connection goes to the next that answers.

No stickiness: whoever connects twice meets two servers. A connection whose server dies ends with it.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import httpx

_SECONDS_BETWEEN_LOOKS = 1.0
_CHUNK = 1 << 16


class Door:
    """Listens at `port` of 127.0.0.1; `targets` are ports, and may be changed while it stands open."""

    def __init__(self, port: int, targets: Sequence[int]) -> None:
        self.port, self.targets = port, list(targets)
        self.url = f"http://localhost:{port}"
        self._next = 0
        self._resting: set[int] = set()
        """Those that said they are not ready, or said nothing: asked only where no other is left."""

    def _order(self) -> list[int]:
        self._next += 1
        turn = self._next % len(self.targets)
        return sorted(self.targets[turn:] + self.targets[:turn], key=self._resting.__contains__)

    async def _enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for target in self._order():
            with suppress(OSError):
                there = await asyncio.open_connection("127.0.0.1", target)
                break
        else:
            writer.transport.abort()
            return
        ways = [asyncio.ensure_future(_pass(reader, there[1])), asyncio.ensure_future(_pass(there[0], writer))]
        try:
            with suppress(asyncio.CancelledError):  # the door is shut
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for end in (writer, there[1]):
                end.close()

    async def _look(self) -> None:
        """Ask each whether it is ready, as proxies do."""
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            while True:
                for target in tuple(self.targets):
                    try:
                        answer = await client.get(f"http://127.0.0.1:{target}/health/ready")
                        is_ready = answer.status_code == 200
                    except httpx.TransportError:
                        is_ready = False
                    (self._resting.discard if is_ready else self._resting.add)(target)
                await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def _stand_open(self, is_open: threading.Event, closing: asyncio.Event) -> None:
        server = await asyncio.start_server(self._enter, "127.0.0.1", self.port)
        looking = asyncio.ensure_future(self._look())
        is_open.set()
        await closing.wait()
        looking.cancel()
        server.close()


async def _pass(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(_CHUNK):
            to.write(chunk)
            await to.drain()


@contextmanager
def opened(port: int, targets: Sequence[int]) -> Iterator[Door]:
    """A door in front of the servers at these ports, in a thread of its own; shut with the block."""
    door, is_open, loop, closing = Door(port, targets), threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=lambda: _run(loop, door._stand_open(is_open, closing)), daemon=True)
    thread.start()
    assert is_open.wait(10)
    try:
        yield door
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join(10)


def _run(loop: asyncio.AbstractEventLoop, work) -> None:
    """Run it to its end, and end with it whoever still passes something on."""
    try:
        loop.run_until_complete(work)
        if left := asyncio.all_tasks(loop):
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.wait(left))
    finally:
        loop.close()
