"""A draw told as a table: who was free, with which figures, and why this one. Pure; from the `assigned` event's payload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal

from console.scheduling.messages import when
from console.scheduling.messages.words import READER, word

SHOWN = 5
"""How many agents are told at once; the chosen one is the first."""


@dataclass(frozen=True, slots=True)
class DrawRow:
    """An agent who was considered. `share` is (`given` + `credit`) ÷ `weight`; the lowest is next."""

    agent: str = ""
    load: str = ""
    """Minutes of live calls on the slot's day."""
    given: str = ""
    credit: str = ""
    weight: str = ""
    share: str = ""
    last_turn: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """The table, and what stands below it. `by_load`: loads were compared first."""

    rows: list[DrawRow] = field(default_factory=list)
    by_load: bool = False
    decided_by: str = ""
    """The figure that set the chosen one apart: `load`, `share`, `last_turn` or nothing."""
    all_told: str = ""
    """`Show all 50`; empty where all are told."""
    behind: str = ""
    """`900 others came after these`, of a pool too large to keep all figures of."""


def draw(
    payload: Mapping[str, Any],
    name: Callable[[object], str],
    moment: Callable[[object], str],
    *,
    whole: bool = False,
    locale: str = READER,
) -> Draw:
    """The draw of a payload; no rows where nobody was drawn. `name` and `moment` say people and instants."""
    considered = [each for each in payload.get("considered") or () if "share" in each]
    told = considered if whole else considered[:SHOWN]
    hidden = len(considered) - len(told)
    untold = payload.get("considered_count", 0) - len(considered)

    def row(each: Mapping[str, Any]) -> DrawRow:
        last = each["last_given_at"]
        return DrawRow(
            agent=name(each["agent_id"]),
            load=number(each["load_minutes"], locale),
            given=number(each["given"], locale),
            credit=number(each["credit"], locale),
            weight=number(each["weight"], locale),
            share=number(each["share"], locale),
            last_turn=word("draw_last_turn", locale, time=moment(last)) if last else word("draw_no_turn", locale),
            is_chosen=each["agent_id"] == payload.get("assigned_agent_id"),
        )

    return Draw(
        rows=[row(each) for each in told],
        by_load=payload.get("assignment_method") == "pool",
        decided_by=_DECIDED.get(payload.get("why", ""), ""),
        all_told=word("draw_show_all", locale, count=len(considered)) if hidden else "",
        behind=word("draw_behind", locale, count=untold) if untold > 0 and not hidden else "",
    )


def number(value: float, locale: str = READER) -> str:
    """`12`, `2.5`, `0.33`: two places at most, none that say nothing."""
    return format_decimal(value, format="#,##0.##", locale=when.locale_of(locale))


_DECIDED = {"least_load": "load", "lowest_share": "share", "longest_wait": "last_turn"}
