"""Calls that fall out of a change as lines to choose from, and what came of each; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from ..models.booking import Booking
from . import moments, when
from .sentences import said
from .words import READER, word

Choice = Literal["keep", "reassign", "ask", "cancel"]


class Affected(Protocol):
    """A call that falls out, see `services.impact.AffectedCall`."""

    @property
    def booking(self) -> Booking: ...
    @property
    def agent_name(self) -> str: ...
    @property
    def can_be_told(self) -> bool: ...


class Planned(Protocol):
    """What a plan says of a call, see `services.reassigning.PlannedCall`."""

    @property
    def agent_id(self) -> str | None: ...
    @property
    def agent_name(self) -> str: ...
    @property
    def speaks(self) -> bool: ...
    @property
    def same_team(self) -> bool: ...
    @property
    def code(self) -> str: ...
    @property
    def held_back(self) -> Sequence[tuple[str, int]]: ...


class Outcome(Protocol):
    """What came of a call, see `services.reassigning.Outcome`."""

    @property
    def booking_id(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def is_done(self) -> bool: ...


class Undoable(Protocol):
    """A plan that can be undone, see `services.reassigning.Undoable`."""

    @property
    def id(self) -> str: ...
    @property
    def calls(self) -> int: ...
    @property
    def away(self) -> str: ...
    @property
    def until(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One call. `choices` are those that can be; `taker` takes it if it is given away, else `why_not` says why nobody can."""

    id: str = ""
    time: str = ""
    customer: str = ""
    agent: str = ""
    choice: Choice = "keep"
    choices: list[tuple[str, str]] = field(default_factory=list)
    taker: str = ""
    why_not: str = ""
    remark: str = ""
    """What is to be minded of the taker, such as another language."""
    needs_a_look: bool = False
    """Whether a person has to decide: the taker does not speak the customer's language."""
    outcome: str = ""
    has_failed: bool = False


@dataclass(frozen=True, slots=True)
class UndoRow:
    """A plan that can be undone: what was done, and until when."""

    id: str = ""
    told: str = ""


def impact_row(
    one: Affected, planned: Planned | None, choices: Sequence[str], tz: ZoneInfo, now: datetime, locale: str = READER
) -> ImpactRow:
    """A call before anything is chosen; nobody is asked who would not hear."""
    booking = one.booking
    taker = planned.agent_name if planned and planned.agent_id else ""
    can_be = {"keep": True, "reassign": bool(taker), "ask": one.can_be_told, "cancel": True}
    return ImpactRow(
        id=booking.id,
        time=moments.moment(booking.scheduled_at, tz, now, locale),
        customer=booking.guest_name,
        agent=one.agent_name,
        choices=[
            (each, word("impact_to", locale, name=taker) if each == "reassign" else word(f"impact_{each}", locale))
            for each in choices
            if can_be[each]
        ],
        taker=taker,
        why_not=_why_not(planned, locale) if planned and not taker else "",
        remark=_remark(planned, booking, locale) if planned and taker else "",
        needs_a_look=bool(planned and taker and not planned.speaks),
    )


def at_first(row: ImpactRow, best: str) -> ImpactRow:
    """The row with the best choice made, unless a person has to decide."""
    return row if best == "reassign" and row.needs_a_look else chosen(row, best)


def chosen(row: ImpactRow, choice: str) -> ImpactRow:
    """The row with this choice made; as it was where that cannot be."""
    possible = choice in dict(row.choices)
    return replace(row, choice=choice) if possible else row  # pyright: ignore[reportArgumentType]


def settled(row: ImpactRow, outcomes: Sequence[Outcome]) -> ImpactRow:
    """The row with what came of it."""
    for outcome in outcomes:
        if outcome.booking_id == row.id:
            done = word(f"impact_done_{row.choice}", name=row.taker)
            return replace(
                row, outcome=done if outcome.is_done else said(outcome.message), has_failed=not outcome.is_done
            )
    return row


def undone(row: ImpactRow, outcomes: Sequence[Outcome]) -> ImpactRow:
    """The row once its plan is undone: given back, or why not."""
    for outcome in outcomes:
        if outcome.booking_id == row.id:
            told = word("impact_given_back", name=row.agent) if outcome.is_done else said(outcome.message)
            return replace(row, outcome=told, has_failed=not outcome.is_done)
    return row


def summary(rows: Sequence[ImpactRow]) -> str:
    """`Done, but for 1 of 5 calls.`: of those with which something was to be done; then how many stay as they are."""
    failed, tried = sum(row.has_failed for row in rows), sum(row.outcome != "" for row in rows)
    done = word("impact_done_partly", failed=failed, count=tried) if failed else word("impact_done")
    return f"{done} {word('impact_stay', count=len(rows) - tried)}" if tried < len(rows) else done


def as_it_came(rows: Sequence[ImpactRow]) -> list[ImpactRow]:
    """First what failed and needs somebody, then what was done, last what stays as it is."""
    return sorted(rows, key=lambda row: (not row.has_failed, row.outcome == ""))


def undo_row(one: Undoable, tz: ZoneInfo, now: datetime) -> UndoRow:
    """`Ada is away; 4 calls were given to others. It can be undone until 10:42.`"""
    parts = [word("undo_away", name=one.away)] if one.away else []
    parts += [word("undo_calls", count=one.calls)] if one.calls else []
    return UndoRow(one.id, " ".join([*parts, word("undo_until", at=moments.since(one.until, tz, now))]))


def _why_not(planned: Planned, locale: str) -> str:
    """`Nobody is free: another call (3), outside working hours (1).`; `Ada cannot take it: another call.`"""
    if planned.agent_name:
        codes = [code for code, _ in planned.held_back] or ["not_in_preset"]
        reasons = ", ".join(word(f"short_{code}", locale) for code in codes)
        return word("impact_one_busy", locale, name=planned.agent_name, reasons=reasons)
    counts = [f"{word(f'short_{code}', locale)} ({count})" for code, count in planned.held_back]
    return word("impact_nobody", locale, reasons=", ".join(counts)) if counts else word("impact_nobody_else", locale)


def _remark(planned: Planned, booking: Booking, locale: str) -> str:
    if not planned.speaks:
        return word(
            "impact_other_language",
            locale,
            name=planned.agent_name,
            language=_language(booking.guest_language or "", locale),
        )
    return "" if planned.same_team else word("impact_other_team", locale, name=planned.agent_name)


def _language(tag: str, locale: str) -> str:
    return when.locale_of(locale).languages.get(tag.partition("-")[0].lower(), tag)
