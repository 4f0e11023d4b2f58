"""A real SMTP server that takes, refuses, dawdles, hangs or is away."""

import asyncio
import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port


class Sink:
    """It keeps what it takes. `answer` is what it says to a message, after `thinks` seconds, and `greeting` to an address."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.messages: list[EmailMessage] = []
        self.answer = self.greeting = "250 OK"
        self.thinks = 0.0
        self._controller: Controller | None = None

    @property
    def ids(self) -> list[str]:
        """The Message-ID of all that came."""
        return [str(message["Message-ID"]) for message in self.messages]

    def open(self) -> None:
        """Be there."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Be away: connections are refused."""
        if self._controller:
            self._controller.stop()
        self._controller = None

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.greeting.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.greeting

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.thinks)
        if self.answer.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return self.answer


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """One on a port of its own, open."""
    made = Sink(free_port())
    made.open()
    try:
        yield made
    finally:
        made.close()
