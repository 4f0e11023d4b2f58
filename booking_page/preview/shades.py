"""An accent in words: whether it can be read and seen in each theme, and what is used where it cannot."""

from dataclasses import dataclass

from babel.numbers import format_decimal

from booking_page.accent import READABLE, VISIBLE, Fit, fit
from console.components import theme
from console.scheduling.messages import when
from console.scheduling.messages.words import READER, word

_GROUNDS = {"light": theme.LIGHT, "dark": theme.DARK}


@dataclass(frozen=True)
class Shade:
    """The accent in one theme: the colour that is `used`, the one of `words` on it, and both contrasts in words."""

    theme: str = ""
    used: str = ""
    words: str = ""
    told: str = ""
    is_other: bool = False
    """Whether it is not the colour that was chosen, which would not do."""


def shades(accent: str) -> list[Shade]:
    """How `#rrggbb` does in light and in dark."""
    return [_shade(name, accent, fit(accent, ground)) for name, ground in _GROUNDS.items()]


def _shade(name: str, accent: str, found: Fit) -> Shade:
    is_other = found.used != accent
    told = word(
        "accent_fits" if not is_other else "accent_unseen" if found.beside < VISIBLE else "accent_unread",
        on_it=_ratio(found.on_it),
        beside=_ratio(found.beside),
        readable=_ratio(READABLE),
        visible=_ratio(VISIBLE),
        used=found.used,
    )
    return Shade(word(f"accent_in_{name}"), found.used, found.words, told, is_other)


def _ratio(contrast: float) -> str:
    return f"{format_decimal(contrast, format='0.#', locale=when.locale_of(READER))} : 1"
