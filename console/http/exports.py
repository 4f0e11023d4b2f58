"""What a page shows, to keep: `/app/{app_id}/scheduled-calls.csv`, `audit-log.csv` or `insights.csv`, each also as `.xlsx`."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from console.exporting import QUESTION, Kind, Question, Wanted
from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError, NotAllowed, NotFound
from console.scheduling.messages.sentences import said
from console.scheduling.rules.zones import local_day
from console.scheduling.services import audit_exports, exports, insight_exports, sessions
from console.state.acting import times_zone
from console.state.audit_filters import AuditFilters
from console.state.call_filters import CallFilters
from console.state.gate import session_token
from console.state.insights_view import InsightsView

_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CHUNK = 64 * 1024
_at_once = asyncio.Semaphore(2)
"""Tables that are written at the same time; who asks for a third one waits."""


class Table(NamedTuple):
    """A table that can be taken along: its name in the address, how its filters are read there, and its beginning."""

    name: str
    read: Callable[[Mapping[str, str], str, datetime], Wanted]
    begin: Callable[[Actor, Any, str], None]


CALLS = Table("scheduled-calls", lambda query, zone, now: CallFilters.read(query).wanted(zone, now), exports.begin)
AUDIT = Table("audit-log", lambda query, zone, now: AuditFilters.read(query).wanted(zone, now), audit_exports.begin)
FIGURES = Table(
    "insights", lambda query, zone, now: InsightsView.read(query).question(zone, now), insight_exports.begin
)


async def _answer(table: Table, kind: Kind, request: Request) -> Response:
    try:
        question = await asyncio.to_thread(_question, request, table, kind)
    except NotAllowed as refused:
        return _refused(refused, 403)
    except NotFound as refused:
        return _refused(refused, 404)
    except CallboardError as away:
        return _refused(away, 503)
    written = _written(question)
    first = await anext(written, b"")  # what goes wrong before it is told by a status
    day = local_day(clock.now(), question.zone)
    name = f"{table.name}-{day.isoformat()}-{question.zone.replace('/', '-')}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(_all(first, written), media_type=_TYPES[kind], headers=headers)


def _question(request: Request, table: Table, kind: Kind) -> Question:
    """Whose session this is, and what they ask for. Raises NotFound, NotAllowed, Unavailable."""
    person = sessions.resolve(session_token(request.headers.get("cookie", "")))
    if person is None:
        raise NotAllowed("Please sign in.")
    actor = sessions.actor_for(person, request.path_params["app_id"], "admin")
    zone = times_zone(person, actor.app_id or "")
    wanted = table.read(request.query_params, zone, clock.now())
    table.begin(actor, wanted, kind)
    return Question(actor, wanted, zone, kind)


async def _written(question: Question) -> AsyncIterator[bytes]:
    """The file, as a process of its own writes it; the process ends with whoever waits for it."""
    async with _at_once:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "console.exporting"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdin and process.stdout
        try:
            process.stdin.write(QUESTION.dump_json(question))
            await process.stdin.drain()
            process.stdin.close()
            while chunk := await process.stdout.read(_CHUNK):
                yield chunk
            if await process.wait():
                raise RuntimeError("The table could not be written; the process that should have said why.")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async with aclosing(rest) as chunks:  # pyright: ignore[reportArgumentType]  (it is a generator)
        yield first
        async for chunk in chunks:
            yield chunk


def _refused(error: CallboardError, status: int) -> Response:
    return PlainTextResponse(said(error.message), status, {"Cache-Control": "no-store"})


routes = [
    Route(f"/app/{{app_id}}/{table.name}.{kind}", partial(_answer, table, kind), methods=["GET"])
    for table in (CALLS, AUDIT, FIGURES)
    for kind in _TYPES
]
