"""Tokens, clause by clause: RFC 6749, 6750, 7009, 7662, 8414, and the contract where it says more.

`CLAUSES` leads from every clause that binds a server with client credentials alone to the tests that hold it. TLS, which
all five ask for, is the operator's proxy.
"""

import re
from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.errors import Unavailable
from console.scheduling.models import AccessToken, ClientSecret
from console.scheduling.services import access, clients, upkeep
from console.scheduling.services.clients import ClientChange, NewClient
from console.scheduling.settings import settings
from tests.api.conftest import Wire

CLAUSES = {
    "6749 2.3: no more than one way to authenticate in a request": "only_one_way_to_authenticate_at_once",
    "6749 2.3.1: Basic must be taken": "a_form_is_answered_as_rfc_6749_has_it",
    "6749 2.3.1: id and secret in Basic are form-encoded": "basic_credentials_are_form_encoded",
    "6749 2.3.1: credentials never in the address": "credentials_in_the_address_count_for_nothing",
    "6749 2.3.1: guessing is slowed down": "guessing_is_slowed_down_and_says_until_when",
    "6749 3.2: POST alone": "other_bodies_and_methods_are_refused_in_the_envelope",
    "6749 3.2: a parameter without a value is left out": "every_refusal_has_its_code_in_both_shapes",
    "6749 3.2: unknown parameters are ignored": "unknown_parameters_are_ignored",
    "6749 3.2: no parameter twice": "a_repeated_parameter_is_refused",
    "6749 3.2.1: clients with a secret authenticate": "every_refusal_has_its_code_in_both_shapes",
    "6749 3.3: scopes in any order, by case; the answer names them": "scopes_are_read_by_case_and_in_any_order",
    "6749 4.4.2: grant_type is client_credentials, to the letter": "every_refusal_has_its_code_in_both_shapes",
    "6749 4.4.3: no refresh token": "a_json_request_is_answered_in_the_envelope",
    "6749 5.1: which parameters, in JSON": "a_form_is_answered_as_rfc_6749_has_it",
    "6749 5.1: Cache-Control: no-store, Pragma: no-cache": "no_answer_of_an_oauth_endpoint_may_be_cached",
    "6749 5.2: codes, 400, the letters of error_description": "every_refusal_has_its_code_in_both_shapes",
    "6749 5.2: 401 with the scheme that was tried": "broken_basic_credentials_are_refused_with_a_challenge",
    "6750 2.1: the header, its scheme in any case": "the_scheme_is_read_in_any_case",
    "6750 2.2, 2.3: body and address need not be read, and are not": "a_token_counts_in_the_header_alone",
    "6750 3: 401 with a challenge; no error for who sent no token": "without_a_live_token_there_is_a_challenge",
    "6750 3: a challenge is well-formed": "a_challenge_can_be_parsed",
    "6750 3.1: invalid_token for expired and revoked ones": "a_token_ends_after_an_hour",
    "6750 3.1: insufficient_scope is 403 and names the scope": "scope_narrows_the_token",
    "7009 2.1: token is required, the client authenticates": "revoking_needs_a_token_and_the_client",
    "7009 2.1: only the client's own": "a_client_revokes_and_sees_only_its_own_tokens",
    "7009 2.1: at once; a wrong hint hides nothing": "a_revoked_token_is_dead_at_the_next_request",
    "7009 2.2: 200 for what is unknown or over": "revoking_what_opens_nothing_succeeds",
    "7009 2.2.1: no unsupported_token_type, since every token is of one type": "revoking_what_opens_nothing_succeeds",
    "7009 2.2.1: 503 with Retry-After": "while_the_database_is_away_it_says_when_to_come_back",
    "7662 2.1: POST; who asks authenticates": "introspection_is_for_clients_alone",
    "7662 2.2: the facts of a live token": "introspection_tells_a_tokens_facts",
    "7662 2.2: no more than active: false of any other": "introspection_says_nothing_of_what_opens_nothing",
    "7662 4: answers are not kept": "no_answer_of_an_oauth_endpoint_may_be_cached",
    "8414 2: issuer without query and fragment, endpoints, methods": "the_metadata_document_leads_to_the_endpoints",
    "8414 3: GET, 200, application/json, under the issuer": "the_metadata_document_stands_where_the_issuer_says",
}

TOKEN = "/api/v1/oauth/token"
REVOKE = "/api/v1/oauth/revoke"
INTROSPECT = "/api/v1/oauth/introspect"
METADATA = "/.well-known/oauth-authorization-server"
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


