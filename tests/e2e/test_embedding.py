"""The booking page on other sites: in their page, in a dialog, behind a floating button, in a bare frame, in React."""

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from console import bundle
from console.scheduling.messages import embedding
from tests.e2e.conftest import PROJECT, Server

pytestmark = pytest.mark.browser

_EXAMPLES = PROJECT / "assets" / "examples"
_SLOT = re.compile(r"^\d{1,2}:\d\d")

_PAGE = "<!doctype html><html lang=en><meta charset=utf-8><title>A shop</title><h1>A shop</h1>{}"
_LISTENER = """<script>
window.heard = [];
for (const name of ["booked", "closed"])
  addEventListener("callboard:" + name, (event) => heard.push([name, event.detail]), true);
</script>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Another site, of another origin, with the files of this folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: _Quiet(*args, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop(tmp_path: Path, server: Server) -> Iterator[str]:
    """A shop's site, with a page for each way of embedding, and the example for a site without a framework."""
    demo = server.demo
    for kind in embedding.KINDS:
        lines = embedding.snippet(
            kind, base_url=server.base_url, app_id=demo["app_id"], key=demo["widget_key"], text="Book a call"
        )
        (tmp_path / f"{kind}.html").write_text(_PAGE.format(_LISTENER + lines))
    plain = (_EXAMPLES / "plain.html").read_text()
    for placeholder, ours in (
        ("https://calls.example", server.base_url),
        ("APP", demo["app_id"]),
        ("KEY", demo["widget_key"]),
    ):
        assert placeholder in plain
        plain = plain.replace(placeholder, ours)
    (tmp_path / "plain.html").write_text(plain + _LISTENER)
    with site(tmp_path) as address:
        yield address


@pytest.fixture
def allowed(shop: str, sign_in, server: Server) -> str:
    """The same, once an admin has let it in."""
    page = sign_in("admin")
    page.goto(server.in_app("settings"))
    sites = page.get_by_label("Allowed origins")
    sites.fill(shop)
    page.get_by_role("region", name="On your own site").get_by_role("button", name="Save").click()
    expect(page.get_by_text("The allowed origins are saved.")).to_be_visible()
    return shop


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A customer whose browser, as many do, refuses frames of other sites any storage."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 800}, locale="en-GB")
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert errors == []


def test_a_site_that_is_not_allowed_is_told_which_setting_that_is(shop: str, visitor: Page):
    visitor.goto(f"{shop}/frame.html")
    framed = visitor.frame_locator("iframe")
    expect(framed.get_by_role("heading", name="Booking is not open on this site")).to_be_visible()
    expect(framed.get_by_text("Allowed origins")).to_be_visible()
    expect(framed.get_by_text(shop)).to_be_visible()


def test_a_customer_books_in_the_sites_own_page_which_hears_of_it(allowed: str, visitor: Page, server: Server):
    visitor.goto(f"{allowed}/plain.html?utm_source=spring&name=Not+ours")
    framed = visitor.frame_locator("iframe")
    tall = visitor.locator("iframe").evaluate("it => it.clientHeight")
    book(framed, "Ines Embedded", "ines@guests.test")
    expect(framed.get_by_text("Reference")).to_be_visible()
    [[name, call]] = wait_for(visitor, "heard")
    assert name == "booked" and set(call) == {"reference", "startUtc", "durationMinutes"}
    expect(visitor.get_by_role("status")).to_contain_text(f"Your reference is {call['reference']}.")
    kept = "SELECT metadata, guest_name, guest_intake_notes FROM booking WHERE reference = ?"
    with closing(sqlite3.connect(f"file:{server.data}/callboard.db?mode=ro", uri=True)) as database:
        marks, *typed = database.execute(kept, (call["reference"],)).fetchone()
    assert json.loads(marks) == {"utm_source": "spring"} and typed == ["Ines Embedded", "From the shop"]
    assert visitor.locator("iframe").evaluate("it => it.clientHeight") != tall, "as tall as what is in it"
    with visitor.context.expect_page() as opened:
        framed.get_by_role("link", name="Change or cancel").click()
    assert "/manage/" in opened.value.url
    visitor.evaluate("Callboard.unmount(document.querySelector('[data-callboard]'))")
    expect(visitor.locator("iframe")).to_have_count(0)
    visitor.goto(f"{allowed}/frame.html")  # for who may paste no script
    expect(visitor.frame_locator("iframe").get_by_role("button", name=_SLOT).first).to_be_visible()


