"""Whatever is no request is refused in one way at every address: 400, 413 or 415, in the envelope, and never a 5xx."""

from typing import Any

import pytest

from api.app import create_app
from tests.api.conftest import Wire

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
KB64 = 64 * 1024

TAKE_BODIES = [
    ("POST", "/api/v1/oauth/token"),
    ("POST", "/api/v1/oauth/revoke"),
    ("POST", "/api/v1/oauth/introspect"),
    ("POST", "{app}/scheduled-calls"),
    ("PATCH", "{app}/scheduled-calls/{call}"),
    ("DELETE", "{app}/scheduled-calls/{call}"),
    ("POST", "{app}/scheduled-calls/{call}/reminders"),
    ("POST", "{app}/holds"),
]
TAKE_NONE = [
    ("GET", "{app}/scheduled-calls"),
    ("GET", "{app}/scheduled-calls/{call}"),
    ("GET", "{app}/availability"),
    ("GET", "{app}/availability/explain"),
    ("GET", "{app}/agents"),
    ("GET", "{app}/presets"),
    ("GET", "{app}/events"),
    ("DELETE", "{app}/holds/hld_none"),
]
NO_JSON = {
    "null": b"null",
    "a list": b"[]",
    "a text": b'"text"',
    "cut off": b'{"reason": "a',
    "single quotes": b"{'reason': 'a'}",
    "two documents": b"{} {}",
    "a comment": b"{} // hi",
    "a name twice": b'{"reason": "a", "reason": "b"}',
    "a name twice, deep": b'{"metadata": {"a": "1", "a": "2"}}',
    "NaN": b'{"durationMinutes": NaN}',
    "Infinity": b'{"durationMinutes": -Infinity}',
    "beyond any number": b'{"durationMinutes": 1e999}',
    "a huge integer": b'{"durationMinutes": ' + b"9" * 6_000 + b"}",
    "deep lists": b"[" * 60_000,
    "deep objects": b'{"intake":' * 6_000,
    "deep and closed": b'{"intake": ' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}",
    "NUL": b'{"reason": "a\\u0000b"}',
    "a raw NUL": b'{"reason": "a\x00b"}',
    "NUL in a name": b'{"a\\u0000": 1}',
    "half a surrogate pair": b'{"reason": "\\ud800"}',
    "the other half": b'{"reason": "\\udc00 \\ud800"}',
    "no UTF-8": b'{"reason": "\xff"}',
    "a surrogate in UTF-8": b'{"reason": "\xed\xa0\x80"}',
    "UTF-16": '{"reason": "a"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
}


NO_FORM = {
    "no UTF-8": b"token=%ff%fe",
    "raw bytes": b"\xff\xfe",
    "NUL": b"token=%00",
    "half a surrogate pair": b"token=%ed%a0%80",
    "a name twice": b"token=a&token=b",
    "more names than anybody needs": b"&".join(b"a%d=1" % number for number in range(60)),
}


class Address:
    """One operation, asked by a client that may."""

    def __init__(self, wire: Wire, method: str, path: str) -> None:
        self.wire = wire
        self.method = method
        call = wire.book()["id"] if "{call}" in path else ""
        self.path = path.format(app=f"/api/v1/video/{wire.app_id}", call=call)

    def send(self, content: Any = b"", headers: dict[str, str] = JSON, query: str = "") -> Any:
        raw = {name: value.encode("latin-1") for name, value in headers.items()}
        return self.wire.ask(self.method, self.path + query, content=content, headers=raw)


@pytest.fixture
def address(wire: Wire, request: pytest.FixtureRequest) -> Address:
    return Address(wire, *request.param)


def named(each: tuple[str, str]) -> str:
    return " ".join(each)


takes_a_body = pytest.mark.parametrize("address", TAKE_BODIES, indirect=True, ids=named)
any_address = pytest.mark.parametrize("address", TAKE_BODIES + TAKE_NONE, indirect=True, ids=named)


def kind(answer: Any) -> tuple[int, str]:
    error = answer.json()["error"]
    return answer.status_code, error["type"] if isinstance(error, dict) else error


