"""The composition root: every page with its route, and every door mounted into one process."""

import reflex as rx
from starlette.applications import Starlette

from api import signs, stopping
from api.app import api
from api.app import lifespan as api_lifespan
from api.edge import edge
from api.metrics import pulse
from api.process import settle
from api.tracing import traced
from booking_page import holding
from booking_page import http as booking_http
from booking_page import page as booking_page
from booking_page.preview import frame as preview
from booking_page.state import BookingPageState
from console import http
from console.components.dialling import dialling
from console.components.tongue import patience
from console.demo import calendar, receiver
from console.pages import CONSOLE, OF_ONE, app_settings, gallery, presets, sign_in
from console.scheduling.settings import settings
from console.state import live, tabs
from console.state.bell import BellState
from console.state.gate import Gate
from console.state.notice import say_error
from console.state.session import SessionState
from console.state.words import words
from jobs import hooks, scheduler


def _ours(name: str) -> rx.Var[str]:
    return getattr(words, name) + " · Callboard"


_PREVIEWED = {
    "presets": presets.with_preview(preview.of_terms),
    "settings": app_settings.with_preview(preview.of_brand),
}
"""Pages of the console with a piece of the booking page in them: doors meet nowhere but here."""
PAGES = (
    ("/sign-in", sign_in.page, _ours("sign_in"), None),
    *(
        (
            f"/app/[app_id]/{at}",
            _PREVIEWED.get(at) or it.page,
            _ours(at.replace("-", "_")),
            [*it.ON_LOAD, BellState.load],
        )
        for at, it in CONSOLE.items()
    ),
    *(
        (f"/app/[app_id]/{at}", it.page, _ours(name), [*it.ON_LOAD, BellState.load])
        for at, (name, it) in OF_ONE.items()
    ),
    ("/book/[app_id]", booking_page.page, booking_page.title(), BookingPageState.arrive),
)
"""Route, page, what the browser's tab says, and what is loaded first."""
IN_DEVELOPMENT = (
    ("/gallery", gallery.page, _ours("product"), None),
    ("/app/[app_id]/gallery", gallery.framed, _ours("product"), SessionState.arrive),
)

_REFLEX_OVERLAY = (5, "Overlay")
"""Its signs of a lost connection: `console.components.connection` says it in our words."""

plain = Starlette(
    routes=[
        *signs.routes,
        *http.routes,
        *booking_http.routes,
        *hooks.routes,
        *((*receiver.routes, *calendar.routes) if settings().demo else ()),
    ],
    exception_handlers={Exception: http.failed},
)

app = rx.App(
    toaster=None,
    html_lang="en",
    stylesheets=["console.css"],
    reset_style=False,  # Tailwind brings the same
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"), patience(), dialling()],
    backend_exception_handler=say_error,  # pyright: ignore[reportArgumentType]  (an event of ours is an EventSpec)
    api_transformer=[http.built_pages, http.signed_in_only, plain, http.speaking, api, traced, edge],
)
del app.app_wraps[_REFLEX_OVERLAY]
app.add_middleware(Gate(), index=0)
stopping.at_farewell(live.send_tabs_away)
tabs.share(app)
pulse.watch_tabs(lambda: tabs.open_here(app))
for task in (
    live.pushing,
    live.hearing,
    holding.releasing,
    api_lifespan,
    *((scheduler.running,) if settings().jobs else ()),
    settle,
):
    app.register_lifespan_task(task)
for route, page, title, on_load in (*PAGES, *(IN_DEVELOPMENT if settings().development else ())):
    app.add_page(page, route=route, title=title, on_load=on_load)
