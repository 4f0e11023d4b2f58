"""The only way out: an HTTP client that dials no address which was not checked, at the moment it is dialled.

A name is looked up once for each connection; if any of its addresses may not be dialled, none is; otherwise exactly the
checked addresses are dialled, so that a name which changes between check and use (DNS rebinding) gains nothing. Every
way to write loopback (127.1, 2130706433, 0x7f.1) goes through the same look-up. See `rules.addresses` for what passes.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpcore
import httpx

from console.scheduling.rules.addresses import Network, may_dial, parse_address
from console.scheduling.rules.deliveries import CONNECT, DEADLINE, PLACES

_SIP = 1024
"""Bytes that are read at once."""
_KEPT_FOR = 1
"""Seconds for which a connection waits for the next request: shorter than any receiver does, who might hang up on it."""


class AddressRefused(httpcore.ConnectError):
    """The name leads to an address that may not be dialled."""


class _Sips(httpcore.AsyncNetworkStream):
    """A stream that is read a little at a time: who sends a flood of tiny parts must not keep others from their turn.

    What is read at once is parsed at once, with everybody waiting: four that said `102` without end, read 64 kB at a
    time, held up the next request until they were cut off.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(min(max_bytes, _SIP), timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Sips(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connections for one scheme. Look-ups have threads of their own: one that hangs must not hold up anything else."""

    def __init__(self, *, encrypted: bool, allowed: Sequence[Network], look_ups: ThreadPoolExecutor) -> None:
        self._encrypted = encrypted
        self._allowed = allowed
        self._look_ups = look_ups
        self._dialler: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()  # pyright: ignore[reportAttributeAccessIssue]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Look up, check, dial. Raises AddressRefused, ConnectTimeout, ConnectError."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._checked(host, port)
                return await self._dial(addresses, port, timeout, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout("No connection in time.") from None

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._look_ups, _look_up, host, port)
        except (OSError, UnicodeError) as failed:
            raise httpcore.ConnectError(f"The name could not be looked up: {failed}") from failed
        for text in found:
            address = parse_address(text)
            if address is None or not may_dial(address, encrypted=self._encrypted, allowed=self._allowed):
                raise AddressRefused(f"{text} is not a public address.")
        return found

    async def _dial(
        self, addresses: list[str], port: int, timeout: float | None, local: str | None, options: Any
    ) -> httpcore.AsyncNetworkStream:
        """The first address that answers; each has its share of the time."""
        share = timeout / len(addresses) if timeout else None
        for last, address in zip([False] * (len(addresses) - 1) + [True], addresses, strict=True):
            try:
                return _Sips(await self._dialler.connect_tcp(address, port, share, local, options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last:
                    raise
        raise httpcore.ConnectError("The name has no address.")


class _Transport(httpx.AsyncHTTPTransport):
    """httpx with our network backend, for which it has no door of its own."""

    def __init__(self, backend: CheckedBackend, trusted: ssl.SSLContext) -> None:
        super().__init__(verify=trusted, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trusted,
            max_connections=PLACES,
            keepalive_expiry=_KEPT_FOR,
            network_backend=backend,
        )


def guarded_client(allowed: Sequence[Network]) -> httpx.AsyncClient:
    """A client that goes only to public addresses over TLS, and to allowed ones; no proxies, redirects or cookies."""
    look_ups, trusted = (
        ThreadPoolExecutor(PLACES, thread_name_prefix="look-up"),
        httpx.create_ssl_context(trust_env=False),
    )
    plain = CheckedBackend(encrypted=False, allowed=allowed, look_ups=look_ups)
    encrypted = CheckedBackend(encrypted=True, allowed=allowed, look_ups=look_ups)
    return httpx.AsyncClient(
        mounts={"http://": _Transport(plain, trusted), "https://": _Transport(encrypted, trusted)},
        verify=trusted,
        headers={"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Callboard"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(DEADLINE.total_seconds(), connect=CONNECT.total_seconds()),
        follow_redirects=False,
        trust_env=False,
    )


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))
