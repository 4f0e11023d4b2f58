"""What would silently make every page heavy."""

import pytest
from reflex.compiler.compiler import into_component

from console.components import theme


def test_no_page_uses_radix_themes():
    from console.console import app

    heavy = {
        route
        for route, page in app._unevaluated_pages.items()
        if any(library.startswith("@radix-ui/themes") for library in into_component(page.component)._get_all_imports())
    }
    assert heavy == set(), "One rx.button or rx.text turns 80 KB of CSS on for every page: use rx.el and the kit."


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(colours: dict[str, str]):
    pairs = [
        (ink, ground) for ink in ("ink", "muted", "faint", "accent-ink") for ground in ("surface", "canvas", "raised")
    ]
    pairs += [("on-accent", ground) for ground in ("accent", "danger")]
    pairs += [(f"{tone}-ink", f"{tone}-soft") for tone in ("accent", "success", "warning", "danger")]
    pairs += [("danger-ink", "surface"), ("ink", "hover"), ("muted", "hover"), ("muted", "sunken"), ("faint", "sunken")]
    low = {pair: round(_contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
