"""Nothing here, and what to do about it."""

import reflex as rx

from console.components.ui.icon import icon

Text = rx.Var[str] | str


def empty_state(title: Text, text: Text = "", *actions, glyph: str = "calendar") -> rx.Component:
    """A quiet picture of nothing, one sentence, and at most one or two acts."""
    return rx.el.div(
        rx.el.div(icon(glyph, size=20), class_name="rounded-md bg-sunken p-2.5 text-faint"),
        rx.el.p(title, class_name="mt-3 text-base font-medium text-ink"),
        rx.el.p(text, class_name="mt-1 max-w-sm text-sm text-muted"),
        rx.el.div(*actions, class_name="mt-4 flex gap-2") if actions else None,
        class_name="flex flex-col items-center px-6 py-12 text-center",
    )


def not_loaded(title: Text, why: Text, again: rx.Component) -> rx.Component:
    """In the place of what could not be read: why, and the button that tries `again`; it is announced."""
    return rx.el.div(empty_state(title, why, again, glyph="cloud-off"), role="alert")
