"""One table from what the core, the framework and this door refuse to the contract's JSON."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any, cast, get_type_hints

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from api.answers import detail, failure
from api.schemas.requests import RequestModel
from console.scheduling import clock
from console.scheduling.errors import (
    Alternative,
    AppNotFound,
    CallboardError,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    SlotUnavailable,
    TooMany,
    Unavailable,
)
from console.scheduling.messages.instants import iso
from console.scheduling.rules.documents import plainly

TABLE: Mapping[type[CallboardError], tuple[int, str]] = {
    Invalid: (400, "invalid_request"),
    NotAllowed: (403, "forbidden"),
    AppNotFound: (404, "app_not_found"),
    NotFound: (404, "not_found"),
    Conflict: (409, "conflict"),
    TooMany: (429, "rate_limit_exceeded"),
    Unavailable: (503, "unavailable"),
}
"""Each refusal of the core -> status and `error.type`; a leaf without a row of its own follows its parent."""

_WIRE: Mapping[int, tuple[str, str]] = {
    400: ("invalid_request", "The request cannot be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("payload_too_large", "A request body may hold at most 64 kB."),
    415: ("unsupported_media_type", "Send JSON, with Content-Type: application/json."),
}

_SENTENCES = {
    "missing": ("required", "This is required."),
    "extra_forbidden": ("unknown_field", "There is no such field here."),
    "string_too_short": ("required", "This must not be empty."),
    "string_type": ("invalid", "This must be text."),
    "int_type": ("invalid", "This must be a whole number."),
    "bool_type": ("invalid", "This must be true or false."),
    "dict_type": ("invalid", "This must be an object."),
}
_CODES = {
    "string_too_long": "too_long",
    "too_long": "too_long",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "invalid_instant": "invalid_instant",
}
"""Pydantic's kinds of finding -> the core's codes; whatever is in neither table is `invalid`, in the core's words."""
_SECONDS_UNTIL_RETRY = "1"
_METHODS = ("DELETE", "GET", "PATCH", "POST")


class Refused(HTTPException):
    """A refusal of the wire rather than of the core: no token, a missing scope, a body that is too large."""

    def __init__(
        self, status: int, kind: str = "", message: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        known, sentence = _WIRE.get(status, ("", ""))
        super().__init__(status, message or sentence, headers)
        self.kind = kind or known


def install(app: FastAPI) -> None:
    """Have every refusal answered by this table."""
    app.add_exception_handler(CallboardError, _answer_core)
    app.add_exception_handler(RequestValidationError, _answer_framework)
    app.add_exception_handler(HTTPException, _answer_wire)


def problems_of(error: ValidationError | RequestValidationError, skip: int = 0) -> Invalid:
    """Pydantic's findings as the core's, named as in the request; `skip` leading parts of a place are not a field."""
    return Invalid([_problem(each, skip) for each in error.errors()])


def unexpected() -> Response:
    """The answer when nobody foresaw what happened."""
    return failure(500, "internal_error", "Something went wrong on our side. The request may be sent again.")


def overloaded() -> Response:
    """The answer when so much is under way that another request would wait longer than its client does."""
    status, kind = TABLE[Unavailable]
    said = "Too much is asked at once. Nothing was done; please try again in a moment."
    return failure(status, kind, said, headers={"Retry-After": _SECONDS_UNTIL_RETRY})


def _problem(found: Mapping[str, Any], skip: int) -> Problem:
    kind = found["type"]
    code, message = _SENTENCES.get(kind, (_CODES.get(kind, "invalid"), plainly(cast(ErrorDetails, found))))
    return Problem(".".join(str(part) for part in found["loc"][skip:]), message, code)


def _answer_core(request: Request, error: Exception) -> Response:
    assert isinstance(error, CallboardError)
    status, kind = next(TABLE[each] for each in type(error).__mro__ if each in TABLE)
    name = _names(request)
    if isinstance(error, Invalid):
        details = [detail(name(each.field), each.message, each.code) for each in error.problems]
        return failure(status, kind, _summary(details) or error.message, details)
    if isinstance(error, TooMany):
        return _answer_too_many(error, name)
    own = detail(name(error.field), error.message, error.code)
    if isinstance(error, SlotUnavailable):
        return failure(status, kind, error.message, [own], alternatives=_alternatives(error.alternatives))
    headers = {"Retry-After": _SECONDS_UNTIL_RETRY} if isinstance(error, Unavailable) else None
    return failure(status, kind, error.message, [own], headers=headers)


def _answer_too_many(error: TooMany, name: Callable[[str | None], str | None]) -> Response:
    status, kind = TABLE[TooMany]
    wait = max(1, math.ceil((error.next_allowed_at - clock.now()).total_seconds()))
    own = detail(name(error.field), error.message, error.code, nextAllowedAt=iso(error.next_allowed_at))
    return failure(status, kind, error.message, [own], headers={"Retry-After": str(wait)})


def _answer_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _answer_core(request, problems_of(error, skip=1))


def _answer_wire(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known, sentence = _WIRE.get(error.status_code, ("error", HTTPStatus(error.status_code).phrase))
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
    if isinstance(error, Refused):
        return failure(error.status_code, error.kind, error.detail, headers=headers)
    return failure(error.status_code, known, sentence, headers=headers)


def _methods(request: Request) -> list[str]:
    """Every method that this address takes; the framework names those of the first route alone."""

    def takes(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return [method for method in _METHODS if takes(method)]


def _names(request: Request) -> Callable[[str | None], str | None]:
    """The core's name of a field -> the name it has in this request."""
    endpoint = request.scope.get("endpoint")
    own = _aliases(endpoint) if endpoint else {}

    def name(field: str | None) -> str | None:
        if not field:
            return None
        first, dot, rest = field.partition(".")
        return own.get(first, _camel(first)) + dot + rest

    return name


@cache
def _aliases(endpoint: Callable[..., object]) -> dict[str, str]:
    models = [hint for hint in get_type_hints(endpoint).values() if isinstance(hint, type)]
    fields = [model.model_fields for model in models if issubclass(model, RequestModel)]
    return {name: field.alias or name for each in fields for name, field in each.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _summary(details: Sequence[Mapping[str, Any]]) -> str:
    """The first finding with its field, for whoever reads only the message."""
    if not details or details[0]["field"] is None:
        return ""
    return f"{details[0]['field']}: {details[0]['message']}"


def _alternatives(times: Sequence[Alternative]) -> list[dict[str, str]]:
    return [{"startUtc": iso(one.start_at), "endUtc": iso(one.end_at), "agentId": one.agent_id} for one in times]
