"""The console's plain HTTP: signing in and out, one-time links, what to install, subscribe to, print and take along."""

from console.http import day_lists, exports, feeds, installing, links, oidc, rosters, security_contact, signing, weekly
from console.http.built_pages import built_pages
from console.http.failing import failed
from console.http.signing import signed_in_only
from console.http.speaking import speaking

routes = [
    *signing.routes,
    *oidc.routes,
    *links.routes,
    *feeds.routes,
    *exports.routes,
    *rosters.routes,
    *day_lists.routes,
    *installing.routes,
    *weekly.routes,
    *security_contact.routes,
]

__all__ = ["built_pages", "failed", "routes", "signed_in_only", "speaking"]
