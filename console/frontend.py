"""Plugins for Reflex's compiler: what Callboard's bundle needs and Reflex has no setting for."""

import json
from pathlib import Path

import reflex as rx

from console.components import theme

_ALL_STATIC = '"prerender": true'
_PORT_LEFT = 'endpoint.port = ""; // Assume websocket is on https port via load balancer.'
_HOST_ONLY = "endpoint.hostname = frontend_hostname;"
_HOST_AND_PORT = "endpoint.hostname = frontend_hostname; endpoint.port = window.location.port;"
_NO_CLASSES = '@source not inline("{blur,container,filter,transform}");'
"""Words of the code; each would bring the browser's whole set of filters or the like."""
_GROUPS = "groups: ["
_FEW = (
    "calendar-x|chevron-down|chevron-left|chevron-right|circle-alert|circle-check|clock|globe|info|loader-circle|"
    "message-circle|phone|triangle-alert|user|video|x|zap"
)
"""The booking page's: it need not load the console's others."""
_ICONS = (
    f'{{ test: /lucide-react.*(esm.[A-Za-z]+|icons.({_FEW}))\\.m?js/, name: "few_icons" }}, '
    '{ test: /lucide-react/, name: "icons" }, '
    '{ test: /public.(combobox|connection|customer|first_problem|framed|keeping|steps|tongue).js/, name: "small_scripts" }'
)


class Theme(rx.plugins.Plugin):
    """Put the design tokens into the bundle's style sheet, and keep out of it what Tailwind takes for classes."""

    def pre_compile(self, **context):
        """Name the words that are none of ours, on their way into `.web`."""
        context["add_modify_task"]("styles/tailwind.css", lambda sheet: f"{sheet}\n{_NO_CLASSES}\n")

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


class Prerendered(rx.plugins.Plugin):
    """Write pages with a dynamic address into HTML as well, once, with a stand-in for the name in their address.

    Reflex leaves them empty until the socket answers. `/book/_` becomes a file that `booking_page.shell` fills.
    """

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    def pre_compile(self, **context):
        """Add the addresses to React Router's list, on its way into `.web`."""
        context["add_modify_task"]("react-router.config.js", self._add)

    def _add(self, source: str) -> str:
        if _ALL_STATIC not in source:
            raise ValueError("Reflex's react-router.config.js has changed: see console/frontend.py.")
        more = json.dumps(self._addresses)
        return source.replace(_ALL_STATIC, f'"prerender": ({{getStaticPaths}}) => [...getStaticPaths(), ...{more}]')


class Icons(rx.plugins.Plugin):
    """Put the icons into two files: else each that two pages share is a request of its own, for 300 bytes."""

    def pre_compile(self, **context):
        """Add a group to those by which Vite splits the bundle, on its way into `.web`."""
        context["add_modify_task"]("vite.config.js", _with_icons_together)


def _with_icons_together(source: str) -> str:
    if _ICONS in source:
        return source
    if _GROUPS not in source:
        raise ValueError("Reflex's vite.config.js has changed: see console/frontend.py.")
    return source.replace(_GROUPS, f"{_GROUPS} {_ICONS},")
