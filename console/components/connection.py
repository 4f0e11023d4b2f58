"""Where a page says that the server is out of reach, in the place of Reflex's own signs of it."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors


def connection(lost: rx.Var[str], found: rx.Var[str]) -> rx.Component:
    """A quiet bar at the top: `lost` while nothing answers, `found` for a moment when it does again."""
    return _Connection.create(
        is_lost=has_connection_errors,
        lost=lost,
        found=found,
        class_name="pointer-events-none fixed inset-x-0 top-0 z-50 flex justify-center",
        said_class_name="mt-1.5 rounded-full bg-raised px-3 py-1 text-sm text-muted shadow-high",
    )


class _Connection(rx.Component):
    library = "$/public/connection.js"
    tag = "Connection"

    is_lost: rx.Var[bool]
    lost: rx.Var[str]
    found: rx.Var[str]
    said_class_name: rx.Var[str]
