"""Asking the provider: each answer has an end and a size, whatever is at the other side."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from console.scheduling.errors import Unavailable

_SECONDS = 10
"""For everything that one step asks of the provider."""
_LARGEST = 256 * 1024


class ProviderFailed(Unavailable):
    """The provider did not answer as it should; `message` is for the operator's log, and holds no secret."""

    code = "provider_failed"


@asynccontextmanager
async def deadline() -> AsyncIterator[None]:
    """All that is asked inside is answered by then: read timeouts alone never stop who sends a byte at a time.

    Raises ProviderFailed.
    """
    try:
        async with asyncio.timeout(_SECONDS):
            yield
    except TimeoutError:
        raise ProviderFailed(f"The provider took longer than {_SECONDS} s.") from None


async def asked(method: str, url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """A document of the provider's. Raises ProviderFailed for anything else than a JSON object."""
    answer = await answered(method, url, headers=headers or {})
    try:
        answer.raise_for_status()
        document = answer.json()
    except (httpx.HTTPStatusError, ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ProviderFailed(f"{urlsplit(url).hostname} answered {answer.status_code} without the document asked for.")
    return document


async def answered(method: str, url: str, **request: Any) -> httpx.Response:
    """Whatever the provider answers. Redirects are not followed. Raises ProviderFailed."""
    request["headers"] = {**request["headers"], "Accept": "application/json", "Accept-Encoding": "identity"}
    try:
        async with httpx.AsyncClient(transport=_Sipping(verify=_trusted()), trust_env=False, timeout=_SECONDS) as wire:
            return await wire.request(method, url, **request)
    except (httpx.HTTPError, httpx.InvalidURL) as failed:
        raise ProviderFailed(f"{urlsplit(url).hostname} did not answer: {type(failed).__name__}.") from None


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are good; SSL_CERT_FILE adds those of one's own."""
    return httpx.create_ssl_context()


class _Sipping(httpx.AsyncHTTPTransport):
    """Reads no more of an answer than one of a provider can be."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise httpx.DecodingError("An encoding that was not asked for.", request=request)
        answer.stream = _Sips(answer.stream)
        return answer


class _Sips(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self._stream:
            read += len(chunk)
            if read > _LARGEST:
                raise httpx.ReadError("More than a provider has to say.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
