"""The composition root: every page with its route, and every door mounted into one process."""

import reflex as rx
from starlette.applications import Starlette

from api import health
from api.app import create_app
from api.edge import edge
from console.pages import gallery, home
from console.scheduling.settings import settings

plain = Starlette(routes=[*health.routes])

app = rx.App(
    toaster=None,
    html_lang="en",
    stylesheets=["console.css"],
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    api_transformer=[plain, create_app(), edge],
)

app.add_page(home.page, route="/", title="Callboard")

if settings().development:
    app.add_page(gallery.page, route="/gallery", title="Gallery")
