"""The app's own accent colour, made safe: whatever was chosen, text on it and text in it can be read (WCAG, 4.5:1)."""

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache

from console.components import theme

_WHITE, _BLACK, _INK = "#ffffff", "#000000", theme.LIGHT["ink"]
READABLE = 4.5
VISIBLE = 3.0
"""Enough for a button, and for which one of several is chosen, to be seen (WCAG 2.2, 1.4.11)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a colour does in one theme. `used` stands in its place, and is the colour itself where that will do.

    `on_it` is the contrast of the best `words` on the colour as it was chosen, `beside` that of the colour and the page.
    """

    used: str
    words: str
    on_it: float
    beside: float


def fit(colour: str, ground: dict[str, str]) -> Fit:
    """How `#rrggbb` does over one theme's ground (`theme.LIGHT`, `theme.DARK`)."""
    used, words = _fill(colour, ground["surface"])
    on_it = max(_contrast(colour, each) for each in (_WHITE, _INK))
    return Fit(used, words, on_it, _contrast(colour, ground["surface"]))


@lru_cache(maxsize=200)
def accent_css(colour: str | None) -> str:
    """The style sheet that puts `#rrggbb` in the accent's place, light and dark; nothing for no colour."""
    if not colour:
        return ""
    light, dark = _variables(colour, theme.LIGHT), _variables(colour, theme.DARK)
    return f":root{{{light}}}:root.dark{{{dark}}}@media(prefers-color-scheme:dark){{:root:not(.light):not(.dark){{{dark}}}}}"


def _variables(colour: str, ground: dict[str, str]) -> str:
    """The accent's tokens over one theme's ground."""
    fill, words = _fill(colour, ground["surface"])
    soft = _mixed(fill, ground["surface"], 0.12)
    values = {
        "accent": fill,
        "accent-hover": _mixed(fill, _BLACK if words == _WHITE else _WHITE, 0.86),
        "accent-soft": soft,
        "accent-ink": _shaded(colour, soft, READABLE),
        "on-accent": words,
    }
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _fill(colour: str, surface: str) -> tuple[str, str]:
    """The ground of a button and the colour of its words: the app's own colour where words can be read on it, light or dark."""
    for words in (_WHITE, _INK):
        if _contrast(colour, words) >= READABLE and _contrast(colour, surface) >= VISIBLE:
            return colour, words
    return _shaded(_shaded(colour, surface, VISIBLE), _WHITE, READABLE), _WHITE


def _shaded(colour: str, ground: str, contrast: float) -> str:
    """The nearest shade of the colour that stands out from the ground this much."""
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    step = -0.02 if _luminance(ground) > 0.18 else 0.02
    while _contrast(colour, ground) < contrast and 0 < lightness + step < 1:
        lightness += step
        colour = _hex(hls_to_rgb(hue, lightness, saturation))
    return colour


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return _hex(tuple(one * share + other * (1 - share) for one, other in pairs))


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
