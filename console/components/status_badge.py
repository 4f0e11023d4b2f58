"""Where a booking stands: a shape, a colour and the word, so that none of them speaks alone."""

import reflex as rx

from console.components.ui import badge, icon

_SHAPES = {
    "scheduled": ("circle", "text-accent-ink"),
    "pending_confirmation": ("circle-dashed", "text-warning-ink"),
    "confirmed": ("circle-check", "text-success-ink"),
    "started": ("circle-play", "text-accent-ink"),
    "completed": ("circle-check-big", "text-faint"),
    "cancelled": ("circle-slash", "text-faint"),
    "no_show": ("circle-x", "text-danger-ink"),
}


def status_badge(status: rx.Var[str], label: rx.Var[str], *, class_name: str = "") -> rx.Component:
    """`status` is the contract's code, `label` the reader's word for it."""
    return rx.el.span(
        status_icon(status),
        rx.el.span(label),
        data_status=status,
        class_name=["inline-flex items-center gap-1.5 whitespace-nowrap align-middle", class_name],
    )


def status_icon(status: rx.Var[str]) -> rx.Component:
    """The shape alone, for where the word stands beside it anyway."""
    cases = [(code, icon(glyph, size=14, class_name=tone)) for code, (glyph, tone) in _SHAPES.items()]
    return rx.match(status, *cases, icon("circle", size=14, class_name="text-faint"))


def waiting_badge(call: rx.Var) -> rx.Component:
    """That the customer has come and waits alone, and since when; nothing otherwise."""
    return rx.cond(
        call.waiting != "",
        badge(call.waiting, "success", glyph="hourglass", class_name="tabular"),
        rx.fragment(),
    )
