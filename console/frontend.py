"""Plugins for Reflex's compiler: what Callboard's bundle needs and Reflex has no setting for."""

from pathlib import Path

import reflex as rx

from console.components import theme

_PORT_LEFT = 'endpoint.port = ""; // Assume websocket is on https port via load balancer.'
_HOST_ONLY = "endpoint.hostname = frontend_hostname;"
_HOST_AND_PORT = "endpoint.hostname = frontend_hostname; endpoint.port = window.location.port;"


class Theme(rx.plugins.Plugin):
    """Put the design tokens into the bundle's style sheet."""

    def get_static_assets(self, **_):
        """The tokens as a file beside Reflex's own styles."""
        return [(Path("styles/tokens.css"), theme.css())]

    def get_stylesheet_paths(self, **_):
        """Where the root style sheet finds them."""
        return ["./tokens.css"]


class SameOrigin(rx.plugins.Plugin):
    """Let the page find its socket on whatever host and port it was loaded from.

    Reflex writes the API's port into the bundle, so that another port would mean another build.
    """

    def pre_compile(self, **context):
        """Patch Reflex's `state.js` on its way into `.web`."""
        context["add_modify_task"]("utils/state.js", _to_same_origin)


def _to_same_origin(source: str) -> str:
    if _HOST_AND_PORT in source:
        return source
    if _HOST_ONLY not in source or _PORT_LEFT not in source:
        raise ValueError("Reflex's utils/state.js has changed: see console/frontend.py.")
    return source.replace(_PORT_LEFT, "").replace(_HOST_ONLY, _HOST_AND_PORT)
