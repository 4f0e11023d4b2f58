"""A browser goes to the sign-in provider, which is another site, and comes back signed in."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser
from starlette.applications import Starlette

from console import http
from console.http.provider import RETURN_PATH
from console.scheduling.services import installation, throttle
from console.scheduling.settings import settings
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, oidc_provider
from tests.ports import free_port
from tests.services.conftest import make_acme

pytestmark = pytest.mark.browser


@contextmanager
def serving(port: int) -> Iterator[None]:
    """The console's plain HTTP alone, which is all that signing in needs."""
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=http.routes), port=port, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield
    server.should_exit = True
    thread.join()


def test_a_browser_comes_back_signed_in(browser: Browser, sqlite_store: str, monkeypatch: pytest.MonkeyPatch):
    port = free_port()
    base_url = f"http://localhost:{port}"
    with oidc_provider(base_url + RETURN_PATH) as provider, serving(port):
        for name, value in {
            "PUBLIC_URL": base_url,
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_NAME": "Acme",
        }.items():
            monkeypatch.setenv(f"CALLBOARD_{name}", value)
        settings.cache_clear()
        installation._key.cache_clear()
        throttle.forget_all()
        acme = make_acme(None)
        context = browser.new_context(base_url=base_url)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_role("link", name="Sign in with Acme").click()
        page.get_by_role("link", name="Continue as bo@agents.test").click()
        page.wait_for_url(f"{base_url}/app/{acme.app_id}/my-schedules")
        cookies = context.cookies()
        context.close()
    assert len(cookies) == 1 and cookies[0]["httpOnly"] and cookies[0]["sameSite"] == "Lax"
