"""The one letter this door sends itself: a password link, at once, to whoever asked for it."""

import asyncio
import logging
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from console.scheduling.messages.words import word
from console.scheduling.services.people import PasswordLetter
from console.scheduling.settings import settings

log = logging.getLogger(__name__)

_under_way: set[asyncio.Task] = set()


def send_soon(letter: PasswordLetter) -> None:
    """Send it behind the answer's back: how long an answer takes must not tell whether the address has an account."""
    task = asyncio.create_task(_send(letter))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)


async def _send(letter: PasswordLetter) -> None:
    if not settings().smtp_url:
        log.warning("A password link was asked for, but CALLBOARD_SMTP_URL is not set: nothing was sent.")
        return
    server = urlsplit(settings().smtp_url)
    message = EmailMessage()
    message["From"], message["To"] = settings().mail_from, letter.email
    message["Subject"] = word("password_letter_subject")
    message.set_content(word("password_letter_text", name=letter.name, url=letter.url))
    try:
        await aiosmtplib.send(
            message,
            hostname=server.hostname or "localhost",
            port=server.port or (465 if server.scheme == "smtps" else 587),
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=server.scheme == "smtps",
            timeout=20,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        log.warning("A password link could not be sent: %s", error)
