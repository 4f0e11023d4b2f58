"""Scripts that stand in a page: a browser runs ours alone, each known by its hash, whatever else got between them.

A page says which are its own in a header from within, which `api.edge` makes a part of the content policy. Only what we
wrote is ever hashed, never a page that holds what people typed.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from markupsafe import Markup

HEADER = "Callboard-Scripts"
_INLINE = re.compile(r"<script\b(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def script(source: str) -> Markup:
    """The element with this program of ours."""
    return Markup(f"<script>{source}</script>")  # noqa: S704 - our own program


def sources(ours: Iterable[str]) -> str:
    """What a content policy calls the scripts in these pieces of HTML of ours, each once."""
    found = {body for html in ours for body in _INLINE.findall(html)}
    return " ".join(sorted(f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" for body in found))
