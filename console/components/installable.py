"""What a console page says of itself in its head, so that a browser offers to install the console; drawn by no one.

The booking page says none of it: customers are not asked to install anything.
"""

import reflex as rx

from console.components import theme

MANIFEST = "/callboard.webmanifest"
"""Answered by `console.http.installing`."""
LINKS = {"manifest": MANIFEST, "apple-touch-icon": "/icons/apple-touch-icon.png"}
"""Relation and address."""
GROUNDS = {"light": theme.LIGHT["canvas"], "dark": theme.DARK["canvas"]}
"""What colours the window's frame, by the system's theme."""


def installable() -> rx.Component:
    """For a page of the console; React moves it into the head."""
    return rx.fragment(
        *(rx.el.link(rel=relation, href=address) for relation, address in LINKS.items()),
        *(
            rx.el.meta(name="theme-color", content=ground, custom_attrs={"media": f"(prefers-color-scheme: {theme_})"})
            for theme_, ground in GROUNDS.items()
        ),
    )
