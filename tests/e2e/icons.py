"""The icons of the installed console, drawn from the favicon: `python -m tests.e2e.icons` writes `assets/icons/`.

Run it when `assets/favicon.svg` changes, and commit what it writes.
"""

import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM, PROJECT

_MARK = (PROJECT / "assets/favicon.svg").read_text()
_TO_THE_EDGE = re.sub(r' rx="\d+"', "", _MARK, count=1)
"""Without its round corners, for systems that cut icons to a shape of their own: the lines lie within 80 % of it."""

ICONS = {
    "icon-192.png": (_MARK, 192),
    "icon-512.png": (_MARK, 512),
    "maskable-512.png": (_TO_THE_EDGE, 512),
    "apple-touch-icon.png": (_TO_THE_EDGE, 180),
}
"""Each file with its drawing and its size in pixels."""


def draw(folder: Path) -> None:
    """Write every icon."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        for name, (drawing, size) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{drawing}")
            page.screenshot(path=folder / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw(PROJECT / "assets/icons")
