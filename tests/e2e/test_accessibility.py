"""What axe finds on every page but those of calls, and on a phone."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import OTHERS, is_clean, serious
from tests.e2e.conftest import Server
from tests.e2e.screens import SCREENS, SIZES, Screen, opened

pytestmark = pytest.mark.browser

# One of each kind: elsewhere what a phone shows is what a wide screen shows, in one column.
_ON_A_PHONE = ("now", "scheduled-calls", "call", "my-schedules", "customer", "availability-day", "webhooks", "settings")
ON_A_PHONE = [screen for screen in SCREENS if screen.name in _ON_A_PHONE]


@pytest.mark.parametrize("screen", OTHERS, ids=lambda screen: screen.name)
def test_axe_finds_nothing_serious(server: Server, browser: Browser, screen: Screen):
    is_clean(server, browser, screen)


@pytest.mark.parametrize("screen", ON_A_PHONE, ids=lambda screen: screen.name)
def test_axe_finds_nothing_serious_on_a_phone(server: Server, browser: Browser, screen: Screen):
    with opened(browser, server, screen, SIZES["phone"], "light") as page:
        assert serious(screen, page) == set()
