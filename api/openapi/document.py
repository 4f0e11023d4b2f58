"""The whole document: the framework's paths and parameters, completed by the table of operations."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from api.documents.errors import Failure, OAuthFailure
from api.documents.events import Webhook
from api.openapi import samples
from api.openapi.operation import REF
from api.openapi.operations import OPERATIONS
from api.openapi.parts import EXAMPLES, HEADERS, PARAMETERS, SIGN_IN, TAGS
from api.openapi.sharing import share
from api.openapi.webhooks import webhooks
from console.scheduling.settings import settings

_PLACES = ("path", "query", "header")


def install(app: FastAPI) -> None:
    """Have the app's document completed."""
    made: Callable[[], dict[str, Any]] = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(made())
        return app.openapi_schema

    app.openapi = complete


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    for path, item in document["paths"].items():
        for operation in item.values():
            _complete(path, operation)
    sign_in = document["components"]["securitySchemes"]
    whole = {
        "openapi": document["openapi"],
        "info": {**document["info"], "description": files("api.openapi").joinpath("guide.md").read_text("utf-8")},
        "servers": [{"url": "/", "description": "This installation"}],
        "tags": TAGS,
        "paths": document["paths"],
        "webhooks": webhooks(settings().webhook_header_prefix),
        "components": {
            "schemas": _schemas(),
            "headers": HEADERS,
            "securitySchemes": {name: {**sign_in.get(name, {}), **said} for name, said in SIGN_IN.items()},
        },
    }
    share(whole)
    return whole


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Say what the framework does not know of this operation, in place of what it made up."""
    known = OPERATIONS[operation["operationId"]]
    operation["description"] = known.description
    if "parameters" in operation:
        told = [_parameter(path, each) for each in operation["parameters"]]
        operation["parameters"] = sorted(told, key=lambda each: (_PLACES.index(each["in"]), not each["required"]))
    operation.pop("requestBody", None)
    if body := known.request_body():
        operation["requestBody"] = body
    operation["responses"] = known.responses()
    if known.body and not known.limited:
        operation["security"] = [{}, {"ClientSecretBasic": []}]
    operation.setdefault("security", [])


def _parameter(path: str, told: dict[str, Any]) -> dict[str, Any]:
    """One parameter. Only a required one has its example where tools fill it in by themselves."""
    name, schema = told["name"], dict(told["schema"])
    if "anyOf" in schema:  # what may be left out; nobody can send null in an address
        schema |= schema.pop("anyOf")[0]
    for noise in ("title", "description"):
        schema.pop(noise, None)
    about, example = PARAMETERS.get(name, told.get("description")), EXAMPLES[name]
    if name == "id" and "/holds/" in path:
        about, example = "The hold's id.", samples.HOLD
    parameter = {"name": name, "in": told["in"], "required": told["required"], "description": about}
    if told["required"]:
        return {**parameter, "schema": schema, "example": example}
    return {**parameter, "schema": {**schema, "examples": [example]}}


class _Schemas(GenerateJsonSchema):
    """Pydantic's schemas without titles that only repeat a name, and without defaults of null."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def _schemas() -> dict[str, Any]:
    _, made = models_json_schema(list(dict.fromkeys(_models())), ref_template=REF, schema_generator=_Schemas)
    return {name: _without_title(schema) for name, schema in sorted(made["$defs"].items())}


def _models() -> Iterator[tuple[type[BaseModel], JsonSchemaMode]]:
    yield Failure, "serialization"
    yield OAuthFailure, "serialization"
    yield Webhook, "serialization"
    for operation in OPERATIONS.values():
        yield from operation.models()


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}
