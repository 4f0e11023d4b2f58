"""Checks by doing: a race for one time, a webhook there and back, the mail server's greeting, Redis."""

import asyncio
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network

import aiosmtplib

from console.scheduling import clock
from console.scheduling.actors import operator
from console.scheduling.messages.deliveries import Owed
from console.scheduling.messages.signing import Keys, fresh_secret
from console.scheduling.models import new_id
from console.scheduling.rules.mail_servers import MailServer, server_of
from console.scheduling.services import scratch, vital_signs
from console.scheduling.services.webhooks.sample import sample_links, sample_payload
from console.scheduling.settings import settings
from jobs.deliveries import attempt
from jobs.guard import guarded_client

from .findings import Note, Wrong
from .stored import require_current

_SECONDS = 10


def race() -> str:
    """Fifty at once for one time."""
    require_current()
    seen = scratch.race()
    if not seen.is_right:
        odd = f"; others met {', '.join(seen.odd)}" if seen.odd else ""
        raise Wrong(
            f"Of fifty who wanted one time {seen.won} were told that they have it, and {seen.stored} are stored{odd}.",
            "Stop booking, run `callboard doctor` again, and `callboard restore` a backup if it says so again.",
        )
    return f"one of fifty got the time, {seen.refused} were refused, and nothing is left of it"


def webhook() -> str:
    """A delivery to a receiver of our own, as the jobs send it, its signature worked out anew."""
    secret, received = fresh_secret(), list[tuple[dict[str, str], bytes]]()
    with _receiver(received) as url:
        tried = asyncio.run(_deliver(_owed(url, secret)))
    if not tried.reply.ok or not received:
        why = tried.reply.error or tried.reply.status_code
        raise Wrong(
            f"A webhook to this very machine did not arrive ({why}).", "See whether a firewall closes loopback."
        )
    headers, body = received[0]
    proof = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
    if headers.get(f"{settings().webhook_header_prefix}-Signature".lower()) != proof:
        raise Wrong("A webhook arrived with a signature that is not right.", "Install Callboard anew.")
    return f"sent, received and verified in {tried.took.total_seconds() * 1000:.0f} ms"


def mail() -> str:
    """The mail server: connection, EHLO, TLS, and the account; no mail."""
    if not settings().smtp_url:
        raise Note(
            "CALLBOARD_SMTP_URL is not set: e-mails stay in the outbox.", "Set it to smtp://user:password@host:587."
        )
    server = server_of(settings().smtp_url)
    try:
        is_encrypted = asyncio.run(_greet(server))
    except aiosmtplib.SMTPAuthenticationError as refused:
        raise Wrong(f"{server.host} refuses the account: {refused.code} {refused.message}", _MAIL) from None
    except (aiosmtplib.SMTPException, OSError) as failed:
        if server.start_tls and "STARTTLS" in str(failed):
            raise Wrong(
                f"{server.host} offers no STARTTLS, and is told no password without: nothing is sent.",
                "Use smtps://, or a server that offers STARTTLS.",
            ) from None
        raise Wrong(f"{server.host}:{server.port} does not answer: {failed or type(failed).__name__}", _MAIL) from None
    if server.password and not is_encrypted:
        raise Note(
            f"{server.host} is told the password without TLS.", "Use smtps://, or a server that offers STARTTLS."
        )
    return f"{server.host}:{server.port} took the greeting{', the account' if server.user else ''}; no mail was sent"


def provider() -> str:
    """The provider that staff may sign in with: what it publishes, and its keys."""
    if not settings().oidc_issuer:
        return "not set: staff sign in with e-mail and password"
    from console.http import provider as oidc

    return asyncio.run(oidc.look())


def redis() -> str:
    """Whether it answers."""
    answers = vital_signs.has_redis()
    if answers is None:
        return "not set, and not needed by one process"
    if not answers:
        raise Wrong(
            "Redis does not answer: each process counts limits for itself, and open pages are kept in one process.",
            "See that CALLBOARD_REDIS_URL is right and Redis runs.",
        )
    return "answers"


_MAIL = "See that CALLBOARD_SMTP_URL has the server's name, port, user and password."


async def _greet(server: MailServer) -> bool:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.encrypted,
        start_tls=server.start_tls,
        validate_certs=server.check_certificate,
        timeout=_SECONDS,
    )
    await client.connect()
    try:
        await client.ehlo()
        if server.user and server.password is not None:
            await client.login(server.user, server.password)
        return client.get_transport_info("sslcontext") is not None
    finally:
        await client.quit()


async def _deliver(owed: Owed):
    async with guarded_client([ip_network("127.0.0.0/8")]) as client:
        return await attempt(client, owed, settings().webhook_header_prefix)


def _owed(url: str, secret: str) -> Owed:
    app_id = new_id("app")
    return Owed(
        delivery_id=new_id("dlv"),
        attempt=1,
        subscription_id=new_id("whk"),
        url=url,
        keys=Keys(secret),
        event_id=new_id("evt"),
        event="scheduled.created",
        sequence=1,
        test=True,
        payload=sample_payload(app_id, operator(app_id), clock.now()),
        links=sample_links(),
    )


@contextmanager
def _receiver(received: list[tuple[dict[str, str], bytes]]) -> Iterator[str]:
    """A receiver of webhooks on a port of loopback; what comes is put into the list, headers in small letters."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/doctor"
        finally:
            server.shutdown()
            thread.join()
