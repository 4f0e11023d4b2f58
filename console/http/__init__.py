"""The console's plain HTTP: signing in and out, one-time links, what to install, to subscribe to and to take along."""

from console.http import exports, feeds, installing, links, rosters, signing, weekly
from console.http.signing import signed_in_only
from console.http.speaking import speaking

routes = [
    *signing.routes,
    *links.routes,
    *feeds.routes,
    *exports.routes,
    *rosters.routes,
    *installing.routes,
    *weekly.routes,
]

__all__ = ["routes", "signed_in_only", "speaking"]
