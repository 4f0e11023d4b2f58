"""The console's plain HTTP: signing in and out, and the one-time links. Forms and redirects, no script needed."""

from console.http import links, signing
from console.http.signing import signed_in_only

routes = [*signing.routes, *links.routes]

__all__ = ["routes", "signed_in_only"]
