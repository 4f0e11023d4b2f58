"""The page for what nobody foresaw, with the number under which the log tells of it."""

from starlette.requests import Request
from starlette.responses import Response
from structlog.contextvars import get_contextvars

from console.components import plain
from console.scheduling.messages.words import word


async def failed(_: Request, __: Exception) -> Response:
    """500, in words for people."""
    number = get_contextvars().get("request_id", "")
    return plain.page(word("product"), plain.alert(word("unexpected_named", id=number)), status=500)
