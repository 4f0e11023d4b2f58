"""What an operation may refuse: each refusal as it is really said. `tests/api/test_refusals.py` provokes every one."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as fresh
from typing import Any

from api.openapi import samples
from console.scheduling.messages.words import word
from console.scheduling.rules.availability import NO_AGENT_AVAILABLE, REASON_CODES


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One error: its place in the table of the response, and an example that is complete."""

    status: int
    kind: str
    """`error.type`."""
    code: str
    """`details[0].code`, which also names the example."""
    when: str
    """When it is given, in Markdown."""
    message: str
    field: str | None = None
    more: tuple[Mapping[str, Any], ...] = ()
    """Further details of the same answer."""
    extra: Mapping[str, Any] = fresh(default_factory=dict)
    """Further fields of the first detail."""
    alternatives: bool = False
    name: str = ""
    """Of the example, where the code and the field do not tell it from another."""

    def example(self) -> dict[str, Any]:
        """The answer as it stands in the document."""
        first = {"field": self.field, "message": self.message, "code": self.code, **self.extra}
        said = f"{self.field}: {self.message}" if self.status == 400 and self.field else self.message
        error: dict[str, Any] = {
            "type": self.kind,
            "message": said,
            "timestamp": samples.NOW,
            "details": [first, *self.more],
        }
        if self.alternatives:
            error["alternatives"] = samples.ALTERNATIVES
        return {"summary": self.when, "value": {"error": error}}


def invalid(code: str, message: str, when: str, field: str | None = None, *more: Mapping[str, Any]) -> Refusal:
    """A 400: the request itself is wrong."""
    return Refusal(status=400, kind="invalid_request", code=code, when=when, message=message, field=field, more=more)


def unknown(message: str, when: str, field: str | None = None) -> Refusal:
    """A 404 within an app that is known."""
    return Refusal(status=404, kind="not_found", code="not_found", when=when, message=message, field=field)


def conflict(code: str, message: str, when: str, field: str | None = None, *, alternatives: bool = False) -> Refusal:
    """A 409: right in itself, but not now."""
    return Refusal(
        status=409, kind="conflict", code=code, when=when, message=message, field=field, alternatives=alternatives
    )


def detail(field: str, message: str, code: str) -> dict[str, Any]:
    """One more thing wrong."""
    return {"field": field, "message": message, "code": code}


_WHEN = {
    "not_in_preset": "The preset does not offer this agent.",
    "too_soon": "The start is nearer than the preset's notice.",
    "too_far": "The start is beyond the preset's horizon.",
    "blocked": "An exception of the agent or a closure of the app covers the time.",
    "do_not_disturb": "The agent asked not to be disturbed then.",
    "busy_calendar": "The agent's own calendar is busy then.",
    "outside_hours": "Nobody works then.",
    "slot_taken": "Another call overlaps.",
    "buffer": "Only the quiet minutes around another call are in the way.",
    "held": "The time is kept for another customer for a few minutes.",
    "agent_day_limit": "The agent has as many calls on that day as the preset allows.",
    NO_AGENT_AVAILABLE: "No agent was named, and each is held back by something else.",
}
_ON_THE_PAGE_ALONE = {"off_grid", "scheduling_off"}
"""Codes that no 409 of the API has: its calls need not stand on a grid, and `scheduling_off` is a 403."""


def times(field: str) -> tuple[Refusal, ...]:
    """Every reason why a time cannot be booked, in the order in which the first is told."""
    codes = [code for code in (*REASON_CODES, NO_AGENT_AVAILABLE) if code not in _ON_THE_PAGE_ALONE]
    return tuple(conflict(code, word(f"reason_{code}"), _WHEN[code], field, alternatives=True) for code in codes)


BAD_INSTANT = "Give an instant with its offset, such as 2026-05-01T15:00:00Z or 2026-05-01T10:00:00-05:00."


def instant(field: str) -> Refusal:
    """An instant that is none."""
    return invalid("invalid_instant", BAD_INSTANT, "An instant lacks its offset, or is none.", field)


def starts(field: str) -> tuple[Refusal, ...]:
    """What may be wrong with the start of a call."""
    return (
        instant(field),
        invalid("in_the_past", "This time has passed.", "The start has passed.", field),
        invalid("not_whole_minute", "Calls start on whole minutes.", "The start has seconds.", field),
    )


def missing(field: str) -> Refusal:
    """A field or parameter without which nothing can be done."""
    return invalid("required", "This is required.", "A field is missing or empty.", field)


def stranger(field: str) -> Refusal:
    """A field or parameter that nobody knows."""
    return invalid("unknown_field", "There is no such field here.", "A field is unknown.", field)


def too_long(field: str, most: int) -> Refusal:
    """More than is kept."""
    return invalid("too_long", f"This must have {most} characters at most.", "A text is too long.", field)


def number(field: str, message: str) -> Refusal:
    """A number that is too large or too small."""
    return invalid("out_of_range", message, "A number is out of bounds.", field)
