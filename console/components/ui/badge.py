"""A small coloured word."""

from typing import Literal

import reflex as rx

from console.components.ui.icon import icon

Tone = Literal["neutral", "accent", "success", "warning", "danger"]

TONES: dict[str, str] = {
    "neutral": "bg-sunken text-muted",
    "accent": "bg-accent-soft text-accent-ink",
    "success": "bg-success-soft text-success-ink",
    "warning": "bg-warning-soft text-warning-ink",
    "danger": "bg-danger-soft text-danger-ink",
}


def badge(
    text: rx.Var[str] | str, tone: rx.Var[str] | Tone = "neutral", *, glyph: str = "", class_name: str = "", **props
):
    """A word on a tinted ground; colour never speaks alone. `tone` may be a Var that holds a tone's name.

    `glyph` is an icon that leads it.
    """
    ground = rx.Var.create(TONES)[tone] if isinstance(tone, rx.Var) else TONES[tone]
    return rx.el.span(
        *([icon(glyph, size=12)] if glyph else []),
        text,
        class_name=[
            "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full px-2 text-xs font-medium",
            ground,
            class_name,
        ],
        **props,
    )
