"""Requests of every operation: right ones, and each that is wrong in a way the OpenAPI document tells of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import select

from console.scheduling import database
from console.scheduling.models import Booking
from tests.api.conftest import Wire


@dataclass
class Asked:
    """A request that an example is about."""

    method: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        return "scheduling:read" if self.method == "GET" else "scheduling:write"

    def send(self, wire: Wire) -> Any:
        return wire.ask(self.method, self.path, **self.options)


def asked(wire: Wire, operation: str, **changed: Any) -> Asked:
    """A request of this operation that would succeed, but for what is changed in its body or query."""
    one = "" if operation in _WITHOUT_A_CALL else wire.calls(f"/{_a_call(wire)}")
    method, path, given = {
        "bookACall": ("POST", wire.calls(), wire.call()),
        "listCalls": ("GET", wire.calls(), {}),
        "getACall": ("GET", one, {}),
        "changeACall": ("PATCH", one, {"scheduledAtUtc": wire.at(5)}),
        "cancelACall": ("DELETE", one, {"reason": "Found another time"}),
        "sendAReminder": ("POST", f"{one}/reminders", {"channel": "email"}),
        "findFreeTimes": (
            "GET",
            wire.video("/availability"),
            {"durationMinutes": "30", "fromUtc": wire.at(), "toUtc": wire.at(4)},
        ),
        "askWhyATimeIsNotFree": (
            "GET",
            wire.video("/availability/explain"),
            {"durationMinutes": "30", "atUtc": wire.at()},
        ),
        "holdATime": ("POST", wire.video("/holds"), {"startUtc": wire.at(), "agentId": wire.ada}),
        "releaseAHold": ("DELETE", wire.video("/holds/hold_gone"), None),
        "listAgents": ("GET", wire.video("/agents"), {}),
        "listPresets": ("GET", wire.video("/presets"), {}),
        "readTheEventFeed": ("GET", wire.video("/events"), {}),
    }[operation]
    if given is None:
        return Asked(method, path)
    values = {name: value for name, value in {**given, **changed}.items() if value is not MISSING}
    if method == "GET":
        query = "&".join(f"{name}={value}" for name, value in values.items())
        return Asked(method, f"{path}?{query}" if query else path)
    return Asked(method, path, {"json": values})


def _a_call(wire: Wire) -> str:
    """The id of the one call that is booked."""
    with database.reading() as session:
        booked = session.exec(select(Booking.id)).first()
    return booked or wire.book()["id"]


MISSING = object()
_WITHOUT_A_CALL = {
    "bookACall",
    "listCalls",
    "findFreeTimes",
    "askWhyATimeIsNotFree",
    "holdATime",
    "releaseAHold",
    "listAgents",
    "listPresets",
    "readTheEventFeed",
}


def given(operation: str, **changed: Any) -> Callable[[Wire], Asked]:
    """The request with something wrong in it."""
    return lambda wire: asked(wire, operation, **changed)


def _headed(operation: str, headers: Mapping[str, str]) -> Callable[[Wire], Asked]:
    def situation(wire: Wire) -> Asked:
        request = asked(wire, operation)
        request.options["headers"] = dict(headers)
        return request

    return situation


def _elsewhere(operation: str) -> Callable[[Wire], Asked]:
    def situation(wire: Wire) -> Asked:
        request = asked(wire, operation)
        call_id = request.path.split("/scheduled-calls/")[1].partition("/")[0]
        request.path = request.path.replace(call_id, "bkg_elsewhere")
        return request

    return situation


_LONG = "x" * 6000
_ODD = {
    "bookACall": {
        "required": {
            "guestName": "",
            "scheduledAtUtc": "tomorrow",
            "appTimezone": MISSING,
            "durationMinutes": 4,
            "colour": "red",
        },
        "invalid_phone": {"guestPhone": "call me"},
        "invalid_email": {"guestEmail": "jane"},
        "in_the_past": {"scheduledAtUtc": "2020-05-03T15:00:00Z"},
        "not_whole_minute": {"scheduledAtUtc": "2097-05-03T15:00:30Z"},
        "too_long": {"guestName": _LONG},
        "unknown_timezone": {"guestTimezone": "Mars/Olympus"},
        "invalid_guestlanguage": {"guestLanguage": "Spanish, please"},
        "not_found_assignedagentid": {"assignedAgentId": "per_gone"},
        "not_found_presetid": {"presetId": "pre_gone"},
    },
    "listCalls": {
        "out_of_range": {"limit": 0},
        "unknown_field": {"agent": "x"},
        "invalid_instant": {"dateFrom": "tomorrow"},
        "invalid": {"cursor": "x"},
        "required": {"agentId": ""},
        "too_long": {"search": _LONG},
    },
    "sendAReminder": {
        "required": {"channel": "whatsapp"},
        "invalid_message": {"kind": "invitation", "message": "Hello"},
        "invalid_email": {"recipient": "jane"},
        "invalid_phone": {"channel": "whatsapp", "recipient": "jane"},
        "too_long": {"message": _LONG},
        "unknown_field": {"text": "Hello"},
    },
    "changeACall": {
        "required": {"guestPhone": None, "guestEmail": None},
        "invalid_request": {"scheduledAtUtc": MISSING},
        "invalid_instant": {"scheduledAtUtc": "tomorrow"},
        "in_the_past": {"scheduledAtUtc": "2020-05-03T15:00:00Z"},
        "not_whole_minute": {"scheduledAtUtc": "2097-05-03T15:00:30Z"},
        "out_of_range": {"durationMinutes": 481},
        "too_long": {"guestName": _LONG},
        "invalid_phone": {"guestPhone": "call me"},
        "invalid_email": {"guestEmail": "jane", "guestPhone": "+573005550100"},
        "unknown_timezone": {"guestTimezone": "Mars/Olympus"},
        "unknown_field": {"status": "confirmed"},
        "not_found_assignedagentid": {"assignedAgentId": "per_gone"},
    },
    "cancelACall": {
        "too_long": {"reason": _LONG},
        "invalid_reason": {"reason": 7},
        "unknown_field": {"why": "x"},
    },
    "findFreeTimes": {
        "required": {"durationMinutes": MISSING},
        "out_of_range": {"durationMinutes": 4},
        "invalid_respectworkinghours": {"respectWorkingHours": "no"},
        "too_long": {"agentId": _LONG},
        "unknown_field": {"duration": 30},
        "invalid_instant": {"fromUtc": "tomorrow"},
        "invalid_toutc": {"toUtc": "2097-01-01T00:00:00Z"},
        "not_found_agentid": {"agentId": "per_gone"},
        "not_found_presetid": {"presetId": "pre_gone"},
    },
    "askWhyATimeIsNotFree": {
        "required": {"durationMinutes": MISSING},
        "out_of_range": {"durationMinutes": 4},
        "invalid": {"respectWorkingHours": "no"},
        "too_long": {"agentId": _LONG},
        "unknown_field": {"duration": 30},
        "invalid_instant": {"atUtc": "tomorrow"},
        "not_found_agentid": {"agentId": "per_gone"},
        "not_found_presetid": {"presetId": "pre_gone"},
    },
    "holdATime": {
        "required": {"startUtc": MISSING},
        "invalid_instant": {"startUtc": "tomorrow"},
        "in_the_past": {"startUtc": "2020-05-03T15:00:00Z"},
        "not_whole_minute": {"startUtc": "2097-05-03T15:00:30Z"},
        "out_of_range": {"durationMinutes": 4},
        "too_long": {"agentId": _LONG},
        "unknown_field": {"minutes": 30},
        "not_found_agentid": {"agentId": "per_gone"},
        "not_found_presetid": {"presetId": "pre_gone"},
    },
    "readTheEventFeed": {
        "out_of_range": {"limit": 501},
        "invalid": {"limit": "ten"},
        "required": {"after": ""},
        "too_long": {"after": _LONG},
        "unknown_field": {"since": "x"},
        "unknown_cursor": {"after": "x"},
    },
}
_CHANGES = ("changeACall", "cancelACall")
_KEYED = ("bookACall", "holdATime", "sendAReminder")
WRONG: dict[tuple[str, str], Callable[[Wire], Asked]] = {
    **{
        (operation, name): given(operation, **changed)
        for operation, each in _ODD.items()
        for name, changed in each.items()
    },
    ("releaseAHold", "not_found"): given("releaseAHold"),
    **{(operation, "not_found"): _elsewhere(operation) for operation in ("getACall", "cancelACall", "sendAReminder")},
    ("changeACall", "not_found_request"): _elsewhere("changeACall"),
    **{(operation, "stale_version"): _headed(operation, {"If-Match": '"7"'}) for operation in _CHANGES},
    **{(operation, "invalid_if_match"): _headed(operation, {"If-Match": "7"}) for operation in _CHANGES},
    **{(operation, "invalid_idempotency_key"): _headed(operation, {"Idempotency-Key": " "}) for operation in _KEYED},
    ("holdATime", "invalid"): _headed("holdATime", {"Idempotency-Key": " "}),
}
"""Requests with something wrong in them, by operation and example; they leave the world as it is."""
