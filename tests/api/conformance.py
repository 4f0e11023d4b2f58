"""Holds answers against the OpenAPI document: what it promises is there, and nothing comes that it does not know."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from api.app import create_app

_BASE = "urn:callboard"
_OUR_HEADERS = ("x-request-id", "x-ratelimit-", "etag", "idempotent-replayed", "retry-after", "www-authenticate")
_ANYWHERE = (405, 500)
"""Statuses that no single operation lists: the document's guide does."""


@cache
def document() -> dict[str, Any]:
    """The document as this installation serves it."""
    return create_app().openapi()


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Method, path and operation."""
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def response_of(operation: Mapping[str, Any], status: int | str) -> Mapping[str, Any] | None:
    """What the document says of this answer; None if nothing."""
    said = operation["responses"].get(str(status))
    return resolve(said) if said else None


def examples_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The values of its examples, by name."""
    return {name: resolve(example)["value"] for name, example in content["examples"].items()}


def resolve(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to, or the thing itself."""
    if "$ref" not in said:
        return said
    found: Any = document()
    for step in said["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return resolve(found)


def complaints(schema: Mapping[str, Any], value: Any) -> list[str]:
    """Where the value is not as a schema of the document says."""
    return [f"{error.json_path}: {error.message}" for error in _validator(json.dumps(schema)).iter_errors(value)]


def check(response: Any) -> None:
    """Fail unless the document foresees this answer. Other addresses than its own are passed over."""
    response.read()
    operation = _operation(response.request.method, response.request.url.path)
    if operation is None or response.status_code in _ANYWHERE:
        return
    what = f"{operation['operationId']} {response.status_code}"
    said = response_of(operation, response.status_code)
    assert said is not None, f"{what} is not in the document: {response.text}"
    content = said["content"][response.headers["content-type"]]
    assert complaints(content["schema"], response.json()) == [], f"{what}: {response.text}"
    _check_headers(what, said, response.headers)
    if response.status_code >= 400:
        known = {code for example in examples_of(content).values() for code in codes(example)}
        assert set(codes(response.json())) <= known, f"{what} has a code that is not in the document: {response.text}"


def codes(failure: Mapping[str, Any]) -> list[str]:
    """The codes of an error, in the envelope or in OAuth's own shape."""
    error = failure["error"]
    return [error] if isinstance(error, str) else [detail["code"] for detail in error["details"]]


def _check_headers(what: str, said: Mapping[str, Any], headers: Mapping[str, str]) -> None:
    told = {name.lower(): resolve(header) for name, header in said["headers"].items()}
    missing = {name for name, header in told.items() if header.get("required") and name not in headers}
    strange = {name for name in headers if name.startswith(_OUR_HEADERS)} - set(told)
    assert not missing and not strange, f"{what}: missing {missing}, not in the document {strange}"


def _operation(method: str, path: str) -> Mapping[str, Any] | None:
    for known, template, operation in operations():
        if known == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return operation
    return None


@cache
def _validator(schema: str) -> Draft202012Validator:
    registry = Registry().with_resource(_BASE, Resource(document(), DRAFT202012))
    return Draft202012Validator(_absolute(json.loads(schema)), registry=registry, format_checker=FormatChecker())


def _absolute(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: f"{_BASE}{value}" if key == "$ref" else _absolute(value) for key, value in schema.items()}
    return [_absolute(each) for each in schema] if isinstance(schema, list) else schema
