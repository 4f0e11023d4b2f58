"""One process of jobs: its name, by which its leases are known, and the threads in which it asks the core."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from console.scheduling.errors import Unavailable

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

_THREADS = 4
_SECONDS_BETWEEN_TRIES = 1.0
_at_work: set[str] = set()
"""The workers of this very process."""


class Worker:
    """A name that no other process has or will have, and a few threads of its own for the synchronous core."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        _at_work.add(self.name)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="jobs")

    async def ask(self, service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb of the core in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(service, *args, **kwargs))

    async def write_down(self, service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb that records what is done and cannot be undone: while the database is away, again and again."""
        while True:
            try:
                return await self.ask(service, *args, **kwargs)
            except Unavailable as away:
                log.warning("What was done is not written down yet: %s", away.message)
                await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    def close(self) -> None:
        """Let the threads end by themselves."""
        _at_work.discard(self.name)
        self._threads.shutdown(wait=False)


def is_gone(name: str, own: str) -> bool:
    """Whether the worker of this name is known to be dead: it ran on this machine, and its process is no more.

    A process that has taken over a dead one's number hides the death; then the lease must run out.
    """
    host, _, rest = name.rpartition(":")[0].rpartition(":")
    here = own.split(":")[0]
    if host != here or not rest.isdigit() or name in _at_work:
        return False
    if int(rest) == os.getpid():
        return True  # our own number, from before a restart: in containers everybody is number 1
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
