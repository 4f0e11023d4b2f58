"""Browsers in words."""

import pytest

from console.scheduling.rules.browsers import described

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36", "Chrome", "Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36 Edg/140.0.0.0", "Edge", "Windows"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {_CHROME} Safari/537.36 OPR/124.0", "Opera", "Linux"),
        (f"Mozilla/5.0 (Linux; Android 16; Pixel 9) {_CHROME} Mobile Safari/537.36", "Chrome", "Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari", "macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) CriOS/140.0 Safari/604.1", "Chrome", "iPhone"),
        ("python-httpx/0.28.1", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_is_called_by_its_own_name(user_agent: str, browser: str, system: str):
    assert described(user_agent) == (browser, system)
