"""Reading what comes from outside as the model it claims to be, and saying what is wrong with it in words for people."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from console.scheduling.errors import Invalid, Problem

T = TypeVar("T", bound=BaseModel)


class Terms(BaseModel):
    """What all input shares: nothing is guessed from another type, nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)


def read(model: type[T], document: object) -> T:
    """The document as this model. Raises Invalid, which names every bad value by its path: `agents[0].email`."""
    try:
        return model.model_validate(document)
    except ValidationError as refused:
        raise Invalid([_problem(error) for error in refused.errors(include_url=False, include_input=False)]) from None


def path(*steps: str | int) -> str:
    """Where a value stands in a document: names parted by dots, positions in brackets."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def plainly(error: ErrorDetails) -> str:
    """What pydantic found, as a sentence for people."""
    plain = _PLAIN.get(error["type"])
    said = plain.format(**error.get("ctx", {})) if plain else error["msg"].removeprefix("Value error, ")
    return f"{said.replace('Input should', 'This should').removesuffix('.')}."


def _problem(error: ErrorDetails) -> Problem:
    return Problem(path(*error["loc"]), plainly(error))


_PLAIN = {
    "missing": "This is missing",
    "extra_forbidden": "This is not a name that is known here",
    "model_type": "This must be an object",
    "dict_type": "This must be an object",
    "list_type": "This must be a list",
    "bool_type": "This must be yes or no",
    "int_type": "This must be a whole number",
    "string_type": "This must be text",
    "string_unicode": "This must be text in Unicode",
    "greater_than_equal": "This must be {ge} or more",
    "less_than_equal": "This must be {le} or less",
    "string_too_short": "This must have {min_length} characters at least",
    "string_too_long": "This must have {max_length} characters at most",
    "too_short": "Give {min_length} of these at least",
    "too_long": "Give {max_length} of these at most",
    "literal_error": "This must be {expected}",
}
"""Words for what pydantic says to programmers; the braces are its own figures."""