def own(wire: Wire) -> dict[str, str]:
    """The client's id and secret, without anything that it wants."""
    return {name: value for name, value in right(wire).items() if name != "grant_type"}


def test_every_clause_has_its_test():
    assert [name for name in CLAUSES.values() if f"test_{name}" not in globals()] == []


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
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "scope"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", body["access_token"])  # RFC 6750 2.1


def test_no_answer_of_an_oauth_endpoint_may_be_cached(wire: Wire):
    for path in (TOKEN, REVOKE, INTROSPECT):
        for fields in ({**right(wire), "token": wire.token}, {}, {**right(wire), "client_secret": "x"}):
            for answer in (wire.http.post(path, json=fields), wire.http.post(path, data=fields)):
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Pragma"] == "no-cache"
                assert answer.headers["Content-Type"] == "application/json"


def test_basic_credentials_are_form_encoded(wire: Wire):
    encoded = basic("".join(f"%{byte:02x}" for byte in wire.keys.client_id.encode()), quote(wire.keys.client_secret))
    assert form(wire, encoded, grant_type="client_credentials").status_code == 200
    wrong = basic("cli%zz", "%ff%00")
    assert form(wire, wrong, grant_type="client_credentials").json()["error"] == "invalid_client"


def test_scopes_are_read_by_case_and_in_any_order(wire: Wire):
    both = form(wire, **right(wire), scope="scheduling:write scheduling:read").json()["scope"]
    assert set(both.split(" ")) == {"scheduling:read", "scheduling:write"}
    assert form(wire, **right(wire), scope="scheduling:read").json()["scope"] == "scheduling:read"
    assert form(wire, **right(wire), scope="Scheduling:Read").json()["error"] == "invalid_scope"


GOLDEN = [
    ("grant_type missing", {"grant_type": None}, 400, "invalid_request"),
    ("grant_type empty is missing", {"grant_type": ""}, 400, "invalid_request"),
    ("another grant", {"grant_type": "password"}, 400, "unsupported_grant_type"),
    ("the grant in another case", {"grant_type": "Client_Credentials"}, 400, "unsupported_grant_type"),
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


def test_a_token_counts_in_the_header_alone(wire: Wire):
    """RFC 6750 sections 2.2 and 2.3 leave the others to the server; logs and histories keep addresses."""
    carried = {"access_token": wire.token}
    assert wire.http.get(wire.calls(), params=carried).status_code == 401
    assert wire.http.post(wire.calls(), data=carried).status_code == 401
    assert wire.http.post(wire.calls(), json=wire.call(**carried)).status_code == 401
    assert wire.ask("GET", wire.calls(), params=carried).status_code == 400
    twice = [("Authorization", f"Bearer {wire.token}"), ("Authorization", f"Bearer {wire.token}")]
    assert wire.http.get(wire.calls(), headers=twice).status_code == 400


def test_a_challenge_can_be_parsed(wire: Wire):
    """RFC 9110 section 11: a scheme, then names with quoted values; RFC 6750 section 3: none of them twice."""
    unknown = wire.http.get(wire.calls(), headers={"Authorization": "Bearer cbt_x"})
    wire.token = wire.buy_token(scope="scheduling:read")
    narrow = wire.ask("POST", wire.calls(), json=wire.call())
    for answer, more in ((unknown, {"error_description"}), (narrow, {"scope"}), (wire.http.get(wire.calls()), None)):
        scheme, _, rest = answer.headers["WWW-Authenticate"].partition(" ")
        names = [name for name, _ in re.findall(r'([a-z_]+)="([\x20\x21\x23-\x5b\x5d-\x7e]*)"(?:, |$)', rest)]
        assert ", ".join(f'{name}="{value}"' for name, value in re.findall(r'([a-z_]+)="([^"]*)"', rest)) == rest
        assert (scheme, set(names)) == ("Bearer", {"realm"} if more is None else {"realm", "error"} | more)
        assert len(names) == len(set(names))


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
        REVOKE,
        content=urlencode({"token": wire.token, "token_type_hint": "refresh_token"}),  # a hint, and wrong: RFC 7009 2.1
        headers={**FORM, **basic(wire.keys.client_id, wire.keys.client_secret)},
    )
    assert answer.status_code == 200
    assert wire.ask("GET", wire.calls()).status_code == 401


