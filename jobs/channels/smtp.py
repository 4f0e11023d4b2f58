"""E-mail over SMTP, as the operator's `CALLBOARD_SMTP_URL` says."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from console.scheduling.messages.emails import write
from console.scheduling.services.reminders import Due, Sent
from console.scheduling.settings import settings

_SECONDS = 30
"""How long one message may take, from the connection to the last answer."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over: `smtp://` uses STARTTLS when it is offered, `smtps://` speaks TLS from the start."""

    host: str
    port: int
    user: str | None
    password: str | None
    encrypted: bool
    check_certificate: bool


def server_of(url: str) -> MailServer:
    """The server behind `smtp[s]://user:password@host:port`; `?verify=no` accepts any certificate."""
    parts = urlsplit(url)
    encrypted = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if encrypted else 587),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        encrypted=encrypted,
        check_certificate=parse_qs(parts.query).get("verify") != ["no"],
    )


async def send(due: Due) -> Sent:
    """Send one message. It never raises: what failed is in the answer; a refused address or text is final."""
    server = server_of(settings().smtp_url)
    try:
        await aiosmtplib.send(
            message_of(due),
            recipients=[due.recipient],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.encrypted,
            validate_certs=server.check_certificate,
            timeout=_SECONDS,
        )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        answers = "; ".join(f"{one.code} {one.message}" for one in refused.recipients)
        return Sent(due, answers, final=all(one.code >= 500 for one in refused.recipients))
    except aiosmtplib.SMTPResponseException as refused:
        return Sent(due, f"{refused.code} {refused.message}", final=_is_about_the_message(refused))
    except (aiosmtplib.SMTPException, OSError) as failed:
        return Sent(due, str(failed) or type(failed).__name__)
    except (ValueError, UnicodeError) as unsendable:
        return Sent(due, str(unsendable), final=True)
    return Sent(due)


def _is_about_the_message(refused: aiosmtplib.SMTPResponseException) -> bool:
    """Whether this server will never take this message; what is wrong with the account may be mended meanwhile."""
    return isinstance(refused, aiosmtplib.SMTPDataError) and refused.code >= 500


def message_of(due: Due) -> EmailMessage:
    """The MIME message: text, HTML beside it, and the calendar file as mail programs expect invitations."""
    name, address = parseaddr(due.mail_from or settings().mail_from)
    sender = (due.letter.app_name or name, address)
    email = write(due.letter, sender, due.recipient)
    message = EmailMessage()
    message["From"] = formataddr(sender)
    message["To"] = due.recipient
    message["Subject"] = email.subject
    message["Message-ID"] = f"<{due.reminder_id}@{address.rpartition('@')[2] or 'callboard'}>"
    message["Date"] = due.letter.written_at
    message["Auto-Submitted"] = "auto-generated"
    for header, value in email.headers.items():
        message[header] = value
    message.set_content(email.text)
    message.add_alternative(email.html, subtype="html")
    if email.calendar:
        text = email.calendar.decode()
        message.add_alternative(text, subtype="calendar", params={"method": email.method})
        message.add_attachment(email.calendar, maintype="application", subtype="ics", filename="call.ics")
    return message
