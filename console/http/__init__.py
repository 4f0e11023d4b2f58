"""The console's plain HTTP: signing in and out, one-time links, calendars to subscribe to. No script is needed."""

from console.http import feeds, links, signing
from console.http.signing import signed_in_only

routes = [*signing.routes, *links.routes, *feeds.routes]

__all__ = ["routes", "signed_in_only"]
