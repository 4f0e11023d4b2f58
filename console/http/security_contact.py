"""`/.well-known/security.txt` (RFC 9116): whom to tell of a hole in this installation, where its operator says so."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.scheduling import clock
from console.scheduling.settings import settings

_PATH = "/.well-known/security.txt"
_TRUE_FOR = timedelta(days=30)
"""How long whoever has read it may rely on it."""


async def security_txt(_: Request) -> Response:
    """The contact; nothing where CALLBOARD_SECURITY_CONTACT is not set."""
    contact = settings().security_contact
    if not contact:
        return PlainTextResponse("This installation names no contact.\n", 404)
    until = (clock.now() + _TRUE_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": contact,
        "Expires": f"{until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "en, es",
        "Canonical": settings().base_url + _PATH,
    }
    return PlainTextResponse("".join(f"{name}: {value}\n" for name, value in lines.items()))


routes = [Route(_PATH, security_txt, methods=["GET"])]
