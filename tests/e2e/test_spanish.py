"""The console in Spanish has no English left in it; and a customer whose phone speaks Spanish books without reading any."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import get_args

import pytest
from playwright.sync_api import Browser, Page, expect

from console.scheduling.messages import words
from console.scheduling.messages.words import Door
from tests.e2e.conftest import Server
from tests.e2e.test_booking_page import booking_path, is_accessible

pytestmark = pytest.mark.browser


def _texts(language: str) -> set[str]:
    return {text for door in get_args(Door) for forms in words._catalogue(language, door).values() for text in forms}


ENGLISH = _texts("en") - _texts("es")
"""Words that nobody should see who reads Spanish."""
_READ_ALOUD = """[...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap(
    each => ['aria-label', 'placeholder', 'title'].map(name => each.getAttribute(name))).filter(Boolean)"""


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
        database.commit()
        yield
        database.execute("UPDATE person SET preferences = ? WHERE email = ?", [before, email])
        database.commit()


def no_english(page: Page) -> None:
    """Nothing that is seen or read aloud is an English word of the catalogues; the document says that it is Spanish."""
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^es"))
    seen = [line.strip() for line in page.locator("body").inner_text().splitlines()]
    assert {text for text in [*seen, *page.evaluate(_READ_ALOUD), page.title()] if text in ENGLISH} == set()


def test_the_console_speaks_spanish(tab: Page, server: Server) -> None:
    someone = server.someone("lead")
    tab.goto("/sign-in")
    no_english(tab)
    tab.get_by_label("Correo electrónico").fill(someone["email"])
    tab.get_by_label("Contraseña").fill(someone["password"])
    tab.get_by_role("button", name="Iniciar sesión").click()
    expect(tab.get_by_role("heading", level=1, name="Llamadas agendadas")).to_be_visible()
    expect(tab).to_have_title("Llamadas agendadas · Callboard")
    tab.locator("[data-booking]").first.wait_for()
    no_english(tab)

    tab.locator("[data-booking]").first.click()
    expect(tab.get_by_role("dialog").get_by_role("heading", name="Historia")).to_be_visible()
    no_english(tab)
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)

    tab.get_by_role("button", name="Reservar una llamada").first.click()
    expect(tab.get_by_role("dialog").get_by_label("Nombre del cliente")).to_be_visible()
    no_english(tab)

    tab.goto(server.in_app("my-schedules"))
    expect(tab.get_by_role("heading", level=1, name="Mi agenda")).to_be_visible()
    expect(tab.get_by_role("heading", name="No molestar")).to_be_visible()
    no_english(tab)


def test_a_customer_books_in_spanish(browser: Browser, server: Server) -> None:
    context = browser.new_context(
        base_url=server.base_url,
        viewport={"width": 390, "height": 844},
        timezone_id="America/Bogota",
        locale="es",
        bypass_csp=True,
    )
    phone = context.new_page()
    phone.goto(booking_path(server))
    slot = phone.get_by_role("button", name=re.compile(r"\d\d:\d\d, hora de Bogotá$"))
    slot.first.wait_for()
    no_english(phone)
    is_accessible(phone)
    slot.first.click()
    phone.get_by_label("Nombre").fill("Rocío Núñez")
    phone.get_by_label("Correo electrónico").fill("rocio")
    phone.get_by_label("Nombre").focus()
    expect(phone.get_by_text("Esto no es una dirección de correo electrónico.")).to_be_visible()
    phone.get_by_label("Correo electrónico").fill("rocio@guests.test")
    no_english(phone)
    is_accessible(phone)
    phone.get_by_role("button", name="Reservar", exact=True).click()
    expect(phone.get_by_role("heading", name=re.compile("está reservada|confirme su llamada"))).to_be_visible()
    no_english(phone)
    phone.get_by_role("link", name=re.compile("cancelar|Confirmar")).click()
    expect(phone.get_by_role("heading", name=re.compile("^Su llamada con"))).to_be_visible()
    no_english(phone)
    is_accessible(phone)
    context.close()
