"""No screen has a serious or critical violation that axe can find: wide and light, narrower and dark, some on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Server
from tests.e2e.screens import SCREENS, SIZES, Screen, opened

pytestmark = pytest.mark.browser

# Development alone has the gallery.
SHIPPED = [screen for screen in SCREENS if "gallery" not in screen.address]

# One of each kind: elsewhere what a phone shows is what a wide screen shows, in one column.
_ON_A_PHONE = ("now", "scheduled-calls", "call", "my-schedules", "customer", "availability-day", "webhooks", "settings")
ON_A_PHONE = [screen for screen in SCREENS if screen.name in _ON_A_PHONE]

# The page before the call refreshes itself and has no script (CONTRACT section 4). It does so when the call opens, and
# every five minutes at most; nothing is typed there that could be lost.
REFRESHES = ("join-early", "meta-refresh")


@pytest.mark.parametrize("screen", SHIPPED, ids=lambda screen: screen.name)
def test_axe_finds_nothing_serious(server: Server, browser: Browser, screen: Screen):
    with opened(browser, server, screen, SIZES["desktop"], "light") as page:
        in_light = serious(screen, page)
        width, height = SIZES["tablet"]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(300)  # colours change gently
        assert (in_light, serious(screen, page)) == (set(), set())


@pytest.mark.parametrize("screen", ON_A_PHONE, ids=lambda screen: screen.name)
def test_axe_finds_nothing_serious_on_a_phone(server: Server, browser: Browser, screen: Screen):
    with opened(browser, server, screen, SIZES["phone"], "light") as page:
        assert serious(screen, page) == set()


def serious(screen: Screen, page: Page) -> set[str]:
    """What axe holds to be serious or critical, and where."""
    return {
        f"{one['id']}: {node['target']}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical") and (screen.name, one["id"]) != REFRESHES
        for node in one["nodes"]
    }
