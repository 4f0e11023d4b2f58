"""What operators ask a process for: its health and its figures. `alone` is for one that serves nothing else."""

from starlette.applications import Starlette
from starlette.types import ASGIApp

from api import health
from api.edge import edge
from api.metrics import door
from api.tracing import traced

routes = [*health.routes, *door.routes]


def alone() -> ASGIApp:
    """What `callboard jobs --port` answers with."""
    return edge(traced(Starlette(routes=list(routes))))
