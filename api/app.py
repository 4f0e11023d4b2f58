"""The clients' door, whole on its own."""

from fastapi import FastAPI


def create_app() -> FastAPI:
    """The API under /api/v1."""
    return FastAPI(title="Callboard", openapi_url="/api/openapi.json", docs_url="/api/docs", redoc_url=None)
