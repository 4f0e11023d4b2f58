"""`/app/{app_id}/roster.csv`: the shifts from today on, as the file that can be taken back."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.scheduling.errors import CallboardError, NotAllowed, NotFound
from console.scheduling.messages.sentences import said
from console.scheduling.services import rosters, sessions
from console.state.gate import session_token


async def _roster(request: Request) -> Response:
    try:
        written = await asyncio.to_thread(_written, request)
    except CallboardError as refused:
        status = 403 if isinstance(refused, NotAllowed) else 404 if isinstance(refused, NotFound) else 503
        return PlainTextResponse(said(refused.message), status, {"Cache-Control": "no-store"})
    headers = {"Content-Disposition": 'attachment; filename="roster.csv"', "Cache-Control": "no-store"}
    return Response(written, media_type="text/csv; charset=utf-8", headers=headers)


def _written(request: Request) -> bytes:
    """The file of whose session this is. Raises NotFound, NotAllowed, Unavailable."""
    person = sessions.resolve(session_token(request.headers.get("cookie", "")))
    if person is None:
        raise NotAllowed("Please sign in.")
    return rosters.export_file(sessions.actor_for(person, request.path_params["app_id"], "admin"))


routes = [Route("/app/{app_id}/roster.csv", _roster, methods=["GET"])]
