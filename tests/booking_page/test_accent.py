"""Whatever colour an app chooses, what is written on it and in it can be read."""

import re

import pytest

from booking_page.accent import _contrast, accent_css
from console.components import theme

COLOURS = ["#ffee00", "#000000", "#ffffff", "#0f62fe", "#ff0000", "#808080", "#7fff00", "#123456", "#fafafa"]


@pytest.mark.parametrize("colour", COLOURS)
def test_text_on_and_in_the_accent_is_readable(colour):
    light, dark = (dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6});", part)) for part in accent_css(colour).split("}")[:2])
    for shades, ground in ((light, theme.LIGHT), (dark, theme.DARK)):
        assert _contrast(shades["on-accent"], shades["accent"]) >= 4.5
        assert _contrast(shades["on-accent"], shades["accent-hover"]) >= 4.5
        assert _contrast(shades["accent-ink"], shades["accent-soft"]) >= 4.5
        assert _contrast(shades["accent-ink"], ground["surface"]) >= 4.5
        assert _contrast(shades["accent"], ground["surface"]) >= 3


def test_a_bright_colour_stays_itself_in_the_dark_under_dark_words():
    dark = accent_css("#ffd500").split("}")[1]
    assert "--accent:#ffd500;" in dark and f"--on-accent:{theme.LIGHT['ink']};" in dark


def test_no_colour_leaves_callboard_s_own():
    assert accent_css(None) == accent_css("") == ""
