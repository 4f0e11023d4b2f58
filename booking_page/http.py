"""The public door's plain HTTP: a customer's own pages, short links, and the booking page's first HTML."""

from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from booking_page import card
from booking_page.call import find_page, join_page, managing, unsubscribe_page
from booking_page.call.by_link import PRIVATE, answers, opened, wish
from booking_page.plain import http as plain_http
from booking_page.plain.layout import acts, heading, link, page, text
from booking_page.shell import shell
from console.scheduling.errors import CallboardError, NotFound, Unavailable
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import speak
from console.scheduling.rules.lifecycle import Side
from console.scheduling.services import bookings, customer_calls, opt_outs, public_presets


@answers
def unsubscribe(request: Request) -> Response:
    """No more reminders by e-mail: GET asks, POST declines, and with `again` takes it back."""
    call, actor = opened(request, "unsubscribe")
    path = request.url.path
    if request.method != "POST":
        return unsubscribe_page.question_page(call, path)
    verb = opt_outs.take_back if request.query_params.get("again") else opt_outs.decline_reminders
    verb(actor, call.booking.id)
    return unsubscribe_page.answer_page(customer_calls.see(actor, call.booking.id, wish(request)), path)


@answers
def join(request: Request) -> Response:
    """The door of the call: GET shows it, POST goes through to where it takes place; an agent's call by phone begins."""
    call, actor = opened(request, "guest", "agent")
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
        now = customer_calls.see(actor, call.booking.id, wish(request))
        return join_page.door_page(now, side, token, said(refused.message, now.language))
    return RedirectResponse(customer_calls.meeting_url(call, side) or f"/join/{token}?in=1", 303, PRIVATE)


@answers
def short_link(request: Request) -> Response:
    """`/b/{slug}`: on to the booking page, with the card that messengers show of a link."""
    found = public_presets.by_short_link(request.path_params["slug"])
    query = {"key": found.widget_key, "preset": found.preset_id} | dict(request.query_params)
    to = f"/book/{found.app_id}?{urlencode(query)}"
    speak(wish(request) or found.language)
    title = card.title(found.app_name)
    face = customer_calls.Face(found.app_name, found.logo, found.accent, to)
    agent = request.query_params.get("agent")
    own_path = request.url.path + (f"?{urlencode({'agent': agent})}" if agent else "")
    head = card.card(found.app_name, found.preset_name, found.logo, own_path)
    onwards = Markup('<meta http-equiv="refresh" content="0;url={}">').format(to)
    button = acts(link(to, title, "first"))
    return page(face, title, heading(title), text(card.about(found.preset_name)), button, head=head + onwards)


routes = [
    *managing.routes,
    Route("/unsubscribe/{token}", unsubscribe, methods=["GET", "POST"]),
    Route("/join/{token}", join, methods=["GET", "POST"]),
    Route("/b/{slug}", short_link),
    Route("/book/{app_id}", shell),
    Route("/book/{app_id}/find", find_page.find, methods=["GET", "POST"]),
    *plain_http.routes,
]
