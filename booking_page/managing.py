"""What a customer does with their call by its manage link: see it, confirm it, move it, cancel it. GET changes nothing.

Mail scanners open every link in a message; so a link only shows, and a button does.
"""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from booking_page import manage_page
from booking_page.by_link import PRIVATE, answers, field, opened, wish
from booking_page.moving import choose_time, move_to
from console.scheduling.errors import CallboardError, NotFound, Unavailable
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.services import bookings, customer_calls, opt_outs

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
    call, _ = opened(request, "manage")
    done = _DONE.get(request.query_params.get("done", ""))
    return manage_page.call_page(call, word(done, call.language) if done else "")


@answers
def confirm(request: Request) -> Response:
    """The customer comes."""
    return _act(request, "confirmed", bookings.confirm)


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
    call, actor = opened(request, "manage")
    if call.why_not_move:
        return manage_page.call_page(call, call.why_not_move, refused=True)
    if request.method != "POST":
        return choose_time(call, actor, request.query_params)
    return move_to(call, actor, field(request, "start")) or _see(request, "moved")


@answers
def calendar_file(request: Request) -> Response:
    """The call as an ICS file."""
    call, _ = opened(request, "manage")
    name = f"call-{call.booking.reference}.ics"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(customer_calls.calendar_file(call), media_type="text/calendar", headers=headers)


def _act(request: Request, done: str, verb: Callable[..., Any], **how: Any) -> Response:
    """Do it and show the page with what was done, or the page with why not. Who only looks sees the page."""
    call, actor = opened(request, "manage")
    if request.method != "POST":
        return RedirectResponse(f"/manage/{request.path_params['token']}", 303, PRIVATE)
    try:
        verb(actor, call.booking.id, **how)
    except (NotFound, Unavailable):
        raise
    except CallboardError as refused:
        now = customer_calls.see(actor, call.booking.id, wish(request))
        return manage_page.call_page(now, said(refused.message, now.language), refused=True, status=409)
    return _see(request, done)


def _see(request: Request, done: str) -> Response:
    return RedirectResponse(f"/manage/{request.path_params['token']}?done={done}", 303, PRIVATE)


routes = [
    Route("/manage/{token}", manage),
    Route("/manage/{token}/confirm", confirm, methods=["GET", "POST"]),
    Route("/manage/{token}/move", move, methods=["GET", "POST"]),
    Route("/manage/{token}/cancel", cancel, methods=["GET", "POST"]),
    Route("/manage/{token}/reminders", reminders, methods=["GET", "POST"]),
    Route("/manage/{token}/call.ics", calendar_file),
]
