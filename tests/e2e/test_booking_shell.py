"""The booking page shows the app and its first free times before any script has run, and books without one."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from console.scheduling.messages.words import word
from tests.e2e.conftest import Server
from tests.e2e.test_bundle import CLIENT

pytestmark = pytest.mark.browser

TIME = re.compile(r"^\d\d?:\d\d")


def test_the_html_itself_has_the_app_and_the_first_times(server: Server):
    html = httpx.get(f"{server.base_url}/book/{server.demo['app_id']}", params={"key": server.demo["widget_key"]})
    assert html.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'self'" in html.headers["content-security-policy"]
    assert "callboard-ancestors" not in html.headers
    assert '<time datetime="' in html.text
    for told in ("title", "site_name", "description", "url"):
        assert f'property="og:{told}" content="' in html.text


def test_in_a_frame_the_first_times_lead_out_of_it(server: Server):
    html = httpx.get(server.base_url + address(server), headers={"Sec-Fetch-Dest": "iframe"}).text
    assert boot_of(html).count("<a ") == boot_of(html).count(' target="_blank"') > 1


def test_a_wrong_key_tells_nothing(server: Server):
    html = httpx.get(f"{server.base_url}/book/{server.demo['app_id']}", params={"key": "wrong"})
    assert "frame-ancestors 'none'" in html.headers["content-security-policy"]
    assert "og:title" not in html.text
    assert '<time datetime="' not in html.text


def test_the_live_page_takes_the_first_times_place(server: Server, page: Page):
    page.goto(f"/book/{server.demo['app_id']}?key={server.demo['widget_key']}")
    expect(page.locator("#boot")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_wrong_key_is_told_without_a_script(server: Server):
    wrong = {"key": "wrong", "lang": "es"}
    html = httpx.get(f"{server.base_url}/book/{server.demo['app_id']}", params=wrong)
    assert word("page_not_found", "es") in boot_of(html.text)


def test_every_class_of_the_first_html_is_in_the_style_sheet(server: Server):
    sheets = "".join(path.read_text() for path in CLIENT.glob("assets/*.css"))
    html = httpx.get(server.base_url + address(server)).text
    names = {name for group in re.findall(r'class="([^"]+)"', boot_of(html)) for name in group.split()}
    assert len(names) > 20
    assert [name for name in names if "." + re.sub(r"([^\w-])", r"\\\1", name) not in sheets] == []


def test_without_a_script_a_customer_books_on_a_phone(browser: Browser, server: Server):
    context = browser.new_context(
        base_url=server.base_url, viewport={"width": 390, "height": 844}, locale="es-CO", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(address(server))
    expect(page.get_by_role("link", name=TIME).first).to_be_visible()
    page.get_by_role("link", name="Todos los días y horas").click()
    page.get_by_role("link", name="Elegir otra zona horaria").click()
    page.get_by_role("searchbox").fill("medellin")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Medellín, Colombia")).click()
    page.locator(".month a").last.click()
    page.get_by_role("link", name=re.compile(r"hora de Bogotá$")).last.click()

    page.get_by_label("Nombre").fill("Jane Whitfield")
    page.get_by_label("Correo").fill("jane.plain@guests")
    page.get_by_label(re.compile("Algo que")).fill("Llamen al timbre")
    page.get_by_role("button", name="Reservar").click()
    expect(page.get_by_label("Correo")).to_be_focused()
    expect(page.get_by_label("Correo")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Nombre")).to_have_value("Jane Whitfield")

    page.get_by_label("Correo").fill("jane.plain@guests.test")
    page.get_by_role("button", name="Reservar").click()
    expect(page.get_by_role("heading", name=re.compile("Su llamada con"))).to_be_visible()
    expect(page.get_by_text("Llamen al timbre")).to_be_visible()
    expect(page.get_by_text("hora de Bogotá").first).to_be_visible()
    context.close()


def test_a_time_that_is_pressed_before_the_page_lives_leads_to_its_form(browser: Browser, server: Server):
    context = browser.new_context(base_url=server.base_url, locale="en-GB", timezone_id="Asia/Kolkata")
    page = context.new_page()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto(address(server))
    first = page.locator("#boot").get_by_role("link", name=TIME).first
    shown = first.inner_text()
    first.click()
    expect(page.get_by_text(re.compile(f"^{shown}–.*Kolkata time"))).to_be_visible()
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_visible()
    context.close()


def address(server: Server) -> str:
    return f"/book/{server.demo['app_id']}?key={server.demo['widget_key']}"


def boot_of(html: str) -> str:
    """What the server wrote into the page before any script."""
    return html.partition('id="boot">')[2].partition("peer-empty")[0]
