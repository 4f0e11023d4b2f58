"""What browsers send, looked at before a handler sees it: text that can be written, and the kinds that a handler takes."""

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def fits(handler: Callable[..., Any], payload: Mapping[str, object]) -> bool:
    """Whether every value is of the kind that the handler's parameter names; True and False are no numbers."""
    kinds = _kinds(handler)
    return all(_is_one(value, kinds.get(name, Any)) for name, value in payload.items())


def written(value: object) -> Any:
    """The same with a question mark for each half of a character, such as a cut emoji: a socket cannot say it again."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {written(name): written(each) for name, each in value.items()}
    return [written(each) for each in value] if isinstance(value, list) else value


@cache
def _kinds(handler: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(handler)


def _is_one(value: object, kind: Any) -> bool:
    kind, choices = get_origin(kind) or kind, get_args(kind)
    if kind in (Union, UnionType):
        return any(_is_one(value, each) for each in choices)
    if kind is Literal:
        return isinstance(value, str) and value in choices
    if kind is int and isinstance(value, bool):
        return False
    return isinstance(value, kind) if isinstance(kind, type) else True
