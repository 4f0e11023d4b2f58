"""Letters about an account go over real SMTP, and whoever sends one learns whether it was taken."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from console.scheduling.messages import account_letters
from console.scheduling.settings import settings
from console.state import post
from jobs.channels import smtp
from tests.ports import free_port
from tests.smtp_sink import Sink, smtp_sink

LETTER = account_letters.invitation("cy@agents.test", "Cy", "Acme", "Ada", "http://localhost/invitation/x")


def test_an_invitation_arrives_or_its_sender_learns_that_it_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with smtp_sink() as sink:
        monkeypatch.setattr(settings(), "smtp_url", f"smtp://127.0.0.1:{sink.port}")
        assert asyncio.run(post.send(LETTER))
        (message,) = sink.messages
        assert (message["To"], message["Subject"]) == ("cy@agents.test", "You are invited to Acme")
        assert "http://localhost/invitation/x" in message.get_content()
        sink.close()
        assert not asyncio.run(post.send(LETTER))


@pytest.mark.parametrize(("host", "is_sent"), [("127.0.0.2", False), ("127.0.0.1", True)])
def test_no_password_leaves_this_machine_in_the_clear(
    host: str, is_sent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _without_tls(host) as (sink, heard):
        monkeypatch.setattr(settings(), "smtp_url", f"smtp://bo:secret@{host}:{sink.port}")
        assert asyncio.run(post.send(LETTER)) == is_sent
        message = EmailMessage()
        message["From"], message["To"] = "a@acme.test", "b@acme.test"
        answer = asyncio.run(smtp.hand_over(partial(lambda: message), "b@acme.test"))
        assert (answer.problem is None, answer.final) == (is_sent, False)
        assert (len(sink.messages), heard) == ((2, ["PLAIN"] * 2) if is_sent else (0, []))


@contextmanager
def _without_tls(host: str) -> Iterator[tuple[Sink, list[str]]]:
    """A mail server that takes any password and offers no STARTTLS; gives how it was told one."""
    sink, heard = Sink(free_port()), []

    def take(*told: object) -> AuthResult:
        heard.append(str(told[3]))
        return AuthResult(success=True)

    server = Controller(sink, hostname=host, port=sink.port, authenticator=take, auth_require_tls=False)
    server.start()
    try:
        yield sink, heard
    finally:
        server.stop()
