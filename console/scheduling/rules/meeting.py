"""Where link calls take place: an app's template of an address, filled in for one call and one side of it."""

import re
from urllib.parse import quote, urlsplit

from ..errors import Invalid

PLACEHOLDERS = ("room", "name", "role")
"""`room`: the same for both sides of a call, and no other call's; `name`: who joins; `role`: `guest` or `agent`."""
_LONGEST = 2000
_AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts whose browsers let a page use camera and microphone without TLS."""
_FIELD = "meeting_url_template"


def checked(template: str | None) -> str | None:
    """The template as it is stored; None when it is empty. Raises Invalid naming what is wrong with it.

    Browsers give camera and microphone to https pages alone. Placeholders stand behind the host: a customer's name must
    not choose where others are sent.
    """
    template = (template or "").strip()
    if not template:
        return None
    if len(template) > _LONGEST:
        raise Invalid.of(_FIELD, f"At most {_LONGEST} characters.", "too_long")
    try:
        parts = urlsplit(template)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = None, ""
    if parts is None or not host or "@" in parts.netloc or re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", template):
        raise Invalid.of(_FIELD, "This must be a whole address, beginning with https://.", "invalid_url")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _AT_HOME):
        raise Invalid.of(_FIELD, "This must begin with https://: browsers allow calls on no other page.", "invalid_url")
    if re.search(r"[{}]", parts.netloc):
        raise Invalid.of(_FIELD, "Placeholders stand behind the host name, not in it.", "invalid_url")
    for odd in re.findall(r"\{[^{}]*\}|[{}]", template):
        if odd.strip("{}") not in PLACEHOLDERS or len(odd) == 1:
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise Invalid.of(_FIELD, f"{odd} means nothing here. There are {known}.", "unknown_placeholder")
    return template


def address(template: str, *, room: str, name: str, role: str) -> str:
    """Where this side of the call goes. Whatever stands in for a placeholder is URL-encoded whole."""
    values = {"room": room, "name": name, "role": role}
    return re.sub(r"\{(room|name|role)\}", lambda found: quote(values[found[1]], safe=""), template)
