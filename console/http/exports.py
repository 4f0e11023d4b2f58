"""`/app/{app_id}/scheduled-calls.csv` and `.xlsx`: what the master view's filters show, to take along."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from console.exporting import QUESTION, Kind, Question
from console.scheduling import clock
from console.scheduling.errors import CallboardError, NotAllowed, NotFound
from console.scheduling.rules.zones import local_day
from console.scheduling.services import exports, sessions
from console.state.acting import times_zone
from console.state.call_filters import CallFilters
from console.state.gate import session_token

_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CHUNK = 64 * 1024
_at_once = asyncio.Semaphore(2)
"""Tables that are written at the same time; who asks for a third one waits."""


async def as_csv(request: Request) -> Response:
    """The table as text."""
    return await _answer(request, "csv")


async def as_xlsx(request: Request) -> Response:
    """The table as a workbook."""
    return await _answer(request, "xlsx")


async def _answer(request: Request, kind: Kind) -> Response:
    try:
        question = await asyncio.to_thread(_question, request, kind)
    except NotAllowed as refused:
        return _refused(refused, 403)
    except NotFound as refused:
        return _refused(refused, 404)
    except CallboardError as away:
        return _refused(away, 503)
    written = _written(question)
    first = await anext(written, b"")  # what goes wrong before it is told by a status
    day = local_day(clock.now(), question.zone)
    name = f"scheduled-calls-{day.isoformat()}-{question.zone.replace('/', '-')}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(_all(first, written), media_type=_TYPES[kind], headers=headers)


def _question(request: Request, kind: Kind) -> Question:
    """Whose session this is, and what they ask for. Raises NotFound, NotAllowed, Unavailable."""
    person = sessions.resolve(session_token(request.headers.get("cookie", "")))
    if person is None:
        raise NotAllowed("Please sign in.")
    actor = sessions.actor_for(person, request.path_params["app_id"], "admin")
    zone = times_zone(person, actor.app_id or "")
    wanted = CallFilters.read(request.query_params).wanted(zone, clock.now())
    exports.begin(actor, wanted, kind)
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
    return PlainTextResponse(error.message, status, {"Cache-Control": "no-store"})


routes = [
    Route("/app/{app_id}/scheduled-calls.csv", as_csv, methods=["GET"]),
    Route("/app/{app_id}/scheduled-calls.xlsx", as_xlsx, methods=["GET"]),
]
