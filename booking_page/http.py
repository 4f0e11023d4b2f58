"""The public door's plain HTTP: a customer's own pages, the calendar file, short links. GET changes nothing, POST acts.

Mail scanners open every link in a message; so a link only shows, and a button does.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from booking_page import join_page, manage_page, unsubscribe_page
from booking_page.layout import NOBODY, heading, open_graph, page, text
from booking_page.moving import choose_time, move_to
from booking_page.shell import shell
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError, ChangedHands, NotFound, Unavailable
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import speak, wished, word
from console.scheduling.rules.lifecycle import Side
from console.scheduling.services import bookings, customer_calls, links, opt_outs, presets
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.links import LinkRole
from console.scheduling.settings import settings

P = ParamSpec("P")

_DONE = {
    "confirmed": "did_confirm",
    "moved": "did_move",
    "cancelled": "did_cancel",
    "reminders": "did_take_back",
}
_LONGEST_REASON = 500


def _answers(handler: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Run a handler in a thread, for the core is synchronous; what is unknown and what is broken get a page, too."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        if request.method == "POST":
            request.scope["form"] = await _form(request)
        try:
            return await run_in_threadpool(handler, request)
        except ChangedHands as ended:
            return join_page.changed_hands_page(ended.app_id)
        except NotFound:
            return _plain("link_unknown", "link_unknown_text", 404)
        except Unavailable:
            return _plain("out_of_reach", "out_of_reach_text", 503)

    return answer


@_answers
def manage(request: Request) -> Response:
    """The customer's page of their call."""
    call, _ = _opened(request, "manage")
    done = _DONE.get(request.query_params.get("done", ""))
    return manage_page.call_page(call, word(done, call.language) if done else "")


@_answers
def confirm(request: Request) -> Response:
    """The customer comes."""
    return _act(request, "confirmed", bookings.confirm)


@_answers
def cancel(request: Request) -> Response:
    """The customer does not come, and may say why."""
    reason = str(request.scope.get("form", {}).get("reason", "")).strip()[:_LONGEST_REASON]
    return _act(request, "cancelled", bookings.cancel, reason=reason or None)


@_answers
def reminders(request: Request) -> Response:
    """The customer wants again what they had declined."""
    return _act(request, "reminders", opt_outs.take_back)


@_answers
def unsubscribe(request: Request) -> Response:
    """No more reminders by e-mail: GET asks, POST declines, and with `again` takes it back."""
    call, actor = _opened(request, "unsubscribe")
    path = request.url.path
    if request.method != "POST":
        return unsubscribe_page.question_page(call, path)
    verb = opt_outs.take_back if request.query_params.get("again") else opt_outs.decline_reminders
    verb(actor, call.booking.id)
    return unsubscribe_page.answer_page(customer_calls.see(actor, call.booking.id, _wish(request)), path)


@_answers
def move(request: Request) -> Response:
    """Another time for the same call: GET shows what is free, POST moves."""
    call, actor = _opened(request, "manage")
    if call.why_not_move:
        return manage_page.call_page(call, call.why_not_move, refused=True)
    if request.method != "POST":
        return choose_time(call, actor, request.query_params)
    return move_to(call, actor, str(request.scope["form"].get("start", ""))) or _see(request, "moved")


@_answers
def calendar_file(request: Request) -> Response:
    """The call as an ICS file."""
    call, _ = _opened(request, "manage")
    name = f"call-{call.booking.reference}.ics"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(customer_calls.calendar_file(call), media_type="text/calendar", headers=headers)


@_answers
def join(request: Request) -> Response:
    """The door of the call: GET shows it, POST goes through to where it takes place; an agent's call by phone begins."""
    call, actor = _opened(request, "guest", "agent")
    token = request.path_params["token"]
    side: Side = "agent" if actor.surface == "agent" else "guest"
    if request.method != "POST":
        inside = request.query_params.get("in") == "1" and customer_calls.has_come(call, side) and call.stands == "open"
        return join_page.inside_page(call, side) if inside else join_page.door_page(call, side, token)
    if call.stands != "open":
        return join_page.door_page(call, side, token)
    try:
        if side == "agent" and call.booking.call_kind != "link":
            bookings.start(actor, call.booking.id)
        else:
            bookings.join(actor, call.booking.id, side)
    except (NotFound, Unavailable):
        raise
    except CallboardError as refused:
        now = customer_calls.see(actor, call.booking.id, _wish(request))
        return join_page.door_page(now, side, token, said(refused.message, now.language))
    return RedirectResponse(customer_calls.meeting_url(call, side) or f"/join/{token}?in=1", 303, _PRIVATE)


