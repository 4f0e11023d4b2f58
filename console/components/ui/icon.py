"""One pictogram, from Lucide. Each is its own module in the bundle, so a page carries only those it shows."""

import reflex as rx

_SIDEWAYS = ("chevron-left", "chevron-right", "arrow-left", "arrow-right")
"""Those that point forwards or back, which is the other side where one reads from right to left."""


def icon(name: str, *, size: int = 16, class_name: str = "") -> rx.Component:
    """The Lucide icon `name` (kebab-case), `size` px, hidden from screen readers: the words beside it speak."""
    turned = "turns" if name in _SIDEWAYS else ""
    return rx.icon(name, size=size, stroke_width=1.75, class_name=["shrink-0", turned, class_name], aria_hidden="true")
