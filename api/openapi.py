"""The OpenAPI 3.1 document: what the framework knows of the routes, and what it cannot see of bodies and answers."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import documents
from api.schemas import CallChange, Cancellation, NewCall, NewHold, NewReminder

_REF = "#/components/schemas/{model}"
_BODIES = (NewCall, CallChange, Cancellation, NewReminder, NewHold)
_SAID = {
    400: "The request is not valid; `details` names every field that is wrong.",
    401: "There is no token, or it opens nothing.",
    403: "The token lacks the scope, or the preset takes no bookings (`scheduling_off`).",
    404: "There is no such thing in this app, or no app that this client may reach.",
    409: "The request is right in itself, but not now; `details[0].code` says why.",
    413: "The body is larger than 64 kB.",
    415: "The body is not JSON.",
    429: "The client, or the customer, has used up a limit; `Retry-After` says when to come back.",
}
_READS = (400, 401, 403, 404, 429)
_HEADERS = {
    "X-Request-Id": {"description": "Names this request in the logs.", "schema": {"type": "string"}},
    "X-RateLimit-Limit": {"description": "Requests of the tightest window.", "schema": {"type": "integer"}},
    "X-RateLimit-Remaining": {"description": "What is left of them.", "schema": {"type": "integer"}},
    "X-RateLimit-Reset": {"description": "When it begins anew, in epoch seconds.", "schema": {"type": "integer"}},
    "X-RateLimit-Window": {"schema": {"type": "string", "enum": ["minute", "hour", "day"]}},
}


def answers(model: type[BaseModel], status: int = 200, *errors: int) -> dict[int | str, dict[str, Any]]:
    """A route's `responses`: what success looks like, these errors beside the usual ones, and any other."""
    failures = {
        error: {"model": documents.Failure, "description": _SAID[error]} for error in sorted({*_READS, *errors})
    }
    return {
        status: {"model": model, "description": "Done.", "headers": _HEADERS},
        **failures,
        "default": {"model": documents.Failure, "description": "Any other error, in the same envelope."},
    }


def takes(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """A route's `openapi_extra` for the body that it reads by `api.reading.body`."""
    content = {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}
    return {"requestBody": {"required": required, "content": content}}


def oauth_answers(model: type[BaseModel], plain: type[BaseModel] | None) -> dict[int | str, dict[str, Any]]:
    """The responses of an OAuth endpoint: `model` for who sent JSON, `plain` for who sent a form."""
    refused = {"model": documents.Failure | documents.OAuthFailure}
    return {
        200: {"model": model | plain if plain else model | dict[str, Any], "description": "Done."},
        400: {**refused, "description": "A parameter is missing or malformed, or the grant or scope is not to be had."},
        401: {**refused, "description": "The client is unknown or its secret is wrong: both read the same."},
        429: {**refused, "description": "Too many failures; `Retry-After` says when to come back."},
        "default": {"model": documents.Failure, "description": "Any other error, in the envelope."},
    }


def oauth_takes(*more: str) -> dict[str, Any]:
    """The body of an OAuth endpoint: the client's credentials, unless they stand in the header, and these parameters."""
    names = (*more, "client_id", "client_secret")
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}, "required": [more[0]]}
    kinds = ("application/json", "application/x-www-form-urlencoded")
    return {
        "requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in kinds}},
        "security": [{}, {"ClientSecretBasic": []}],
    }


def install(app: FastAPI) -> None:
    """Have the app's document completed with the bodies that the framework does not read."""
    made = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = made()
            document["components"]["schemas"] |= _bodies()
            document["components"]["securitySchemes"]["ClientSecretBasic"] = {"type": "http", "scheme": "basic"}
        return made()

    app.openapi = complete


def _bodies() -> Mapping[str, Any]:
    _, schemas = models_json_schema([(model, "validation") for model in _BODIES], ref_template=_REF)
    return schemas["$defs"]
