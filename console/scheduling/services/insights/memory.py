"""What was answered within the last minute: many tabs, and a page that is loaded again, ask the same."""

from datetime import timedelta
from threading import Lock

from ... import clock
from ...rules.permissions import Scope
from .answer import Figures
from .asking import Question

_KEPT = timedelta(minutes=1)
_MOST = 64
_answers: dict[tuple[Scope, Question], Figures] = {}
"""The oldest first."""
_lock = Lock()


def recall(scope: Scope, asked: Question) -> Figures | None:
    """The answer to this question, for whoever sees the same calls, if it is young enough."""
    found = _answers.get((scope, asked))
    return found if found and clock.now() - found.worked_out_at < _KEPT else None


def keep(scope: Scope, answer: Figures) -> None:
    """Remember it; of too many, the oldest are forgotten."""
    with _lock:
        _answers.pop((scope, answer.asked), None)
        _answers[scope, answer.asked] = answer
        while len(_answers) > _MOST:
            del _answers[next(iter(_answers))]
