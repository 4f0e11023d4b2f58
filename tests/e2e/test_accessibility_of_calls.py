"""What axe finds on the pages where calls are worked on."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import OF_CALLS, is_clean
from tests.e2e.conftest import Server
from tests.e2e.screens import Screen

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", OF_CALLS, ids=lambda screen: screen.name)
def test_axe_finds_nothing_serious(server: Server, browser: Browser, screen: Screen):
    is_clean(server, browser, screen)
