"""Clients that others wrote get in and book, over real HTTP."""

import json
import subprocess
from collections.abc import Iterator

import pytest
import requests
from authlib.integrations.httpx_client import OAuth2Client
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session

from tests.api.conftest import Wire
from tests.api.serving import served

TOKEN = "/api/v1/oauth/token"


@pytest.fixture
def url(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("NO_PROXY", "*")
    with served() as base:
        yield base


def test_authlib_requests_oauthlib_and_curl_book_calls(wire: Wire, url: str):
    calls = url + wire.calls()
    for number, method in enumerate(("client_secret_basic", "client_secret_post")):
        client_id, secret = wire.keys.client_id, wire.keys.client_secret
        with AuthlibSession(client_id, secret, token_endpoint_auth_method=method, scope="scheduling:write") as authlib:
            token = authlib.fetch_token(url + TOKEN, grant_type="client_credentials")
            assert (token["token_type"], token["expires_in"]) == ("Bearer", 3600)
            booked = authlib.post(calls, json=wire.call(scheduledAtUtc=wire.at(number)))
            assert booked.status_code == 201
            authlib.revoke_token(url + "/api/v1/oauth/revoke", token=token["access_token"])
            assert authlib.post(calls, json=wire.call(scheduledAtUtc=wire.at(8))).status_code == 401

    with OAuth2Client(wire.keys.client_id, wire.keys.client_secret, trust_env=False) as authlib:
        authlib.fetch_token(url + TOKEN, grant_type="client_credentials")
        assert authlib.introspect_token(url + "/api/v1/oauth/introspect").json()["active"] is True
        assert authlib.get(calls).json()["pagination"]["total"] == 2

    with OAuth2Session(client=BackendApplicationClient(client_id=wire.keys.client_id)) as oauthlib:
        oauthlib.fetch_token(url + TOKEN, client_secret=wire.keys.client_secret)
        assert len(oauthlib.get(calls).json()["data"]["calls"]) == 2

    secret = f"{wire.keys.client_id}:{wire.keys.client_secret}"
    form = f"grant_type=client_credentials&client_id={wire.keys.client_id}&client_secret={wire.keys.client_secret}"
    for how in (["-d", form], ["-u", secret, "-d", "grant_type=client_credentials"]):
        token = json.loads(curl(*how, url + TOKEN))["access_token"]
        assert len(json.loads(curl("--oauth2-bearer", token, calls))["data"]["calls"]) == 2


def curl(*arguments: str) -> str:
    command = ["curl", "-sS", "--noproxy", "*", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_raw_oddities_of_http_crash_nothing(wire: Wire, url: str):
    for path in ("/%ed%a0%80", "/%00", "/%ff", "?search=%ed%a0%80", "?a=%00", "?%ff=%ff"):
        answer = requests.get(url + wire.calls(path), headers={"Authorization": f"Bearer {wire.token}"}, timeout=5)
        assert answer.status_code in (200, 400, 404), path
        assert answer.headers["X-Request-Id"]
