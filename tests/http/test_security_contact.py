"""Whom to tell of a hole."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import http
from console.scheduling.settings import Settings, settings


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://calls.example.com")
    monkeypatch.setenv("CALLBOARD_SECURITY_CONTACT", "security@example.com")
    settings.cache_clear()
    yield TestClient(Starlette(routes=http.routes))
    settings.cache_clear()


def test_it_is_told_where_everybody_looks(client: TestClient):
    answer = client.get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == "mailto:security@example.com"
    assert told["Canonical"] == "https://calls.example.com/.well-known/security.txt"
    assert told["Expires"].endswith("T00:00:00Z")


def test_where_nobody_is_named_there_is_none(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CALLBOARD_SECURITY_CONTACT")
    settings.cache_clear()
    assert client.get("/.well-known/security.txt").status_code == 404


def test_an_address_stays_as_it_is_and_a_second_line_is_refused():
    assert Settings(security_contact="https://example.com/hole@x").security_contact == "https://example.com/hole@x"
    with pytest.raises(ValidationError):
        Settings(security_contact="a@example.com\nExpires: never")
