"""Letters about an account go over real SMTP, and whoever sends one learns whether it was taken."""

import asyncio

import pytest

from console.scheduling.messages import account_letters
from console.scheduling.settings import settings
from console.state import post
from tests.smtp_sink import smtp_sink


def test_an_invitation_arrives_or_its_sender_learns_that_it_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = account_letters.invitation("cy@agents.test", "Cy", "Acme", "Ada", "http://localhost/invitation/x")
    with smtp_sink() as sink:
        monkeypatch.setattr(settings(), "smtp_url", f"smtp://127.0.0.1:{sink.port}")
        assert asyncio.run(post.send(letter))
        (message,) = sink.messages
        assert (message["To"], message["Subject"]) == ("cy@agents.test", "You are invited to Acme")
        assert "http://localhost/invitation/x" in message.get_content()
        sink.close()
        assert not asyncio.run(post.send(letter))