@_answers
def short_link(request: Request) -> Response:
    """`/b/{slug}`: on to the booking page, with the card that messengers show of a link."""
    found = presets.by_short_link(request.path_params["slug"])
    query = {"key": found.widget_key, "preset": found.preset_id} | dict(request.query_params)
    to = f"/book/{found.app_id}?{urlencode(query)}"
    speak(_wish(request) or found.language)
    title, about = word("book_with", app=found.app_name), word("book_with_text", preset=found.preset_name)
    face = customer_calls.Face(found.app_name, found.logo, None, to)
    card = open_graph(
        [
            ("type", "website"),
            ("site_name", found.app_name),
            ("title", title),
            ("description", about),
            ("image", found.logo),
            ("url", f"{settings().base_url}/b/{request.path_params['slug']}"),
        ]
    )
    onwards = Markup('<meta http-equiv="refresh" content="0;url={}">').format(to)
    body = Markup('<p><a class="button first" href="{}">{}</a></p>').format(to, title)
    return page(face, title, heading(title), text(about), body, head=card + onwards)


_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def _opened(request: Request, *roles: LinkRole) -> tuple[CustomerCall, Actor]:
    """The call that the request's token opens, and who acts through it. Raises NotFound."""
    target = links.resolve(request.path_params["token"])
    if target.role not in roles:
        raise NotFound("This link does not lead to a call.")
    actor = links.actor_of(target)
    call = customer_calls.see(actor, target.booking_id, _wish(request))
    speak(call.language)
    return call, actor


def _wish(request: Request) -> str:
    """The language that the address asks for, else the browser; empty where neither names one that is spoken here."""
    return wished(request.query_params.get("lang"), accept_language=request.headers.get("accept-language", ""))


def _act(request: Request, done: str, verb: Callable[..., Any], **how: Any) -> Response:
    """Do it and show the page with what was done, or the page with why not. Who only looks sees the page."""
    call, actor = _opened(request, "manage")
    if request.method != "POST":
        return RedirectResponse(f"/manage/{request.path_params['token']}", 303, _PRIVATE)
    try:
        verb(actor, call.booking.id, **how)
    except (NotFound, Unavailable):
        raise
    except CallboardError as refused:
        now = customer_calls.see(actor, call.booking.id, _wish(request))
        return manage_page.call_page(now, said(refused.message, now.language), refused=True, status=409)
    return _see(request, done)


def _see(request: Request, done: str) -> Response:
    return RedirectResponse(f"/manage/{request.path_params['token']}?done={done}", 303, _PRIVATE)


def _plain(title: str, about: str, status: int) -> Response:
    return page(NOBODY, word(title), heading(word(title)), text(word(about)), status=status)


async def _form(request: Request) -> dict[str, str]:
    """The submitted fields; a form of ours has few and short ones."""
    async with request.form(max_files=0, max_fields=10, max_part_size=8192) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


routes = [
    Route("/manage/{token}", manage),
    Route("/manage/{token}/confirm", confirm, methods=["GET", "POST"]),
    Route("/manage/{token}/move", move, methods=["GET", "POST"]),
    Route("/manage/{token}/cancel", cancel, methods=["GET", "POST"]),
    Route("/manage/{token}/reminders", reminders, methods=["GET", "POST"]),
    Route("/manage/{token}/call.ics", calendar_file),
    Route("/unsubscribe/{token}", unsubscribe, methods=["GET", "POST"]),
    Route("/join/{token}", join, methods=["GET", "POST"]),
    Route("/b/{slug}", short_link),
    Route("/book/{app_id}", shell),
]
