"""Uvicorn with one of the two applications: everything on one port, or the API alone."""

import asyncio
import errno
import os
import socket
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from api.signs import alone as signs_alone
from console import bundle, logs
from console.patient_http import PatientProtocol
from console.scheduling.errors import Unavailable
from console.scheduling.settings import settings

_SECONDS_TO_FINISH = 9
"""How long requests in flight may take at the end, what is drained included; SIGTERM promises 15 s for everything."""


def require_port(host: str, port: int) -> None:
    """Fail with one clear line when the port cannot be had. Raises Unavailable."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = (
                "is taken; choose another with --port"
                if error.errno == errno.EADDRINUSE
                else f"cannot be opened: {error.strerror}"
            )
            raise Unavailable(f"Port {port} on {host} {why}.") from None


def serve(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Serve everything until SIGTERM or Ctrl-C, in this process; `when_ready` as in `serve_api`."""
    os.chdir(bundle.PROJECT)
    os.environ.update(bundle.environment(), __REFLEX_SKIP_COMPILE="1", __REFLEX_MOUNT_FRONTEND_COMPILED_APP="1")
    _run("console.console:app", host, port, 1, when_ready)


def serve_api(host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve the API alone until SIGTERM or Ctrl-C.

    `when_ready` is called once, in a thread, as soon as /health/ready says 200.
    """
    _run("api.app:alone", host, port, workers, when_ready)


@asynccontextmanager
async def signs(host: str, port: int) -> AsyncIterator[None]:
    """While the block lasts, answer with the health and the figures of this process, and with nothing else."""
    server = _Beside(uvicorn.Config(signs_alone(), host=host, port=port, log_config=None, access_log=False))
    task = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Beside(uvicorn.Server):
    """A server beside other work, which hears of signals itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _run(application: str, host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
    threading.Thread(target=_tell_when_ready, args=(host, port, when_ready), daemon=True).start()
    uvicorn.run(
        application,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=PatientProtocol,  # h11 is a tenth of a millisecond slower than httptools, which reads heads without an end
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # its window would be a tab's largest piece of memory
        ws_max_size=bundle.LONGEST_MESSAGE,
        ws_ping_interval=None,  # Socket.IO asks by itself whether a tab is there
        proxy_headers=False,  # whom to believe is for `api.edge` to say
        server_header=False,
        access_log=False,
        log_config=logs.config(),
        timeout_graceful_shutdown=int(_SECONDS_TO_FINISH - settings().drain_seconds),
    )


def _tell_when_ready(host: str, port: int, when_ready: Callable[[], None]) -> None:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    url = f"http://{reachable}:{port}/health/ready"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with opener.open(url, timeout=2):
                break
        except OSError:
            time.sleep(0.1)
    when_ready()
