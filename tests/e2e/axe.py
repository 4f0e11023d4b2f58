"""No screen has a serious or critical violation that axe can find. In two files of tests, which run side by side."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Server
from tests.e2e.screens import SCREENS, SIZES, Screen, opened

# Development alone has the gallery.
_SHIPPED = [screen for screen in SCREENS if "gallery" not in screen.address]
_PAGES_OF_CALLS = ("/now", "/scheduled-calls", "/my-schedules", "/customers")
OF_CALLS = [screen for screen in _SHIPPED if any(page in screen.address for page in _PAGES_OF_CALLS)]
OTHERS = [screen for screen in _SHIPPED if screen not in OF_CALLS]

# The page before the call refreshes itself and has no script (CONTRACT section 4). It does so when the call opens, and
# every five minutes at most; nothing is typed there that could be lost.
_REFRESHES = ("join-early", "meta-refresh")


def is_clean(server: Server, browser: Browser, screen: Screen) -> None:
    """Looks at it wide and light, then narrower and dark."""
    with opened(browser, server, screen, SIZES["desktop"], "light") as page:
        in_light = serious(screen, page)
        width, height = SIZES["tablet"]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(300)  # colours change gently
        assert (in_light, serious(screen, page)) == (set(), set())


def serious(screen: Screen, page: Page) -> set[str]:
    """What axe holds to be serious or critical, and where."""
    return {
        f"{one['id']}: {node['target']}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical") and (screen.name, one["id"]) != _REFRESHES
        for node in one["nodes"]
    }
