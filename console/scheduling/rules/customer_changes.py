"""What customers may change of their own call, by the preset's terms, and why not (CONTRACT section 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .lifecycle import FINAL, said


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """What a preset lets a customer do: its toggle for the act, the notice it asks for, the number of moves."""

    allowed: bool = True
    notice_minutes: int = 0
    max_moves: int | None = None


RefusalCode = Literal["final_state", "already_started", "change_off", "change_notice", "moves_used_up"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a customer may not: a code, and a sentence."""

    code: RefusalCode
    sentence: str


def may_customer_change(
    act: Literal["reschedule", "cancel"],
    status: str,
    start: datetime,
    moves: int,
    terms: ChangeTerms,
    now: datetime,
    *,
    freed: bool = False,
) -> Refusal | None:
    """Why the customer may not move or cancel this booking; None when they may.

    `moves` counts the customer's own moves so far. `freed`: a conflict notice asked them to move, so that for one move
    neither the toggle nor the notice nor the cap on moves counts.
    """
    code = _why_not(act, status, start, moves, terms, now, freed=freed)
    done = "moved" if act == "reschedule" else "cancelled"
    return Refusal(code, _sentence(code, done, status, terms)) if code else None


def refused_together(move: Refusal | None, cancel: Refusal | None, terms: ChangeTerms) -> tuple[str, ...]:
    """Why the customer may not move, and not cancel, of which `may_customer_change` has judged each: said once if alike."""
    if move and cancel and move.code == cancel.code != "final_state":
        return (_sentence(move.code, "moved or cancelled", "", terms),)
    return tuple(each.sentence for each in (move, cancel) if each)


def _why_not(
    act: Literal["reschedule", "cancel"],
    status: str,
    start: datetime,
    moves: int,
    terms: ChangeTerms,
    now: datetime,
    *,
    freed: bool,
) -> RefusalCode | None:
    if status in FINAL:
        return "final_state"
    if status == "started" or now >= start:
        return "already_started"
    if freed and act == "reschedule":
        return None
    if not terms.allowed:
        return "change_off"
    if now > start - timedelta(minutes=terms.notice_minutes):
        return "change_notice"
    if act == "reschedule" and terms.max_moves is not None and moves >= terms.max_moves:
        return "moves_used_up"
    return None


def _sentence(code: RefusalCode, done: str, status: str, terms: ChangeTerms) -> str:
    match code:
        case "final_state":
            return f"This call cannot be {done}: it is {said(status)}."
        case "already_started":
            return f"This call cannot be {done} any more: its time has come."
        case "change_off":
            return f"This call cannot be {done} here. Please get in touch with us."
        case "change_notice":
            return f"This call could only be {done} up to {_duration(terms.notice_minutes)} before it starts."
        case "moves_used_up":
            return "This call has already been moved as often as it can be."


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"{minutes} minutes"
    return "an hour" if hours == 1 else f"{hours} hours"