def test_these_are_all_operations():
    document = create_app().openapi()
    known = {path.format(app="/api/v1/video/{appId}", call="{id}") for _, path in TAKE_BODIES + TAKE_NONE}
    known = {path.replace("hld_none", "{id}") for path in known}
    assert known == {path for path in document["paths"] if path.startswith("/api/v1/")}
    bodies = sum("requestBody" in each for path in document["paths"].values() for each in path.values())
    assert bodies == len(TAKE_BODIES)


@takes_a_body
def test_what_is_not_plain_json_is_refused(address: Address):
    for name, body in NO_JSON.items():
        assert kind(address.send(body)) == (400, "invalid_request"), name


@pytest.mark.parametrize("address", TAKE_BODIES[:3], indirect=True, ids=named)
def test_a_form_that_cannot_be_read_is_refused(address: Address):
    for name, body in NO_FORM.items():
        assert kind(address.send(body, FORM)) == (400, "invalid_request"), name


@takes_a_body
def test_a_body_may_hold_64_kb_and_not_a_byte_more(address: Address):
    fits = b'{"x": "' + b"x" * (KB64 - 9) + b'"}'
    assert len(fits) == KB64
    assert address.send(fits).status_code in (400, 401)
    assert kind(address.send(fits + b" ")) == (413, "payload_too_large")
    chunks = (b"x" * 1024 for _ in range(65))  # in chunks, without a length
    assert kind(address.send(chunks)) == (413, "payload_too_large")
    lying = {**JSON, "Content-Length": str(10**30)}
    assert kind(address.send(b"{}", lying)) == (413, "payload_too_large")


@takes_a_body
def test_a_body_of_another_kind_is_refused(address: Address):
    kinds = [
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "json",
        "application/jsonp",
        "\xff",
    ]
    if "oauth" not in address.path:
        kinds.append(FORM["Content-Type"])
    for each in kinds:
        body = b'{"reason": "a"}'
        assert kind(address.send(body, {"Content-Type": each})) == (415, "unsupported_media_type"), each


@any_address
def test_an_address_with_what_it_does_not_know_is_refused(address: Address):
    if "oauth" in address.path:
        pytest.skip("OAuth ignores what it does not know (RFC 6749 section 3.2)")
    for query in (
        "?limit=1&limit=2",
        "?reason=%00",
        "?search=%00",
        "?%00=1",
        "?a=%ed%a0%80&a=1",
        "?a[b][c][d]=1&a[b][c][d]=2",
        "?" + "&".join(["a[b]=1"] * 500),
    ):
        answer = address.send(b"", query=query)
        assert kind(answer) == (400, "invalid_request"), query


@any_address
def test_long_addresses_and_headers_crash_nothing(address: Address):
    for query in (
        "?" + "a" * 30_000,
        "?" + "&".join(f"a{number}=1" for number in range(2_000)),
        "?%",
        "?%zz=%",
        "?=&=&",
    ):
        assert address.send(b"", query=query).status_code < 500, query[:40]
    names = ("Idempotency-Key", "If-Match", "X-Request-Id", "Accept", "Cookie", "X-Forwarded-For", "Range")
    for value in ("x" * 60_000, "\xff\xfe", '"' * 999, "\x7f", ""):
        for headers in [dict.fromkeys(names, value), {names[0]: value}, {names[1]: value}]:
            assert address.send(b"{}", JSON | headers).status_code < 500, (headers.keys(), value[:9])


@pytest.mark.parametrize(
    "token", ["x" * 60_000, "\xff", "a b c", "cbt_" + "\x7f", "null", "'; DROP TABLE access_token; --"]
)
def test_a_token_of_any_form_is_a_stranger_s(wire: Wire, token: str):
    answer = wire.http.get(wire.calls(), headers={"Authorization": f"Bearer {token}".encode("latin-1")})
    assert kind(answer) == (401, "unauthorized")


@pytest.mark.parametrize(
    "path", ["/%00", "/%ed%a0%80", "/%ff", "/" + "x" * 30_000, "/..%2f..%2fetc", "/%F0%9F%98%80", "/%2e"]
)
def test_an_id_of_any_form_names_nothing(either_wire: Wire, path: str):
    for method in ("GET", "PATCH", "DELETE"):
        body = {"content": b'{"guestName": "Jane"}', "headers": JSON} if method == "PATCH" else {}
        assert either_wire.ask(method, either_wire.calls(path), **body).status_code in (400, 404)
