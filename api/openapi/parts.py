"""The parts of the document that many operations share: headers, tags, ways to sign in."""

from typing import Any

from api.openapi import samples

_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}

HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "Names this request in the logs: your own, if you sent one, else a fresh one.",
        "required": True,
        "schema": _TEXT,
        "example": "req_5f0c8b7d1e3a4b6c9d2e8f7a6b5c4d3e",
    },
    "X-RateLimit-Limit": {
        "description": "How many requests the tightest window allows.",
        "schema": {**_NUMBER, "minimum": 1},
        "example": 600,
    },
    "X-RateLimit-Remaining": {
        "description": "What is left of them.",
        "schema": {**_NUMBER, "minimum": 0},
        "example": 598,
    },
    "X-RateLimit-Reset": {
        "description": "When the window begins anew, in epoch seconds.",
        "schema": _NUMBER,
        "example": 1809007440,
    },
    "X-RateLimit-Window": {
        "description": "Which window is the tightest.",
        "schema": {"type": "string", "enum": ["minute", "hour", "day"]},
        "example": "minute",
    },
    "ETag": {
        "description": "The call's version. Give it as `If-Match` when you change the call.",
        "required": True,
        "schema": _TEXT,
        "example": '"1"',
    },
    "Idempotent-Replayed": {
        "description": "`true` on the first answer given again; else the header is not there.",
        "schema": {"type": "string", "const": "true"},
        "example": "true",
    },
    "Retry-After": {
        "description": "Wait this many seconds before you send the request again.",
        "required": True,
        "schema": {**_NUMBER, "minimum": 1},
        "example": 39,
    },
    "WWW-Authenticate": {
        "description": "How to prove who you are (RFC 6750, RFC 7617); on a 403, which scope is missing.",
        "schema": _TEXT,
        "example": 'Bearer realm="callboard", error="invalid_token", '
        'error_description="The token is unknown, expired or revoked"',
    },
}
"""Every header that an answer may have beside those of HTTP itself. One that is `required` is always there where an
operation names it."""

TAGS = [
    {"name": "OAuth", "description": "Tokens, by OAuth 2.0 client credentials."},
    {"name": "Availability", "description": "What is free, and why a time is not."},
    {"name": "Scheduled calls", "description": "Book, look at, change and cancel calls."},
    {"name": "Holds", "description": "Keep a time for a few minutes while a customer decides."},
    {"name": "Agents and presets", "description": "Whom and what an app offers."},
    {"name": "Events", "description": "What happened, for receivers that were away."},
]

SIGN_IN = {
    "ClientCredentials": {
        "description": "A token of `POST /api/v1/oauth/token`, sent as `Authorization: Bearer`.",
    },
    "ClientSecretBasic": {
        "type": "http",
        "scheme": "basic",
        "description": "The client's id and secret (RFC 6749 section 2.3.1). They may stand in the body instead.",
    },
}
"""Ways to sign in; what the framework has said of one of them is kept."""

PARAMETERS = {
    "appId": "The app's id: it stands in the console's addresses.",
    "id": "The call's id.",
    "Idempotency-Key": "A text of your own, new for each new thing. The same key and body within 24 hours give the first "
    "answer again.",
    "If-Match": "The `ETag` that the change is based on. If another version stands by now: `409` `stale_version`.",
}
"""What the requests' models cannot say of a parameter, or say for others."""

EXAMPLES: dict[str, Any] = {
    "appId": samples.APP,
    "id": samples.BOOKING,
    "Idempotency-Key": "deal-1042-first-call",
    "If-Match": '"1"',
    "agentId": samples.ADA,
    "presetId": samples.PRESET,
    "durationMinutes": 30,
    "stepMinutes": 15,
    "bufferBeforeMinutes": 5,
    "bufferAfterMinutes": 10,
    "respectWorkingHours": True,
    "fromUtc": "2027-05-03T13:00:00Z",
    "toUtc": "2027-05-03T22:00:00Z",
    "atUtc": "2027-05-03T15:00:00Z",
    "dateFrom": "2027-05-03T00:00:00Z",
    "dateTo": "2027-05-10T00:00:00Z",
    "status": "scheduled,confirmed",
    "bookingSource": "api,public_booking",
    "search": "jane",
    "limit": 50,
    "offset": 0,
    "order": "asc",
    "cursor": samples.CURSOR,
    "after": samples.CURSOR,
    "reason": "Found another time",
}
"""An example of every parameter."""
