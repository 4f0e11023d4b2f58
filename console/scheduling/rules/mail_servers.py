"""Where mail is handed over, as `CALLBOARD_SMTP_URL` says it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailServer:
    """`smtp://` uses STARTTLS when it is offered, and must where a password is told; `smtps://` speaks TLS from the start."""

    host: str
    port: int
    user: str | None
    password: str | None
    encrypted: bool
    check_certificate: bool

    @property
    def start_tls(self) -> bool | None:
        """Whether nothing goes on before STARTTLS; None: where it is offered. No password leaves this machine in the clear."""
        must = self.password is not None and not self.encrypted and self.host not in _THIS_MACHINE
        return True if must else None


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
