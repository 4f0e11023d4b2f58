"""Deliveries and their attempts, ready to show."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from console.scheduling import clock
from console.scheduling.messages import moments
from console.scheduling.messages.signature_steps import Step, steps
from console.scheduling.messages.words import word
from console.scheduling.services.webhooks import AttemptView, DeliveryDetail, DeliveryView

Tone = Literal["neutral", "success", "danger", "warning"]
_TONES: dict[str, Tone] = {"delivered": "success", "failed": "danger"}


@dataclass(frozen=True)
class DeliveryRow:
    """A line of the log."""

    id: str = ""
    event: str = ""
    event_id: str = ""
    reference: str = ""
    sequence: int = 0
    is_test: bool = False
    time: str = ""
    status_label: str = ""
    tone: Tone = "neutral"
    remark: str = ""
    """What the receiver last said, or when it is tried next."""
    attempts: int = 0
    choose_label: str = ""
    """What the row's box is called."""


@dataclass(frozen=True)
class ProofStep:
    """A step of checking a signature, and what it is done with."""

    told: str = ""
    text: str = ""


@dataclass(frozen=True)
class AttemptRow:
    """One attempt."""

    number: int = 0
    time: str = ""
    took: str = ""
    answer: str = ""
    tone: Tone = "neutral"
    headers: str = ""
    body: str = ""
    reply: str = ""
    proof: list[ProofStep] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A delivery in full, the latest attempt first."""

    row: DeliveryRow = field(default_factory=DeliveryRow)
    attempts: list[AttemptRow] = field(default_factory=list)


def sheet(detail: DeliveryDetail, tz: ZoneInfo) -> Sheet:
    """The delivery in full, its times in this zone."""
    return Sheet(row(detail.delivery, tz), [_attempt(one, tz) for one in reversed(detail.attempts)])


def row(view: DeliveryView, tz: ZoneInfo) -> DeliveryRow:
    """A line of the log, its times in this zone."""
    time = _moment(view.created_at, tz)
    return DeliveryRow(
        id=view.id,
        event=view.event,
        event_id=view.event_id,
        reference=view.reference or "",
        sequence=view.sequence,
        is_test=view.test,
        time=time,
        status_label=word(f"delivery_{view.status}"),
        tone=_TONES.get(view.status, "neutral"),
        remark=_remark(view, lambda instant: _moment(instant, tz)),
        attempts=view.attempts,
        choose_label=word("delivery_choose", event=view.event, time=time),
    )


def _remark(view: DeliveryView, told: Callable[[datetime], str]) -> str:
    said = _answer(view.last_status_code, view.last_error) if view.last_status_code or view.last_error else ""
    if view.status == "pending" and view.due_at > clock.now():
        return " · ".join(part for part in (said, word("delivery_again", time=told(view.due_at))) if part)
    return said


def _attempt(one: AttemptView, tz: ZoneInfo) -> AttemptRow:
    return AttemptRow(
        number=one.number,
        time=_moment(one.started_at, tz),
        took=f"{one.duration_ms} ms",
        answer=_answer(one.status_code, one.error),
        tone="success" if one.ok else "danger",
        headers="\n".join(f"{name}: {value}" for name, value in one.request_headers.items()),
        body=_pretty(one.request_body),
        reply=one.response_body,
        proof=[_step(step) for step in steps(one.request_headers, one.request_body, one.body_size, one.body_hash)],
    )


def _step(step: Step) -> ProofStep:
    return ProofStep(step.told, step.text)


def _moment(instant: datetime, tz: ZoneInfo) -> str:
    """To the second: attempts follow one another within seconds."""
    return f"{moments.day_name(instant, tz, clock.now())}, {instant.astimezone(tz):%H:%M:%S}"


def _answer(status_code: int | None, error: str | None) -> str:
    """What came back, in words: `200`, `Answered 500`, `No answer in time`."""
    code, _, detail = (error or "").partition(": ")
    if not code:
        return str(status_code)
    return word(f"attempt_{code}", code=status_code or "", detail=detail).strip()


def _pretty(body: str) -> str:
    """JSON laid out for reading; the signature is over the bytes as they were sent."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
