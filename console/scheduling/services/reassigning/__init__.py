"""Giving calls to other agents by plan: who could take them, the plan carried out call by call, and all of it undone."""

from .applying import UNDO_FOR, Move, Outcome, Undoable, apply, attempt, begin, undo, undoable
from .planning import MOST_CALLS, PlannedCall, PlanQuery, plan

__all__ = [
    "MOST_CALLS",
    "UNDO_FOR",
    "Move",
    "Outcome",
    "PlanQuery",
    "PlannedCall",
    "Undoable",
    "apply",
    "attempt",
    "begin",
    "plan",
    "undo",
    "undoable",
]
