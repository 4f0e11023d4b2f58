"""Agents' shares of the calls as one line each, ready to show. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from console.scheduling.messages import moments, when
from console.scheduling.messages.draws import number
from console.scheduling.messages.words import READER, word


class Shared(Protocol):
    """One agent's account."""

    @property
    def agent_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> int | None: ...
    @property
    def given(self) -> int: ...
    @property
    def fair(self) -> float: ...
    @property
    def difference(self) -> float: ...
    @property
    def credit(self) -> float: ...
    @property
    def last_at(self) -> datetime | None: ...
    @property
    def manual(self) -> int: ...
    @property
    def self_selected(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One agent's account. `bar` and `mark` are lengths of the row's bar, as CSS: calls given, and the fair share."""

    id: str = ""
    name: str = ""
    weight: str = ""
    given: str = ""
    fair: str = ""
    difference: str = ""
    is_off: bool = False
    """Whether it differs by a whole call or more: less than that no draw can even out."""
    credit: str = ""
    last_turn: str = ""
    manual: str = ""
    self_selected: str = ""
    facts: str = ""
    """All that a narrow screen has no column for."""
    bar: str = "0%"
    mark: str = "0%"


def share_row(share: Shared, longest: float, tz: ZoneInfo, now: datetime, locale: str = READER) -> ShareRow:
    """One agent's line; `longest` is what fills a bar."""
    return ShareRow(
        id=share.agent_id,
        name=share.name,
        weight=word("share_weights_differ", locale) if share.weight is None else number(share.weight, locale),
        given=number(share.given, locale),
        fair=tenths(share.fair, locale),
        difference=signed(share.difference, locale),
        is_off=abs(share.difference) >= 1,
        credit=tenths(share.credit, locale) if share.credit >= 0.05 else "–",
        last_turn=moments.day_name(share.last_at, tz, now, locale) if share.last_at else "–",
        manual=number(share.manual, locale) if share.manual else "–",
        self_selected=number(share.self_selected, locale) if share.self_selected else "–",
        facts=_facts(share, tz, now, locale),
        bar=_part(share.given, longest),
        mark=_part(share.fair, longest),
    )


def given_told(given: int, elsewhere: int, days: int, locale: str = READER) -> str:
    """`212 calls given in the last 30 days, and 3 to agents who are no longer in this pool`."""
    told = word("shares_given", locale, count=given, days=days)
    return f"{told} · {word('shares_elsewhere', locale, count=elsewhere)}" if elsewhere else told


def _facts(share: Shared, tz: ZoneInfo, now: datetime, locale: str) -> str:
    weight = word("share_weights_differ", locale) if share.weight is None else number(share.weight, locale)
    said = [word("share_weight_told", locale, weight=weight)]
    if share.credit >= 0.05:
        said.append(word("share_credit_told", locale, credit=tenths(share.credit, locale)))
    if share.last_at:
        said.append(word("share_last_told", locale, day=moments.day_name(share.last_at, tz, now, locale)))
    if share.manual:
        said.append(word("share_manual_told", locale, count=share.manual))
    if share.self_selected:
        said.append(word("share_self_selected_told", locale, count=share.self_selected))
    return " · ".join(said)


def tenths(value: float, locale: str = READER) -> str:
    """`12.0`."""
    return format_decimal(value, format="#,##0.0", locale=when.locale_of(locale))


def signed(value: float, locale: str = READER) -> str:
    """`+2.5`, `−1.0`, `0.0`: the sign says it, not a colour."""
    told = tenths(abs(value), locale)
    if not any(digit in told for digit in "123456789"):
        return told
    return f"+{told}" if value > 0 else f"\u2212{told}"


def _part(value: float, longest: float) -> str:
    return f"{100 * value / longest if longest else 0:.2f}%"
