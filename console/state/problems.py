"""What is wrong with a form, as its page says it."""

from console.scheduling.errors import CallboardError, Invalid


def problems_of(refused: CallboardError) -> dict[str, str]:
    """What is wrong, by field; under `form` what is wrong with all of it."""
    if isinstance(refused, Invalid):
        return {problem.field: problem.message for problem in refused.problems}
    return {"form": refused.message}
