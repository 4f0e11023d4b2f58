"""What a customer does with their call by its manage link: see it, confirm it, move it, cancel it. GET changes nothing.

Mail scanners open every link in a message; so a link only shows, and a button does.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from booking_page.call.by_link import PRIVATE, answers, field, opened
from booking_page.call.manage_page import call_page
from booking_page.call.move_page import zone_page
from booking_page.call.moving import choose_time, move_to
from booking_page.plain.booking import start_of
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError, NotFound, Unavailable
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.services import booking_again, bookings, customer_calls, opt_outs, places
from console.scheduling.services.customer_calls import CustomerCall

_DONE = {
    "booked": "is_booked",
    "asked": "please_confirm",
    "confirmed": "did_confirm",
    "moved": "did_move",
    "cancelled": "did_cancel",
    "reminders": "did_take_back",
}
_LONGEST_REASON = 500


@answers
def manage(request: Request) -> Response:
    """The customer's page of their call."""
    call, _ = _opened(request)
    done = _DONE.get(request.query_params.get("done", ""))
    return call_page(call, word(done, call.language) if done else "")


@answers
def confirm(request: Request) -> Response:
    """The customer comes."""
    return _act(request, "confirmed", bookings.confirm, seen_at=start_of(field(request, "seen")))


@answers
def cancel(request: Request) -> Response:
    """The customer does not come, and may say why."""
    reason = field(request, "reason").strip()[:_LONGEST_REASON]
    return _act(request, "cancelled", bookings.cancel, reason=reason or None)


@answers
def reminders(request: Request) -> Response:
    """The customer wants again what they had declined."""
    return _act(request, "reminders", opt_outs.take_back)


@answers
def move(request: Request) -> Response:
    """Another time for the same call: GET shows what is free, POST moves."""
    call, actor = _opened(request)
    if request.method != "POST":
        return choose_time(call, actor, request.query_params) if call.may.move else _kept(call, call.may.why_not[0])
    try:
        return move_to(call, actor, field(request, "start")) or _see(request, "moved")
    except CallboardError as refused:
        return _refused(request, refused)


@answers
def again(request: Request) -> Response:
    """On to the booking page, filled in as it was for this call."""
    call, actor = _opened(request)
    return RedirectResponse(booking_again.page_for(actor, call.language), 303, PRIVATE)


@answers
def calendar_file(request: Request) -> Response:
    """The call as an ICS file."""
    call, _ = _opened(request)
    name = f"call-{call.booking.reference}.ics"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(customer_calls.calendar_file(call), media_type="text/calendar", headers=headers)


@answers
def zone(request: Request) -> Response:
    """Whose clock the times are read by while another one is chosen."""
    call, _ = _opened(request)
    return zone_page(call, request.query_params.get("q", ""))


def _opened(request: Request) -> tuple[CustomerCall, Actor]:
    """The call of a manage link, its times by the clock of the zone that the address names, if it does."""
    call, actor = opened(request, "manage")
    return replace(call, zone=places.known_zone(request.query_params.get("zone", ""), call.zone)), actor


def _act(request: Request, done: str, verb: Callable[..., Any], **how: Any) -> Response:
    """Do it and show the page with what was done, or the page with why not. Who only looks sees the page."""
    call, actor = _opened(request)
    if request.method != "POST":
        return _see(request)
    try:
        verb(actor, call.booking.id, **how)
    except CallboardError as refused:
        return _refused(request, refused, how.get("reason") or "")
    return _see(request, done)


def _refused(request: Request, refused: CallboardError, reason: str = "") -> Response:
    """The page as it is now, with why not. What is unknown or out of reach has pages of its own."""
    if isinstance(refused, NotFound | Unavailable):
        raise refused
    now, _ = _opened(request)
    return _kept(now, said(refused.message, now.language), reason=reason, status=409)


def _kept(call: CustomerCall, why: str, *, reason: str = "", status: int = 200) -> Response:
    """The page of a call that stays as it is; of one that has ended, that is all there is to say."""
    told = word(f"meanwhile_{call.booking.status}", call.language) if call.over else why
    return call_page(call, told, refused=True, reason=reason, status=status)


def _see(request: Request, done: str = "") -> Response:
    query = {"zone": request.query_params.get("zone", ""), "done": done}
    parts = urlencode({name: value for name, value in query.items() if value})
    return RedirectResponse(f"/manage/{request.path_params['token']}" + (f"?{parts}" if parts else ""), 303, PRIVATE)


routes = [
    Route("/manage/{token}", manage),
    Route("/manage/{token}/confirm", confirm, methods=["GET", "POST"]),
    Route("/manage/{token}/move", move, methods=["GET", "POST"]),
    Route("/manage/{token}/move/zone", zone),
    Route("/manage/{token}/cancel", cancel, methods=["GET", "POST"]),
    Route("/manage/{token}/reminders", reminders, methods=["GET", "POST"]),
    Route("/manage/{token}/again", again),
    Route("/manage/{token}/call.ics", calendar_file),
]
