"""The composition root: every page with its route, and every door mounted into one process."""

import reflex as rx
from starlette.applications import Starlette

from api import health
from api.app import create_app
from api.edge import edge
from console.pages import home

plain = Starlette(routes=[*health.routes])

app = rx.App(
    toaster=None,
    html_lang="en",
    api_transformer=[plain, create_app(), edge],
)

app.add_page(home.page, route="/", title="Callboard")
