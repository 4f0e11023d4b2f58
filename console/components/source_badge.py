"""Through which of the four surfaces a booking came."""

import reflex as rx

from console.components.ui import icon

_GLYPHS = {"admin": "headset", "agent": "user-round", "public_booking": "globe", "api": "braces"}


def source_badge(source: rx.Var[str], label: rx.Var[str], *, class_name: str = "") -> rx.Component:
    """`source` is the contract's code, `label` the reader's word for it."""
    cases = [(code, icon(glyph, size=14, class_name="text-faint")) for code, glyph in _GLYPHS.items()]
    return rx.el.span(
        rx.match(source, *cases, rx.fragment()),
        rx.el.span(label),
        data_source=source,
        class_name=["inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-muted", class_name],
    )
