"""Insights: how it goes, in figures of a period and of as many days just before it, each with the calls behind it.

What a figure means is said where it is defined, in `rules.insights`. The figures are those of the calls that the asker
may see, and all of them count by the start of a call, as the list of calls does.
"""

from ...rules.insights import SOURCES
from .answer import AgentPart, DayPart, Figures, LeadStep, OutcomePart, Part, Period
from .asking import KEPT, NO_OUTCOME, OPEN, Question, Rows
from .looking import figures, may_see

__all__ = [
    "KEPT",
    "NO_OUTCOME",
    "OPEN",
    "SOURCES",
    "AgentPart",
    "DayPart",
    "Figures",
    "LeadStep",
    "OutcomePart",
    "Part",
    "Period",
    "Question",
    "Rows",
    "figures",
    "may_see",
]
