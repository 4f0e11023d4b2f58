"""What is wrong with a form, as its page says it."""

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages.sentences import said


def problems_of(refused: CallboardError) -> dict[str, str]:
    """What is wrong, by field; under `form` what is wrong with all of it."""
    if isinstance(refused, Invalid):
        return {problem.field: said(problem.message) for problem in refused.problems}
    return {"form": said(refused.message)}
