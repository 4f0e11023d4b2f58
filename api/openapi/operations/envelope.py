"""Success as the envelope holds it, for examples."""

from collections.abc import Mapping
from typing import Any

from api.openapi.samples import NOW


def envelope(data: Mapping[str, Any], pagination: Mapping[str, Any] | None = None, at: str = NOW) -> dict[str, Any]:
    """`data` in the envelope, given at `at`."""
    answer: dict[str, Any] = {"data": dict(data), "meta": {"timestamp": at}}
    return answer if pagination is None else {**answer, "pagination": dict(pagination)}
