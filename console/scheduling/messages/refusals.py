"""Why a time or an act was refused, in sentences, and who could take the call instead. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.errors import CallboardError, SlotUnavailable
from console.scheduling.messages import moments, when
from console.scheduling.messages.words import READER, word
from console.scheduling.rules.availability import Reason, shared_code

_MAY_BE_SET_ASIDE = frozenset({"outside_hours", "too_soon", "too_far", "busy_calendar"})


class Answered(Protocol):
    """One agent's answer to a time: free, or what stands in the way."""

    @property
    def agent_id(self) -> str: ...
    @property
    def reasons(self) -> Sequence[Reason]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a call; `why_not` is empty when they are free."""

    id: str = ""
    name: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call can be booked at a time; if not, every reason as a sentence, the first one first."""

    is_known: bool = False
    works: bool = False
    told: str = ""
    """That it works, in words."""
    why_not: list[str] = field(default_factory=list)


def verdict(answers: Sequence[Answered], start: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> Verdict:
    """What the agents' answers to a call at `start` come to. Of several, one free is enough; if none is, the shared code."""
    free = sum(not answer.reasons for answer in answers)
    if free:
        return Verdict(True, True, word("works" if len(answers) == 1 else "works_with", locale, count=free))
    if len(answers) == 1:
        return Verdict(True, why_not=[why(reason, start, tz, now, locale) for reason in answers[0].reasons])
    code = shared_code([answer.reasons for answer in answers])
    return Verdict(True, why_not=[word(f"reason_{code}", locale)])


def why(reason: Reason, start: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """One reason against a call at `start`, with the stretch of time that it covers: `Blocked: 10:00–11:00.`"""
    match reason.code:
        case "too_soon" if start < now:
            return word("why_past", locale)
        case "too_soon":
            return word("why_too_soon", locale, time=_moment(reason.end, start, tz, now, locale))
        case "too_far":
            return word("why_too_far", locale, time=_moment(reason.start, start, tz, now, locale))
        case "scheduling_off" | "not_in_preset" | "off_grid" | "agent_day_limit":
            return word(f"reason_{reason.code}", locale)
    return word(f"why_{reason.code}", locale, span=_span(reason, start, tz, now, locale))


def sentences(refused: CallboardError, locale: str = READER) -> str:
    """The refusal in full: for a time, every reason that holds and not only the first."""
    if not isinstance(refused, SlotUnavailable) or len(refused.reasons) < 2:
        return refused.message
    return " ".join(word(f"reason_{code}", locale) for code in refused.reasons)


def candidates(
    answers: Sequence[Answered], names: Mapping[str, str], *, but: str = "", locale: str = READER
) -> list[Candidate]:
    """Who could take a call, but for who has it now: first the free, then those whose hours may be set aside, by name."""

    def order(answer: Answered) -> tuple[int, str]:
        codes = {reason.code for reason in answer.reasons}
        return (0 if not codes else 1 if codes <= _MAY_BE_SET_ASIDE else 2, names.get(answer.agent_id, "").casefold())

    return [
        Candidate(
            answer.agent_id,
            names.get(answer.agent_id, answer.agent_id),
            word(f"reason_{answer.reasons[0].code}", locale) if answer.reasons else "",
        )
        for answer in sorted(answers, key=order)
        if answer.agent_id != but
    ]


def _moment(at: datetime, start: datetime, tz: ZoneInfo, now: datetime, locale: str) -> str:
    """An instant as seen from a call at `start`: a clock time where it lies on that day."""
    if at.astimezone(tz).date() == start.astimezone(tz).date():
        return when.clock_time(at, tz, locale)
    return moments.moment(at, tz, now, locale)


def _span(reason: Reason, start: datetime, tz: ZoneInfo, now: datetime, locale: str) -> str:
    """The stretch of a reason as seen from a call at `start`: clock times where it lies within that day."""
    day = start.astimezone(tz).date()
    first, last = reason.start.astimezone(tz), (reason.end - timedelta(microseconds=1)).astimezone(tz)
    if {first.date(), last.date()} != {day}:
        return moments.days_or_stretch(reason.start, reason.end, tz, now, locale)
    if first.time() == reason.end.astimezone(tz).time() == time():
        return word("all_day", locale)
    return moments.time_span(reason.start, reason.end, tz, locale)
