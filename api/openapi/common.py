"""The refusals that several operations have in common."""

from collections.abc import Iterable

from api.openapi.refusals import Refusal, conflict, invalid, unknown
from console.scheduling.messages.words import word

UNAUTHORIZED = Refusal(
    status=401,
    kind="unauthorized",
    code="unauthorized",
    when="There is no token, or it is unknown, expired or revoked, or its client is disabled.",
    message="Send a valid access token.",
)
APP_NOT_FOUND = Refusal(
    status=404,
    kind="app_not_found",
    code="app_not_found",
    when="There is no such app, or this client may not reach it: both read the same.",
    message="There is no such app.",
)
SCHEDULING_OFF = Refusal(
    status=403,
    kind="forbidden",
    code="scheduling_off",
    when="The preset takes no bookings at present.",
    message=word("reason_scheduling_off"),
)
TOO_LARGE = Refusal(
    status=413,
    kind="payload_too_large",
    code="payload_too_large",
    when="The body is larger than 64 kB.",
    message="A request body may hold at most 64 kB.",
)
NOT_JSON = Refusal(
    status=415,
    kind="unsupported_media_type",
    code="unsupported_media_type",
    when="The body says that it is something else than JSON.",
    message="Send JSON, with Content-Type: application/json.",
)
RATE_LIMIT = Refusal(
    status=429,
    kind="rate_limit_exceeded",
    code="rate_limit_exceeded",
    when="This client has used up its calls of a minute, an hour or a day.",
    message="This client has used up its calls of this minute.",
    extra={"nextAllowedAt": "2027-04-28T14:04:00.000Z"},
)
UNAVAILABLE = Refusal(
    status=503,
    kind="unavailable",
    code="unavailable",
    when="The database is busy or away. Nothing was changed; send the request again.",
    message="The database is busy or away. Nothing was saved; please try again in a moment.",
)
REPEATED = invalid("repeated", "This stands twice.", "A parameter of the address stands twice.", "limit")
MALFORMED = invalid(
    "malformed",
    "The body is not JSON that we can read: Expecting value at line 1, column 15.",
    "The body is not a JSON object, or it or the address holds what cannot be stored: NUL, half a surrogate pair, a name "
    "that stands twice, NaN, more than 20 levels.",
)
MALFORMED_ADDRESS = invalid(
    "malformed",
    "The address holds a character that cannot be stored.",
    "The address holds what cannot be stored: NUL, half a surrogate pair.",
)
BAD_KEY = invalid(
    "invalid", "Give 1 to 255 printable ASCII characters.", "The `Idempotency-Key` is not one.", "Idempotency-Key"
)
BAD_TAG = invalid(
    "invalid",
    'Give one entity tag as ETag had it, such as "3", or *.',
    "`If-Match` is no entity tag.",
    "If-Match",
)
BAD_PHONE = invalid(
    "invalid_phone",
    "Give the phone number with its country code, such as +57 300 555 0100.",
    "That is no phone number.",
    "guestPhone",
)
BAD_EMAIL = invalid("invalid_email", "This is not an e-mail address.", "That is no e-mail address.", "guestEmail")
BAD_ZONE = invalid(
    "unknown_timezone",
    "This is not a known time zone, such as America/Bogota.",
    "That is no IANA time zone.",
    "guestTimezone",
)
BAD_LANGUAGE = invalid(
    "invalid", "This must be a language tag, such as es or pt-BR.", "A value is not of the right kind.", "guestLanguage"
)
KEY_REUSED = conflict(
    "idempotency_key_reused",
    "This key was used for another request; every new request needs a key of its own.",
    "The same `Idempotency-Key` came with another body.",
    "Idempotency-Key",
)
KEY_IN_PROGRESS = conflict(
    "idempotency_in_progress",
    "The first request with this key still runs; ask again in a moment.",
    "The first request with this `Idempotency-Key` has run for more than five seconds and is not done.",
    "Idempotency-Key",
)
LOST_RACE = conflict(
    "conflict",
    "Too many changes at once. Nothing was saved; please try again.",
    "The database gave this request up for others, several times. Nothing was saved; send it again.",
)
STALE = conflict(
    "stale_version",
    "Somebody else has just changed this call. Look at it again before you change it.",
    "`If-Match` names an older version.",
)
NO_CALL = unknown("There is no such call in this app.", "There is no such call in this app.")
NO_AGENT = unknown("There is no such agent in this app.", "There is no such agent in this app.", "assignedAgentId")
NO_PRESET = unknown("There is no such preset in this app.", "There is no such preset in this app.", "presetId")


def forbidden(scope: str) -> Refusal:
    """A token without the scope."""
    return Refusal(
        status=403,
        kind="forbidden",
        code="forbidden",
        when=f"The token lacks the scope `{scope}`.",
        message=f"This needs the scope {scope}.",
    )


def shared(scope: str, *, has_body: bool) -> Iterable[Refusal]:
    """What every operation on an app may refuse."""
    yield from (REPEATED, UNAUTHORIZED, forbidden(scope), APP_NOT_FOUND, RATE_LIMIT, UNAVAILABLE)
    yield from (MALFORMED, TOO_LARGE, NOT_JSON) if has_body else (MALFORMED_ADDRESS,)
