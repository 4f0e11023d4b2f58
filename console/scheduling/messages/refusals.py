"""Why a time or an act was refused, in sentences, and who could take the call instead. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from console.scheduling.errors import CallboardError, SlotUnavailable
from console.scheduling.messages.words import word

_MAY_BE_SET_ASIDE = frozenset({"outside_hours", "too_soon", "too_far", "busy_calendar"})


class Coded(Protocol):
    """A reason with its code."""

    @property
    def code(self) -> str: ...


class Answered(Protocol):
    """One agent's answer to a time: free, or what stands in the way."""

    @property
    def agent_id(self) -> str: ...
    @property
    def reasons(self) -> Sequence[Coded]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a call; `why_not` is empty when they are free."""

    id: str = ""
    name: str = ""
    why_not: str = ""


def sentences(refused: CallboardError, locale: str = "en") -> str:
    """The refusal in full: for a time, every reason that holds and not only the first."""
    if not isinstance(refused, SlotUnavailable) or len(refused.reasons) < 2:
        return refused.message
    return " ".join(word(f"reason_{code}", locale) for code in refused.reasons)


def candidates(
    answers: Sequence[Answered], names: Mapping[str, str], *, but: str = "", locale: str = "en"
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
