"""The clients' door, whole on its own: `alone()` in a process of its own, or `api` in front of the pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from pydantic.alias_generators import to_camel
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api import errors, signs, stopping, usage
from api.docs import page as docs
from api.door import Door, is_ours
from api.edge import edge
from api.metrics import pulse
from api.openapi import document
from api.process import settle
from api.routes import agents, availability, events, holds, oauth, presets, scheduled_calls
from api.tracing import traced

_THREADS = 8
"""Requests at work at once. Each holds one connection, so this stays below what the database's pool has; and threads that
all want Python's one lock hinder one another: under load sixteen answered less than eight."""


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:  # noqa: ARG001 - the framework passes it
    """While the API serves: its synchronous routes share a bounded pool of threads, and calls are counted."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    async with usage.counting(), pulse.beating(), stopping.graceful():
        yield


def create_app() -> FastAPI:
    """The API: every path under /api, and the document that tells OAuth clients where."""
    app = FastAPI(
        title="Callboard",
        summary="Scheduled calls: book, move and cancel them, and ask what is free.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: to_camel((route.summary or route.name).replace(" ", "_").lower()),
        lifespan=lifespan,
        middleware=[Middleware(Door)],
    )
    errors.install(app)
    for routes in (oauth, scheduled_calls, availability, holds, agents, presets, events):
        app.include_router(routes.router)
    document.install(app)
    app.router.routes.extend(docs.routes)
    return app


def alone() -> ASGIApp:
    """What `callboard api` serves: the API with the checks for load balancers, behind the edge."""
    app = create_app()
    app.router.routes.extend(signs.routes)
    settle()
    return edge(traced(app))


def api(rest: ASGIApp) -> ASGIApp:
    """The API in front of another application, which hears of everything that is not the API's own."""
    own = create_app()

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and is_ours(scope["path"])
        await (own if ours else rest)(scope, receive, send)

    return choose
