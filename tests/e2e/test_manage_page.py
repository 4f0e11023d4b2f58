"""A customer in Bogotá looks after a call on their phone, in Spanish and without a script, from confirming to booking again."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_booking_page import is_accessible

pytestmark = pytest.mark.browser

_A_TIME = re.compile(r"\d:\d\d.*, hora de Bogotá$")


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """A tab on a phone; axe needs the page's policy out of its way."""
    context = browser.new_context(
        base_url=server.base_url,
        viewport={"width": 390, "height": 844},
        timezone_id="America/Bogota",
        locale="es-CO",
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def call(server: Server) -> dict:
    """A call that its customer is asked to confirm, with an agent whom customers choose."""
    keys = {name: server.demo[name] for name in ("client_id", "client_secret")}
    bought = httpx.post(f"{server.base_url}/api/v1/oauth/token", json={"grant_type": "client_credentials"} | keys)
    api = httpx.Client(
        base_url=f"{server.base_url}/api/v1/video/{server.demo['app_id']}/",
        headers={"Authorization": f"Bearer {bought.json()['data']['access_token']}"},
    )
    with api:
        presets = api.get("presets").json()["data"]["presets"]
        preset = next(each["id"] for each in presets if each["slug"] == "specialist")
        start = datetime.now(UTC) + timedelta(days=3)
        when = {"fromUtc": start.isoformat(), "toUtc": (start + timedelta(days=14)).isoformat(), "durationMinutes": 45}
        free = api.get("availability", params=when | {"presetId": preset}).json()["data"]["slots"]
        asked = {
            "scheduledAtUtc": free[0]["startUtc"],
            "assignedAgentId": free[0]["agentId"],
            "durationMinutes": 45,
            "presetId": preset,
            "appTimezone": "Europe/Madrid",
            "guestName": "Rocío Núñez",
            "guestEmail": "rocio.nunez@guests.test",
            "guestLanguage": "es",
            "guestTimezone": "America/Bogota",
            "guestIntakeNotes": "Llamo por la lámpara del salón",
        }
        made = api.post("scheduled-calls", json=asked)
        assert made.status_code == 201, made.text
        return made.json()["data"]["call"]


def test_a_customer_confirms_moves_cancels_and_books_again(phone: Page, call: dict) -> None:
    phone.goto(urlsplit(call["manage_url"]).path)
    expect(phone.get_by_text("Por confirmar")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    is_accessible(phone)
    phone.get_by_role("button", name="Confirmar").click()
    expect(phone.get_by_role("status")).to_contain_text("está confirmada")
    phone.get_by_text("Agregar al calendario").click()
    expect(phone.get_by_role("link", name="Google")).to_be_visible()
    is_accessible(phone)

    before = phone.locator("main").get_by_text(re.compile(r"\d:\d\d–\d")).first.inner_text()
    phone.get_by_role("link", name="Cambiar la hora").click()
    is_accessible(phone)
    phone.get_by_role("link", name=re.compile("Próxima hora libre")).click()
    expect(phone.get_by_role("radio", name=_A_TIME, checked=True)).to_have_count(1)
    is_accessible(phone)
    phone.locator(".month a").last.click()
    phone.get_by_role("radio", name=_A_TIME).last.check(force=True)  # long before it may not be cancelled any more
    phone.get_by_role("button", name="Cambiar a esta hora").click()
    expect(phone.get_by_role("status")).to_contain_text("nueva hora")
    expect(phone.locator("main")).not_to_contain_text(before)

    phone.get_by_text("Cancelar esta llamada").first.click()
    phone.get_by_label("Motivo").fill("Estoy de viaje")
    is_accessible(phone)
    phone.get_by_role("button", name="Cancelar esta llamada").click()
    expect(phone.get_by_role("status")).to_contain_text("cancelada")
    expect(phone.get_by_text("Motivo: Estoy de viaje")).to_be_visible()
    is_accessible(phone)

    phone.get_by_role("link", name="Reservar de nuevo").click()
    phone.get_by_role("button", name=_A_TIME).first.click()
    assert not re.search("roc[ií]o|n[uú]%C3|guests", phone.url, re.IGNORECASE)
    expect(phone.get_by_label("Nombre")).to_have_value("Rocío Núñez")
    expect(phone.get_by_label("Correo electrónico")).to_have_value("rocio.nunez@guests.test")
    expect(phone.locator("textarea").first).to_have_value("Llamo por la lámpara del salón")


def test_the_times_of_a_move_follow_the_city_that_is_searched_for(phone: Page, call: dict) -> None:
    phone.goto(urlsplit(call["manage_url"]).path + "/move")
    phone.get_by_role("link", name="Elegir otra zona horaria").press("Enter")
    phone.get_by_role("searchbox").fill("tokio")
    phone.get_by_role("searchbox").press("Enter")
    is_accessible(phone)
    phone.get_by_role("link", name=re.compile("^Tokio, Japón")).press("Enter")
    expect(phone.get_by_role("radio", name=re.compile(r"\d:\d\d, hora de Tokio$")).first).to_be_attached()
    is_accessible(phone)
