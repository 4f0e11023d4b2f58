"""Tokens, clause by clause: RFC 6749, 6750, 7009, 7662, 8414, and the contract where it says more."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.models import AccessToken, ClientSecret
from console.scheduling.services import clients, upkeep
from console.scheduling.services.clients import ClientChange, NewClient
from tests.api.conftest import Wire

TOKEN = "/api/v1/oauth/token"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()}


def form(wire: Wire, headers: dict[str, str] | None = None, **fields: str) -> Any:
    return wire.http.post(TOKEN, content=urlencode(fields), headers={**FORM, **(headers or {})})


def right(wire: Wire) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": wire.keys.client_id,
        "client_secret": wire.keys.client_secret,
    }


def test_a_json_request_is_answered_in_the_envelope(wire: Wire):
    answer = wire.http.post(TOKEN, json=right(wire))
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert data["token_type"] == "Bearer"
    assert data["expires_in"] == 3600
    assert data["scope"] == "scheduling:read scheduling:write"
    assert set(data) == {"access_token", "token_type", "expires_in", "scope"}  # no refresh token: RFC 6749 4.4.3
    assert "timestamp" in answer.json()["meta"]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_form_is_answered_as_rfc_6749_has_it(wire: Wire, method: str):
    if method == "client_secret_basic":
        credentials = basic(wire.keys.client_id, wire.keys.client_secret)
        answer = form(wire, credentials, grant_type="client_credentials")
    else:
        answer = form(wire, **right(wire))
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "scope"}


def test_no_token_answer_may_be_cached(wire: Wire):
    for answer in (wire.http.post(TOKEN, json=right(wire)), form(wire, **right(wire)), wire.http.post(TOKEN, json={})):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Pragma"] == "no-cache"


GOLDEN = [
    ("grant_type missing", {"grant_type": None}, 400, "invalid_request"),
    ("grant_type empty is missing", {"grant_type": ""}, 400, "invalid_request"),
    ("another grant", {"grant_type": "password"}, 400, "unsupported_grant_type"),
    ("a grant that cannot be quoted", {"grant_type": 'x"\\\n'}, 400, "unsupported_grant_type"),
    ("id missing", {"client_id": None}, 400, "invalid_client"),
    ("secret missing", {"client_secret": None}, 400, "invalid_client"),
    ("secret empty is missing", {"client_secret": ""}, 400, "invalid_client"),
    ("unknown client", {"client_id": "cli_nobody"}, 401, "invalid_client"),
    ("wrong secret", {"client_secret": "cbs_wrong"}, 401, "invalid_client"),
    ("unknown scope", {"scope": "everything"}, 400, "invalid_scope"),
    ("one scope of two unknown", {"scope": "scheduling:read everything"}, 400, "invalid_scope"),
    ("scope with a double space", {"scope": "scheduling:read  scheduling:write"}, 400, "invalid_scope"),
]


@pytest.mark.parametrize(("case", "changed", "status", "error"), GOLDEN, ids=[row[0] for row in GOLDEN])
@pytest.mark.parametrize("shape", ["json", "form"])
def test_every_refusal_has_its_code_in_both_shapes(
    wire: Wire, shape: str, case: str, changed: dict[str, str | None], status: int, error: str
):
    fields = {name: value for name, value in {**right(wire), **changed}.items() if value is not None}
    answer = wire.http.post(TOKEN, json=fields) if shape == "json" else form(wire, **fields)
    assert answer.status_code == status
    if shape == "json":
        assert answer.json()["error"]["type"] == error
    else:
        assert set(answer.json()) == {"error", "error_description"}
        assert answer.json()["error"] == error
        allowed = {chr(code) for code in range(0x20, 0x7F)} - {'"', "\\"}  # RFC 6749 5.2
        assert set(answer.json()["error_description"]) <= allowed
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_unknown_client_and_wrong_secret_read_the_same(wire: Wire):
    def said(**changed: str) -> Any:
        answer = wire.http.post(TOKEN, json={**right(wire), **changed})
        body = answer.json()
        del body["error"]["timestamp"]
        headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
        return answer.status_code, body, headers

    unknown = said(client_id="cli_nobody")
    assert unknown == said(client_secret="cbs_wrong")
    clients.disable(SYSTEM, wire.keys.client_id)
    assert unknown == said()


@pytest.mark.parametrize(
    "header",
    ["Basic", "Basic !!!", "Basic " + b64encode(b"\xff\xfe:\xff").decode(), "Basic " + b64encode(b"nocolon").decode()],
)
def test_broken_basic_credentials_are_refused_with_a_challenge(wire: Wire, header: str):
    answer = form(wire, {"Authorization": header}, grant_type="client_credentials")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_another_scheme_is_shown_the_right_one(wire: Wire):
    answer = form(wire, {"Authorization": "Digest x"}, grant_type="client_credentials")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_only_one_way_to_authenticate_at_once(wire: Wire):
    header = basic(wire.keys.client_id, wire.keys.client_secret)
    assert form(wire, header, **right(wire)).json()["error"] == "invalid_request"
    other = form(wire, header, grant_type="client_credentials", client_id="cli_other")
    assert other.json()["error"] == "invalid_request"
    same = form(wire, header, grant_type="client_credentials", client_id=wire.keys.client_id)
    assert same.status_code == 200


def test_credentials_in_the_address_count_for_nothing(wire: Wire):
    answer = wire.http.post(f"{TOKEN}?{urlencode(right(wire))}", content="grant_type=client_credentials", headers=FORM)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


def test_a_repeated_parameter_is_refused(wire: Wire):
    twice = urlencode([*right(wire).items(), ("client_id", "cli_other")])
    assert wire.http.post(TOKEN, content=twice, headers=FORM).json()["error"] == "invalid_request"


def test_unknown_parameters_are_ignored(wire: Wire):
    assert form(wire, **right(wire), audience="calls").status_code == 200
    assert wire.http.post(TOKEN, json={**right(wire), "audience": "calls"}).status_code == 200


@pytest.mark.parametrize("body", [b"grant_type=%ff%fe", b"\xff\xfe", b"grant_type=%00"])
def test_a_form_that_is_not_text_is_refused(wire: Wire, body: bytes):
    answer = wire.http.post(TOKEN, content=body, headers=FORM)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b'{"grant_type": 1}', b'{"a": 1, "a": 2}', b'{"a": NaN}'])
def test_json_that_is_no_request_is_refused(wire: Wire, body: bytes):
    answer = wire.http.post(TOKEN, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request")


def test_other_bodies_and_methods_are_refused_in_the_envelope(wire: Wire):
    assert wire.http.post(TOKEN, content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    answer = wire.http.get(TOKEN)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.json()["error"]["type"] == "method_not_allowed"


def test_scope_narrows_the_token(wire: Wire):
    token = wire.buy_token(scope="scheduling:read")
    refused = wire.http.post(wire.calls(), json=wire.call(), headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 403
    assert refused.json()["error"]["type"] == "forbidden"
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]
    assert wire.http.get(wire.calls(), headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_client_never_gets_more_scope_than_it_has(wire: Wire):
    keys = clients.create(SYSTEM, NewClient(name="Reader", app_ids=[wire.app_id], scopes=["scheduling:read"]))
    fields = {"grant_type": "client_credentials", "client_id": keys.client_id, "client_secret": keys.client_secret}
    assert wire.http.post(TOKEN, json=fields).json()["data"]["scope"] == "scheduling:read"
    more = wire.http.post(TOKEN, json={**fields, "scope": "scheduling:write"})
    assert more.json()["error"]["type"] == "invalid_scope"


def test_scopes_taken_from_a_client_leave_its_tokens_at_once(wire: Wire):
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(scopes=["scheduling:read"]))
    assert wire.ask("POST", wire.calls(), json=wire.call()).status_code == 403


@pytest.mark.parametrize(
    ("header", "error"),
    [
        (None, False),
        ("Basic abc", False),
        ("Bearer", False),
        ("Bearer nonsense", True),
        ("Bearer a b", True),
        ("bearer cbt_unknown", True),
    ],
)
def test_without_a_live_token_there_is_a_challenge(wire: Wire, header: str | None, error: bool):
    answer = wire.http.get(wire.calls(), headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")
    assert ('error="invalid_token"' in answer.headers["WWW-Authenticate"]) == error  # RFC 6750 3.1
    assert "X-RateLimit-Limit" not in answer.headers


def test_the_scheme_is_read_in_any_case(wire: Wire):
    assert wire.http.get(wire.calls(), headers={"Authorization": f"bEARER {wire.token}"}).status_code == 200


def test_a_stranger_hears_401_before_anything_about_the_request(wire: Wire):
    answer = wire.http.post(wire.calls(), content=b"{", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 401
    assert wire.http.get(wire.calls("?nonsense=1")).status_code == 401


def test_a_token_ends_after_an_hour(wire: Wire):
    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        assert wire.ask("GET", wire.calls()).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=60, seconds=1)):
        assert wire.ask("GET", wire.calls()).status_code == 401


def test_disabling_a_client_works_at_the_next_request(wire: Wire):
    clients.disable(SYSTEM, wire.keys.client_id)
    assert wire.ask("GET", wire.calls()).status_code == 401
    assert wire.http.post(TOKEN, json=right(wire)).status_code == 401


def test_a_revoked_token_is_dead_at_the_next_request(wire: Wire):
    answer = wire.http.post(
        "/api/v1/oauth/revoke",
        content=urlencode({"token": wire.token, "token_type_hint": "refresh_token"}),  # a hint, and wrong: RFC 7009 2.1
        headers={**FORM, **basic(wire.keys.client_id, wire.keys.client_secret)},
    )
    assert answer.status_code == 200
    assert wire.ask("GET", wire.calls()).status_code == 401


def test_revoking_an_unknown_token_succeeds(wire: Wire):
    answer = wire.http.post("/api/v1/oauth/revoke", json={**right(wire), "token": "cbt_unknown"})
    assert answer.status_code == 200


def test_revoking_needs_a_token_and_the_client(wire: Wire):
    without = wire.http.post("/api/v1/oauth/revoke", json=right(wire))
    assert (without.status_code, without.json()["error"]["type"]) == (400, "invalid_request")
    stranger = wire.http.post("/api/v1/oauth/revoke", json={**right(wire), "client_secret": "x", "token": wire.token})
    assert stranger.status_code == 401
    assert wire.ask("GET", wire.calls()).status_code == 200


def test_a_client_revokes_and_sees_only_its_own_tokens(wire: Wire):
    other = clients.create(SYSTEM, NewClient(name="Other", app_ids=[wire.app_id]))
    theirs = {"client_id": other.client_id, "client_secret": other.client_secret, "token": wire.token}
    refused = wire.http.post("/api/v1/oauth/revoke", json=theirs)
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_grant")
    seen = wire.http.post("/api/v1/oauth/introspect", json=theirs)
    assert seen.json()["data"] == {"active": False}
    assert wire.ask("GET", wire.calls()).status_code == 200


def test_introspection_tells_a_tokens_facts(wire: Wire):
    header = {**FORM, **basic(wire.keys.client_id, wire.keys.client_secret)}
    seen = wire.http.post("/api/v1/oauth/introspect", content=urlencode({"token": wire.token}), headers=header).json()
    assert seen["active"] is True
    assert seen["client_id"] == wire.keys.client_id
    assert seen["scope"] == "scheduling:read scheduling:write"
    assert seen["exp"] - seen["iat"] == 3600
    unknown = wire.http.post("/api/v1/oauth/introspect", content="token=cbt_x", headers=header)
    assert (unknown.status_code, unknown.json()) == (200, {"active": False})


def test_the_metadata_document_leads_to_the_endpoints(wire: Wire):
    document = wire.http.get("/.well-known/oauth-authorization-server").json()
    base = document["issuer"]
    assert document["token_endpoint"] == f"{base}{TOKEN}"
    assert document["grant_types_supported"] == ["client_credentials"]
    assert document["response_types_supported"] == []
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint"):
        assert wire.http.post(document[name].removeprefix(base), json={}).status_code == 400


def test_rotation_lets_two_secrets_in_for_a_day(wire: Wire):
    fresh = clients.rotate(SYSTEM, wire.keys.client_id)
    for secret in (wire.keys.client_secret, fresh.client_secret):
        assert wire.http.post(TOKEN, json={**right(wire), "client_secret": secret}).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        assert wire.http.post(TOKEN, json=right(wire)).status_code == 401
        new = {**right(wire), "client_secret": fresh.client_secret}
        assert wire.http.post(TOKEN, json=new).status_code == 200


def test_a_second_rotation_ends_the_oldest_secret_now(wire: Wire):
    middle = clients.rotate(SYSTEM, wire.keys.client_id)
    newest = clients.rotate(SYSTEM, wire.keys.client_id)
    works = [
        wire.http.post(TOKEN, json={**right(wire), "client_secret": secret}).status_code
        for secret in (wire.keys.client_secret, middle.client_secret, newest.client_secret)
    ]
    assert works == [401, 200, 200]


def test_neither_token_nor_secret_is_stored(wire: Wire):
    with database.reading() as session:
        stored = repr(
            [row.model_dump() for model in (AccessToken, ClientSecret) for row in session.exec(select(model))]
        )
    assert wire.token not in stored
    assert wire.keys.client_secret not in stored
    assert wire.token.startswith("cbt_")
    assert wire.keys.client_secret.startswith("cbs_")


def test_neither_token_nor_secret_is_logged(wire: Wire, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("DEBUG"):
        token = wire.buy_token()
        form(wire, basic(wire.keys.client_id, wire.keys.client_secret), grant_type="client_credentials")
        wire.http.get(wire.calls(), headers={"Authorization": f"Bearer {token}"})
    assert token not in caplog.text
    assert wire.keys.client_secret not in caplog.text


def test_guessing_is_slowed_down_and_says_until_when(wire: Wire):
    wrong = {**right(wire), "client_secret": "x"}
    statuses = [wire.http.post(TOKEN, json=wrong).status_code for _ in range(31)]
    assert statuses == [401] * 30 + [429]
    answer = wire.http.post(TOKEN, json=wrong)
    assert answer.json()["error"]["type"] == "rate_limit_exceeded"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert form(wire, **wrong).json()["error"] == "rate_limit_exceeded"


def test_expired_tokens_and_secrets_are_swept(wire: Wire):
    clients.rotate(SYSTEM, wire.keys.client_id)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        upkeep.sweep()
        with database.reading() as session:
            assert session.exec(select(AccessToken)).all() == []
            assert len(session.exec(select(ClientSecret)).all()) == 1
