"""The console in Spanish has no English left in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from console.pages import CONSOLE
from tests.e2e.conftest import Server
from tests.e2e.reading import no_english

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser: Browser, server: Server) -> Iterator[Page]:
    """A tab of a lead who has chosen Spanish, in a browser that speaks it."""
    email = server.someone("lead")["email"]
    context = browser.new_context(base_url=server.base_url, viewport={"width": 1440, "height": 900}, locale="es")
    with _prefers(server, email, "es"):
        yield context.new_page()
        context.close()


@contextmanager
def _prefers(server: Server, email: str, language: str) -> Iterator[None]:
    with closing(sqlite3.connect(server.data / "callboard.db", timeout=30)) as database:
        (before,) = database.execute("SELECT preferences FROM person WHERE email = ?", [email]).fetchone()
        chosen = "UPDATE person SET preferences = json_set(preferences, '$.language', ?) WHERE email = ?"
        database.execute(chosen, [language, email])
        # Whom another test has erased is named in the app's language.
        database.execute("UPDATE booking SET guest_name = 'X' WHERE guest_name LIKE 'Erased customer%'")
        database.commit()
        yield
        database.execute("UPDATE person SET preferences = ? WHERE email = ?", [before, email])
        database.commit()


def test_the_console_speaks_spanish(tab: Page, server: Server) -> None:
    someone = server.someone("lead")
    tab.goto("/sign-in")
    no_english(tab, "es")
    tab.get_by_label("Correo electrónico").fill(someone["email"])
    tab.get_by_label("Contraseña").fill(someone["password"])
    tab.get_by_role("button", name="Iniciar sesión").click()
    expect(tab.get_by_role("heading", level=1, name="Llamadas agendadas")).to_be_visible()
    expect(tab).to_have_title("Llamadas agendadas · Callboard")
    tab.locator("[data-booking]").first.wait_for()
    no_english(tab, "es")

    tab.locator("[data-booking]").first.click()
    expect(tab.get_by_role("dialog").get_by_role("heading", name="Historia")).to_be_visible()
    no_english(tab, "es")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)

    tab.get_by_role("button", name="Reservar una llamada").first.click()
    expect(tab.get_by_role("dialog").get_by_label("Nombre del cliente")).to_be_visible()
    no_english(tab, "es")

    tab.goto(server.in_app("my-schedules"))
    expect(tab.get_by_role("heading", level=1, name="Mi agenda")).to_be_visible()
    expect(tab.get_by_role("heading", name="No molestar")).to_be_visible()
    no_english(tab, "es")


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """A telephone of an admin who has chosen Spanish."""
    context = browser.new_context(base_url=server.base_url, viewport={"width": 390, "height": 844}, locale="es")
    name, _, value = server.cookie("admin").partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    with _prefers(server, server.someone("admin")["email"], "es"):
        yield context.new_page()
        context.close()


@pytest.mark.parametrize("place", CONSOLE)
def test_every_page_is_spanish_and_fits_a_phone(phone: Page, server: Server, place: str) -> None:
    phone.goto(server.in_app(place), wait_until="networkidle")
    expect(phone.locator("[aria-busy=true]")).to_have_count(0)
    no_english(phone, "es")
    assert phone.evaluate(_REACHES_OUT) == []


_REACHES_OUT = """[...document.querySelectorAll('#content *')].filter(each => {
    const {left, right, width} = each.getBoundingClientRect(), scrolls = ['auto', 'scroll', 'hidden', 'clip'];
    for (let at = each.parentElement; at !== document.body; at = at.parentElement)
        if (scrolls.includes(getComputedStyle(at).overflowX)) return false;
    return width > 0 && (right > innerWidth + 1 || left < -1);
}).map(each => `${each.tagName} ${each.innerText?.slice(0, 40)}`)"""
"""What is wider than the screen, and not in a part that scrolls by itself."""
