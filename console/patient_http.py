"""Uvicorn's HTTP protocol with an end to its patience: a request that does not arrive in time is hung up on.

Uvicorn waits for heads and bodies without an end, so that a few strangers who send a letter a minute hold all the
connections that a process may have. How much a head may be is bounded by h11 (64 KiB), a body by whoever reads it.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 30
"""For one request, from its first byte, or the connection's beginning, to its last."""
_AWAITED = (h11.IDLE, h11.SEND_BODY)
"""The other side has yet to send, or to end, a request."""


class PatientProtocol(H11Protocol):
    """One connection, closed when it keeps us waiting."""

    _hangs_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        is_ours = self.transport.get_protocol() is self  # else it has become a socket
        if is_ours and self.conn.their_state in _AWAITED:
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._hangs_up is None:
            self._hangs_up = self.loop.call_later(SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._hangs_up is not None:
            self._hangs_up.cancel()
            self._hangs_up = None
