"""A line of the command palette, as `assets/palette_panel.js` shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, found by its label and by `also`. Choosing it leads `to` a page, opens the file or the tab at `href`,
    copies a text, or has the browser do what it `does` by itself (`theme`, `sign_out`); else the server does it, by `id`.
    """

    id: str
    group: str
    """The heading that it stands under."""
    label: str
    glyph: str
    also: str = ""
    note: str = ""
    """A second row, in smaller letters."""
    beside: str = ""
    to: str = ""
    href: str = ""
    copy: str = ""
    does: str = ""
