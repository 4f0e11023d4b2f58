"""E-mail over SMTP, as the operator's `CALLBOARD_SMTP_URL` says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from functools import partial

import aiosmtplib

from console.scheduling.messages.emails import Email, write
from console.scheduling.rules.mail_servers import server_of
from console.scheduling.services.reminders import Due, Sent
from console.scheduling.settings import settings

_SECONDS = 30
"""How long one message may take, from the connection to the last answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: `problem` is None when it took the message; `final` when trying again would not help."""

    problem: str | None = None
    final: bool = False


async def send(due: Due) -> Sent:
    """Send one message to a customer. It never raises: what failed is in the answer."""
    answer = await hand_over(partial(message_of, due), due.recipient)
    return Sent(due, answer.problem, answer.final)


async def hand_over(make: Callable[[], EmailMessage], recipient: str) -> Answer:
    """Hand the message to the server. It never raises: a refused address or text is final."""
    server = server_of(settings().smtp_url)
    try:
        await aiosmtplib.send(
            make(),
            recipients=[recipient],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.encrypted,
            start_tls=server.start_tls,
            validate_certs=server.check_certificate,
            timeout=_SECONDS,
        )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        answers = "; ".join(f"{one.code} {one.message}" for one in refused.recipients)
        return Answer(answers, final=all(one.code >= 500 for one in refused.recipients))
    except aiosmtplib.SMTPResponseException as refused:
        return Answer(f"{refused.code} {refused.message}", final=_is_about_the_message(refused))
    except (aiosmtplib.SMTPException, OSError) as failed:
        return Answer(str(failed) or type(failed).__name__)
    except (ValueError, UnicodeError) as unsendable:
        return Answer(str(unsendable), final=True)
    return Answer()


def _is_about_the_message(refused: aiosmtplib.SMTPResponseException) -> bool:
    """Whether this server will never take this message; what is wrong with the account may be mended meanwhile."""
    return isinstance(refused, aiosmtplib.SMTPDataError) and refused.code >= 500


def message_of(due: Due) -> EmailMessage:
    """The MIME message of a message to a customer."""
    letter = due.letter
    email = write(letter, sender_of(letter.app_name, due.mail_from), due.recipient)
    message = envelope(letter.app_name, due.mail_from, due.recipient, due.reminder_id, letter.written_at)
    fill(message, email)
    return message


def envelope(app_name: str, mail_from: str | None, recipient: str, message_id: str, at: datetime) -> EmailMessage:
    """A message without subject and words, from the app. `mail_from` is its own sender; the operator's when None."""
    sender = sender_of(app_name, mail_from)
    message = EmailMessage()
    message["From"] = formataddr(sender)
    message["To"] = recipient
    message["Message-ID"] = f"<{message_id}@{sender[1].rpartition('@')[2] or 'callboard'}>"
    message["Date"] = at
    message["Auto-Submitted"] = "auto-generated"
    return message


def fill(message: EmailMessage, email: Email) -> None:
    """Subject, text, HTML beside it, and the calendar file as mail programs expect invitations."""
    message["Subject"] = email.subject
    for header, value in email.headers.items():
        message[header] = value
    message.set_content(email.text)
    message.add_alternative(email.html, subtype="html")
    if email.calendar:
        text = email.calendar.decode()
        message.add_alternative(text, subtype="calendar", params={"method": email.method})
        message.add_attachment(email.calendar, maintype="application", subtype="ics", filename="call.ics")


def sender_of(app_name: str, mail_from: str | None) -> tuple[str, str]:
    """Whom the app's e-mails come from: (name, address)."""
    name, address = parseaddr(mail_from or settings().mail_from)
    return app_name or name, address