def test_revoking_what_opens_nothing_succeeds(wire: Wire):
    for token, hint in (("cbt_unknown", "access_token"), ("\u00fc", "unheard_of"), (wire.token, ""), (wire.token, "")):
        answer = wire.http.post(REVOKE, data={**own(wire), "token": token, "token_type_hint": hint})
        assert answer.status_code == 200


@pytest.mark.parametrize("path", [TOKEN, REVOKE, INTROSPECT])
def test_while_the_database_is_away_it_says_when_to_come_back(wire: Wire, monkeypatch: pytest.MonkeyPatch, path: str):
    def away(*_: object) -> None:
        raise Unavailable("The database is busy or away.")

    monkeypatch.setattr(access, "authenticate", away)
    answer = wire.http.post(path, data={**right(wire), "token": wire.token})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1


def test_revoking_needs_a_token_and_the_client(wire: Wire):
    without = wire.http.post(REVOKE, json=right(wire))
    assert (without.status_code, without.json()["error"]["type"]) == (400, "invalid_request")
    stranger = wire.http.post(REVOKE, json={**right(wire), "client_secret": "x", "token": wire.token})
    assert stranger.status_code == 401
    assert wire.ask("GET", wire.calls()).status_code == 200


def test_a_client_revokes_and_sees_only_its_own_tokens(wire: Wire):
    other = clients.create(SYSTEM, NewClient(name="Other", app_ids=[wire.app_id]))
    theirs = {"client_id": other.client_id, "client_secret": other.client_secret, "token": wire.token}
    refused = wire.http.post(REVOKE, json=theirs)
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_grant")
    seen = wire.http.post(INTROSPECT, json=theirs)
    assert seen.json()["data"] == {"active": False}
    assert wire.ask("GET", wire.calls()).status_code == 200


def test_introspection_tells_a_tokens_facts(wire: Wire):
    header = {**FORM, **basic(wire.keys.client_id, wire.keys.client_secret)}
    seen = wire.http.post(INTROSPECT, content=urlencode({"token": wire.token}), headers=header).json()
    assert seen["active"] is True
    assert seen["client_id"] == wire.keys.client_id
    assert seen["scope"] == "scheduling:read scheduling:write"
    assert seen["exp"] - seen["iat"] == 3600
    unknown = wire.http.post(INTROSPECT, content="token=cbt_x", headers=header)
    assert (unknown.status_code, unknown.json()) == (200, {"active": False})


def test_introspection_says_nothing_of_what_opens_nothing(wire: Wire):
    def said(token: str, **more: str) -> Any:
        answer = wire.http.post(INTROSPECT, data={**own(wire), "token": token, **more})
        assert answer.status_code == 200
        return answer.json()

    assert said(wire.token, token_type_hint="refresh_token")["active"] is True
    revoked = wire.buy_token()
    wire.http.post(REVOKE, data={**own(wire), "token": revoked})
    for token in ("cbt_x", "nonsense", "\u00fc", wire.keys.client_secret, revoked):
        assert said(token) == {"active": False}
    with time_machine.travel(clock.now() + timedelta(minutes=60, seconds=1)):
        assert said(wire.token) == {"active": False}


def test_introspection_is_for_clients_alone(wire: Wire):
    fields = {"token": wire.token}
    assert wire.http.get(INTROSPECT, params={**own(wire), **fields}).status_code == 405
    assert wire.http.post(INTROSPECT, data=fields).status_code == 400
    assert wire.http.post(INTROSPECT, data={**own(wire), "client_secret": "x", **fields}).status_code == 401
    # Section 2.1 would allow a bearer token, which here proves nothing about who asks
    assert wire.ask("POST", INTROSPECT, data=fields).status_code == 401


def test_the_metadata_document_stands_where_the_issuer_says(wire: Wire, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://calls.example.com/")
    settings.cache_clear()
    answer = wire.http.get(METADATA)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    document = answer.json()
    assert document["issuer"] == "https://calls.example.com"  # to which METADATA was added: section 3.3
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint"):
        assert document[name].startswith("https://calls.example.com/api/v1/oauth/")
    assert wire.http.post(METADATA).status_code == 405


def test_the_metadata_document_leads_to_the_endpoints(wire: Wire):
    document = wire.http.get(METADATA).json()
    base = document["issuer"]
    assert "?" not in base and "#" not in base
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint"):
        assert document[f"{name}_auth_methods_supported"] == ["client_secret_basic", "client_secret_post"]
    assert document["scopes_supported"] == ["scheduling:read", "scheduling:write"]
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
