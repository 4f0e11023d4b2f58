"""A browser without a script: a client that asks the plain pages, and the team whose calls they show."""

from collections.abc import Iterator

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from booking_page import http
from tests.services.conftest import MONDAY, Acme, make_acme


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    """Two agents in Bogota, at seven on a Monday morning; the kind of database makes no difference here."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def browser() -> TestClient:
    """Follows no redirect, so that tests see where a button leads."""
    return TestClient(Starlette(routes=http.routes), follow_redirects=False)
