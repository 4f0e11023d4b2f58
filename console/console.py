"""The composition root: every page with its route, and every door mounted into one process."""

import logging

import reflex as rx
from starlette.applications import Starlette

from api import health
from api.app import api
from api.app import lifespan as api_lifespan
from api.edge import edge
from booking_page import http as booking_http
from booking_page import page as booking_page
from booking_page.state import BookingPageState
from console import http
from console.pages import gallery, my_schedules, scheduled_calls, sign_in
from console.scheduling.errors import CallboardError, SignInNeeded
from console.scheduling.messages.words import word
from console.scheduling.settings import settings
from console.state import live
from console.state.gate import Gate
from console.state.notice import NoticeState
from console.state.session import SessionState

log = logging.getLogger(__name__)


def say_error(exception: Exception):
    """What no page caught: the core's refusals in their own words, anything else as one kind sentence and a log entry."""
    if isinstance(exception, SignInNeeded):
        return rx.redirect("/sign-in")
    if isinstance(exception, CallboardError):
        return NoticeState.show("danger", exception.message)
    log.error("A handler failed.", exc_info=exception)
    return NoticeState.show("danger", word("unexpected"))


plain = Starlette(routes=[*health.routes, *http.routes, *booking_http.routes])

app = rx.App(
    toaster=None,
    html_lang="en",
    stylesheets=["console.css"],
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    backend_exception_handler=say_error,
    api_transformer=[http.signed_in_only, plain, api, edge],
)
app.add_middleware(Gate(), index=0)
app.register_lifespan_task(live.pushing)
app.register_lifespan_task(api_lifespan)

app.add_page(sign_in.page, route="/sign-in", title="Callboard")
app.add_page(
    scheduled_calls.page,
    route="/app/[app_id]/scheduled-calls",
    title="Scheduled calls · Callboard",
    on_load=scheduled_calls.ON_LOAD,
)
app.add_page(
    my_schedules.page,
    route="/app/[app_id]/my-schedules",
    title="My schedules · Callboard",
    on_load=my_schedules.ON_LOAD,
)
app.add_page(booking_page.page, route="/book/[app_id]", title="Book a call", on_load=BookingPageState.arrive)

if settings().development:
    app.add_page(gallery.page, route="/gallery", title="Gallery")
    app.add_page(gallery.framed, route="/app/[app_id]/gallery", title="Gallery", on_load=SessionState.arrive)
