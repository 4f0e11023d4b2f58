"""The console's plain HTTP: signing in and out, one-time links, calendars to subscribe to, tables to take along."""

from console.http import exports, feeds, links, signing
from console.http.signing import signed_in_only

routes = [*signing.routes, *links.routes, *feeds.routes, *exports.routes]

__all__ = ["routes", "signed_in_only"]
