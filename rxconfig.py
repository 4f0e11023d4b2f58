"""Reflex's configuration. What the operator sets is in `console.scheduling.settings`; this file only passes it on."""

import reflex as rx

from console.components.theme import TAILWIND
from console.frontend import Icons, Prerendered, SameOrigin, Theme
from console.scheduling.settings import settings

config = rx.Config(
    app_name="console",
    plugins=[
        rx.plugins.TailwindV4Plugin(TAILWIND),
        Theme(),
        SameOrigin(),
        Icons(),
        Prerendered("/book/_"),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
    cors_allowed_origins=settings().origins,
    redis_url=settings().redis_url or None,
    # Installed even while no page uses it: reflex.lock is then the same with and without the gallery.
    frontend_packages=["@radix-ui/react-tabs@1.2.1"],
    frontend_compression_formats=["gzip", "brotli"],
    telemetry_enabled=False,
    show_built_with_reflex=False,
)
