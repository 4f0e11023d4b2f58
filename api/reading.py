"""Reading a request's body, strictly: what two parsers could understand differently is refused."""

import json
import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from pydantic import ValidationError
from starlette.requests import Request

from api.errors import Refused, problems_of
from api.schemas.requests import RequestModel
from console.scheduling.errors import Invalid

LARGEST_BODY = 64 * 1024
"""Bytes."""
DEEPEST = 20
"""How far lists and objects may stand within one another."""

M = TypeVar("M", bound=RequestModel)


async def read_body(request: Request) -> bytes:
    """The whole body. Raises Refused (413) as soon as it is seen to be too large."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > LARGEST_BODY:
        raise Refused(413)
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_BODY:
            raise Refused(413)
    return bytes(raw)


RawBody = Annotated[bytes, Depends(read_body)]


def body(model: type[M], *, optional: bool = False) -> Callable[..., Coroutine[Any, Any, M]]:
    """A dependency that reads the body as this model.

    Not FastAPI's own body parameter, which is read before any dependency: a stranger would hear what is wrong with their
    JSON before they hear that they have no token.
    """

    async def read(request: Request, raw: RawBody) -> M:
        if not raw and optional:
            return validated(model, {})
        require_json(request)
        return validated(model, parse(raw))

    return read


def media_type(request: Request) -> str:
    """The body's type without its parameters; empty when the client names none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_json(request: Request) -> None:
    """Raises Refused (415) for a body that says it is something else."""
    kind = media_type(request)
    if kind and kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refused(415)


def parse(raw: bytes) -> dict[str, Any]:
    """A JSON object. Raises Invalid for other JSON, for none, and for what JSON does not define: repeated names, NaN."""
    try:
        document = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse, parse_float=_finite
        )
        _require_storable(document, DEEPEST)
    except (ValueError, RecursionError) as error:
        raise Invalid.of("", f"The body is not JSON that we can read: {_reason(error)}.", "malformed") from None
    if not isinstance(document, dict):
        raise Invalid.of("", "The body must be a JSON object.", "malformed")
    return document


def validated(model: type[M], values: Mapping[str, Any]) -> M:
    """The values as this model. Raises Invalid, each problem named as in the request."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise problems_of(error) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _require_storable(value: Any, depth: int) -> None:
    if isinstance(value, str):
        require_text(value)
    elif isinstance(value, dict | list):
        if depth == 0:
            raise ValueError(f"it is nested more than {DEEPEST} deep")
        for each in value:
            _require_storable(each, depth - 1)
        if isinstance(value, dict):
            for each in value.values():
                _require_storable(each, depth - 1)


def require_text(value: str) -> None:
    """Raises ValueError for what no database stores as text: NUL, and halves of a surrogate pair."""
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("a text holds a character that cannot be stored")


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return "it is nested too deep" if isinstance(error, RecursionError) else str(error)
