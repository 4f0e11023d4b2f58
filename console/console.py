"""The composition root: every page with its route, and every door mounted into one process."""

import reflex as rx
from starlette.applications import Starlette

from api import health
from api.app import api
from api.app import lifespan as api_lifespan
from api.edge import edge
from booking_page import http as booking_http
from booking_page import page as booking_page
from booking_page.state import BookingPageState
from console import http, serving
from console.demo import receiver
from console.pages import (
    app_settings,
    availability,
    gallery,
    members,
    my_schedules,
    presets,
    scheduled_calls,
    sign_in,
    webhooks,
)
from console.scheduling.messages.words import word
from console.scheduling.settings import settings
from console.state import live
from console.state.gate import Gate
from console.state.notice import say_error
from console.state.session import SessionState
from jobs import scheduler


def _ours(name: str) -> str:
    return f"{word(name)} · Callboard"


PAGES = (
    ("/sign-in", sign_in.page, _ours("sign_in"), None),
    ("/app/[app_id]/scheduled-calls", scheduled_calls.page, _ours("scheduled_calls"), scheduled_calls.ON_LOAD),
    ("/app/[app_id]/my-schedules", my_schedules.page, _ours("my_schedules"), my_schedules.ON_LOAD),
    ("/app/[app_id]/availability", availability.page, _ours("availability"), availability.ON_LOAD),
    ("/app/[app_id]/presets", presets.page, _ours("presets"), presets.ON_LOAD),
    ("/app/[app_id]/members", members.page, _ours("members"), members.ON_LOAD),
    ("/app/[app_id]/webhooks", webhooks.page, _ours("webhooks"), webhooks.ON_LOAD),
    ("/app/[app_id]/settings", app_settings.page, _ours("settings"), app_settings.ON_LOAD),
    ("/book/[app_id]", booking_page.page, word("book_call"), BookingPageState.arrive),
)
"""Route, page, what the browser's tab says, and what is loaded first."""
IN_DEVELOPMENT = (
    ("/gallery", gallery.page, _ours("product"), None),
    ("/app/[app_id]/gallery", gallery.framed, _ours("product"), SessionState.arrive),
)

plain = Starlette(
    routes=[*health.routes, *http.routes, *booking_http.routes, *(receiver.routes if settings().demo else ())]
)

app = rx.App(
    toaster=None,
    html_lang="en",
    stylesheets=["console.css"],
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    backend_exception_handler=say_error,  # pyright: ignore[reportArgumentType]  (an event of ours is an EventSpec)
    api_transformer=[http.signed_in_only, plain, api, edge],
)
app.add_middleware(Gate(), index=0)
for task in (live.pushing, api_lifespan, scheduler.running, serving.end_with_server):
    app.register_lifespan_task(task)
for route, page, title, on_load in (*PAGES, *(IN_DEVELOPMENT if settings().development else ())):
    app.add_page(page, route=route, title=title, on_load=on_load)