@pytest.mark.parametrize("kind", ["popup", "float"])
def test_a_dialog_opens_takes_the_focus_closes_on_escape_and_gives_it_back(allowed: str, visitor: Page, kind: str):
    visitor.goto(f"{allowed}/{kind}.html")
    button = visitor.get_by_role("button", name="Book a call")
    button.focus()
    visitor.keyboard.press("Enter")
    dialog = visitor.get_by_role("dialog", name="Book a call")
    framed = dialog.frame_locator("iframe")
    expect(framed.get_by_role("heading", level=1)).to_be_visible()
    expect(framed.locator("#boot")).to_have_count(0)  # the page is alive
    framed.get_by_role("heading", level=1).click()
    visitor.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    assert wait_for(visitor, "heard") == [["closed", None]]


def test_a_stranger_on_the_page_cannot_pretend_that_a_call_was_booked(allowed: str, visitor: Page):
    visitor.goto(f"{allowed}/inline.html")
    expect(visitor.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    visitor.evaluate("window.postMessage({ callboard: 'booked', call: { reference: 'FORGED' } }, '*')")
    visitor.evaluate("new Promise((heard) => (window.addEventListener('message', heard), postMessage('last', '*')))")
    assert visitor.evaluate("heard") == []


def test_a_react_component_mounts_and_unmounts(allowed: str, visitor: Page, tmp_path: Path, server: Server):
    demo = server.demo
    (tmp_path / "booking.jsx").write_text((_EXAMPLES / "react.jsx").read_text())
    (tmp_path / "shop.jsx").write_text(
        'import { createRoot } from "react-dom/client"; import { useState } from "react"; '
        'import { BookCall } from "./booking.jsx";'
        "function Shop() { const [is, set] = useState(true); const [told, tell] = useState('');"
        "return <><button onClick={() => set(!is)}>Turn</button><p>{told}</p>"
        f'{{is && <BookCall base="{server.base_url}" app="{demo["app_id"]}" appKey="{demo["widget_key"]}" '
        "onBooked={(call) => tell(call.reference)} />}</> }"
        'createRoot(document.getElementById("root")).render(<Shop />);'
    )
    _bundled(tmp_path)
    (tmp_path / "react.html").write_text(
        _PAGE.format('<div id="root"></div><script type="module" src="out.js"></script>')
    )
    visitor.goto(f"{allowed}/react.html")
    expect(visitor.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    visitor.get_by_role("button", name="Turn").click()
    expect(visitor.locator("iframe")).to_have_count(0)
    visitor.get_by_role("button", name="Turn").click()
    expect(visitor.locator("iframe")).to_have_count(1)
    book(visitor.frame_locator("iframe"), "Rea React", "rea@guests.test")
    reference = visitor.frame_locator("iframe").get_by_text("Reference").inner_text()
    expect(visitor.locator("p")).to_have_text(re.compile(r".+"))
    assert visitor.locator("p").inner_text() in reference


def _bundled(folder: Path) -> None:
    """`shop.jsx` with all it imports as `out.js`, by what the front end is built with."""
    modules = bundle.PROJECT / ".web" / "node_modules"
    (folder / "node_modules").symlink_to(modules)
    rolldown = modules / "rolldown" / "bin" / "cli.mjs"
    command = [shutil.which("bun") or "node", str(rolldown), "shop.jsx", "--platform", "browser", "--file", "out.js"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def book(framed: FrameLocator, name: str, email: str) -> None:
    """Take the first time that is shown."""
    framed.get_by_role("button", name=_SLOT).first.click()
    framed.get_by_label("Name").fill(name)
    framed.get_by_label("E-mail").fill(email)
    framed.get_by_role("button", name="Book", exact=True).click()


def wait_for(page: Page, name: str) -> list:
    """What a list of the page's holds, once it holds anything."""
    for _ in range(100):
        if found := page.evaluate(name):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"nothing in {name} within 10 s")
