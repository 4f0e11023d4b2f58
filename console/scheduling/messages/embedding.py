"""What is pasted into another site so that customers book there: the lines for `embed.js`, or a bare frame."""

from markupsafe import Markup

KINDS = ("inline", "popup", "float", "frame")
"""In the page's flow; in a dialog that a button opens; behind a button that floats; a frame alone, without a script."""

_SCRIPT = Markup('<script src="{base_url}/embed.js" async></script>\n')
_MARKUP = {
    "inline": _SCRIPT + Markup('<div data-callboard="inline" data-app="{app_id}" data-key="{key}"></div>'),
    "popup": _SCRIPT
    + Markup('<button type="button" data-callboard="popup" data-app="{app_id}" data-key="{key}">{text}</button>'),
    "float": _SCRIPT
    + Markup('<div data-callboard="float" data-app="{app_id}" data-key="{key}" data-text="{text}"></div>'),
    "frame": Markup(
        '<iframe src="{base_url}/book/{app_id}?key={key}" title="{text}" style="border:0;width:100%;height:760px"></iframe>'
    ),
}


def snippet(kind: str, *, base_url: str, app_id: str, key: str, text: str) -> str:
    """The HTML for one of `KINDS`; `text` is what the button or the frame is called."""
    return str(_MARKUP[kind].format(base_url=base_url, app_id=app_id, key=key, text=text))
