"""The booking page's plain pages over HTTP: times, zone and form. GET shows, POST books."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from booking_page import guard
from booking_page.plain.booking import send, start_of
from booking_page.plain.fields import Filled
from booking_page.plain.form import form_page, standing_for
from booking_page.plain.layout import NOBODY, heading, page, text
from booking_page.plain.times import times_page, zone_page
from booking_page.plain.visit import Visit, opened
from console.scheduling import clock
from console.scheduling.errors import NotFound, TooMany, Unavailable
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules import limits
from console.scheduling.services import booking_again, booking_forms

_MOST_FIELDS = 50
_LONGEST_FIELD = 32 * 1024
"""Bytes: five thousand letters of any script."""


async def times(request: Request) -> Response:
    """Whom to talk to and when."""
    return await run_in_threadpool(_answer, request, lambda visit: times_page(visit, request.query_params))


async def zone(request: Request) -> Response:
    """Whose clock to read the times by."""
    typed, start = (request.query_params.get(name, "") for name in ("q", "start"))
    return await run_in_threadpool(_answer, request, lambda visit: zone_page(visit, typed, start))


async def form(request: Request) -> Response:
    """The form for a time: GET shows it, POST books."""
    if request.method != "POST":
        return await run_in_threadpool(_answer, request, partial(_show, request))
    async with request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD) as fields:
        typed = {name: value for name, value in fields.items() if isinstance(value, str)}
    await guard.wait_out(await run_in_threadpool(_shown_at, typed.get("stamp", ""), request.path_params["app_id"]))
    return await run_in_threadpool(_answer, request, lambda visit: send(visit, typed))


def _show(request: Request, visit: Visit) -> Response:
    if visit.picks and visit.agent is None:
        return RedirectResponse(visit.to("/times"), 303)
    again = visit.asked.again
    filled = {**(booking_again.typed_before(visit.app.id, again) if again else {}), **visit.asked.filled}
    guard.count_look_up(visit.network)
    return form_page(visit, standing_for(visit, start_of(request.query_params.get("start", ""))), Filled(filled))


def _answer(request: Request, show: Callable[[Visit], Response]) -> Response:
    """What there is to show to this visitor; what is unknown, closed, too much or broken gets a page, too."""
    network = request.client.host if request.client else ""
    try:
        params = {**request.query_params, **request.path_params}
        visit = opened(params, request.headers.get("accept-language", ""), network)
        answer = _shown(visit, show)
    except NotFound as unknown:
        answer = _plain(word("page_not_found"), said(unknown.message), 404)
    except Unavailable:
        answer = _plain(word("out_of_reach"), word("out_of_reach_text"), 503)
    answer.headers["Referrer-Policy"] = "same-origin"  # a form is sent with its origin, which the edge knows as ours
    return answer


def _shown(visit: Visit, show: Callable[[Visit], Response]) -> Response:
    if visit.shut:
        title, about = visit.shut
        return page(visit.face, title, heading(title), text(about), language=visit.language)
    try:
        return show(visit)
    except TooMany as often:
        title, about = visit.say("out_of_reach"), visit.until_allowed(often)
        answer = page(visit.face, title, heading(title), text(about), language=visit.language, status=429)
        answer.headers["Retry-After"] = str(limits.seconds_until(often.next_allowed_at, clock.now()))
        return answer


def _shown_at(stamp: str, app_id: str) -> datetime:
    """Since when a form with this stamp is shown; for one that nobody can read, since now."""
    try:
        return booking_forms.read_stamp(stamp, app_id).shown_at
    except booking_forms.Unreadable:
        return clock.now()


def _plain(title: str, about: str, status: int) -> Response:
    return page(NOBODY, title, heading(title), text(about), status=status)


routes = [
    Route("/book/{app_id}/times", times),
    Route("/book/{app_id}/zone", zone),
    Route("/book/{app_id}/at", form, methods=["GET", "POST"]),
]
