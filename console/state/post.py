"""The letters that the console sends itself, at once: invitations, and links to choose a password."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from email.message import EmailMessage
from typing import Any

import aiosmtplib

from console.scheduling.messages.account_letters import AccountLetter
from console.scheduling.rules.mail_servers import server_of
from console.scheduling.settings import settings

log = logging.getLogger(__name__)

_SECONDS = 20
_under_way: set[asyncio.Task] = set()


def soon(work: Coroutine[Any, Any, None]) -> None:
    """Do it while whoever caused it goes on: how long an answer takes must not tell whether an address has an account."""
    task = asyncio.create_task(work)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)


async def send_all(letters: Sequence[AccountLetter]) -> None:
    """Send them one after the other."""
    for letter in letters:
        await send(letter)


async def send(letter: AccountLetter) -> bool:
    """Send one; whether the mail server took it. What went wrong stands in the log."""
    if not settings().smtp_url:
        log.warning("A letter about an account was due, but CALLBOARD_SMTP_URL is not set: nothing was sent.")
        return False
    server = server_of(settings().smtp_url)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings().mail_from, letter.to, letter.subject
    message.set_content(letter.text)
    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.encrypted,
            start_tls=server.start_tls,
            validate_certs=server.check_certificate,
            timeout=_SECONDS,
        )
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        log.warning("A letter about an account could not be sent: %s", type(error).__name__)
        return False
    return True
