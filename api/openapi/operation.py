"""What the document says of one operation beyond its address: bodies, answers, refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import BaseModel

from api.documents.errors import Failure, OAuthFailure
from api.openapi.refusals import Refusal

REF = "#/components/schemas/{model}"
_JSON = "application/json"
_RATE = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Window")
_WITHOUT_RATES = (401, 403)
_SAID = {
    400: "The request is not valid. `details` names every field that is wrong, each with a `code`.",
    401: "Who is asking?",
    403: "Known, but not allowed.",
    404: "There is no such thing, as far as this client may know.",
    409: "The request is right in itself, but not now. `details[0].code` says why; for a time, `alternatives` holds up to "
    "three that are free instead.",
    413: "Too large.",
    415: "Not JSON.",
    429: "A limit is used up. `Retry-After` says in how many seconds the same request may pass, `nextAllowedAt` when.",
    503: "Not now. Send it again after `Retry-After` seconds.",
}


class Example(NamedTuple):
    """A named example."""

    summary: str
    value: Any


Examples = Mapping[str, Example]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. `description` and the texts within are Markdown for whoever integrates."""

    description: str
    answers: Sequence[type[BaseModel]]
    """What success looks like; an OAuth endpoint has two shapes."""
    examples: Examples
    success: str = "Done."
    status: int = 200
    headers: tuple[str, ...] = ()
    """What a successful answer has beside the headers that all have."""
    body: type[BaseModel] | None = None
    body_kinds: tuple[str, ...] = (_JSON,)
    body_required: bool = True
    bodies: Examples = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    plain_refusals: Mapping[int, Examples] = field(default_factory=dict)
    """OAuth errors in the shape of RFC 6749, by status."""
    limited: bool = True
    """Whether calls count against the client's limits."""

    def models(self) -> list[tuple[type[BaseModel], Any]]:
        """Every model it names, with pydantic's mode for its schema."""
        bodies: list[tuple[type[BaseModel], Any]] = [(self.body, "validation")] if self.body else []
        return [*bodies, *((answer, "serialization") for answer in self.answers)]

    def request_body(self) -> dict[str, Any] | None:
        """The OpenAPI request body; None where there is none."""
        if self.body is None:
            return None
        content = {"schema": _ref(self.body), "examples": _shown(self.bodies)}
        return {"required": self.body_required, "content": dict.fromkeys(self.body_kinds, content)}

    def responses(self) -> dict[str, Any]:
        """The OpenAPI responses, by status."""
        success = {
            "description": self.success,
            "headers": self._headers(self.status, self.headers),
            "content": {_JSON: {"schema": _one_of(self.answers), "examples": _shown(self.examples)}},
        }
        failed = sorted({each.status for each in self.refusals} | set(self.plain_refusals))
        return {str(self.status): success, **{str(status): self._failure(status) for status in failed}}

    def _failure(self, status: int) -> dict[str, Any]:
        given = [each for each in self.refusals if each.status == status]
        examples = {_name(each, given): each.example() for each in given}
        plain = self.plain_refusals.get(status, {})
        shapes = [Failure, OAuthFailure] if plain else [Failure]
        table = "\n".join(f"| `{each.code}` | {each.when} |" for each in given)
        return {
            "description": f"{_SAID[status]}\n\n| `code` | when |\n|---|---|\n{table}",
            "headers": self._headers(status, _of_status(status, oauth=not self.limited)),
            "content": {_JSON: {"schema": _one_of(shapes), "examples": {**examples, **_shown(plain)}}},
        }

    def _headers(self, status: int, more: Sequence[str]) -> dict[str, Any]:
        rates = _RATE if self.limited and status not in _WITHOUT_RATES else ()
        return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *more, *rates)}


def _of_status(status: int, *, oauth: bool) -> tuple[str, ...]:
    if status == 401 or (status == 403 and not oauth):
        return ("WWW-Authenticate",)
    return ("Retry-After",) if status in (429, 503) else ()


def _name(refusal: Refusal, among: Sequence[Refusal]) -> str:
    """The code, and the field where several examples have one code."""
    same = [each for each in among if each.code == refusal.code and not each.name]
    if refusal.name:
        return refusal.name
    return (
        refusal.code if len(same) == 1 else f"{refusal.code}_{(refusal.field or 'request').replace('-', '_').lower()}"
    )


def _shown(examples: Examples) -> dict[str, Any]:
    return {name: {"summary": example.summary, "value": example.value} for name, example in examples.items()}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def _one_of(models: Sequence[type[BaseModel]]) -> dict[str, Any]:
    return _ref(models[0]) if len(models) == 1 else {"anyOf": [_ref(model) for model in models]}
