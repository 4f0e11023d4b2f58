"""How errors look."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.documents.shapes import Shape
from api.documents.times import Slot


class Detail(Shape):
    """One thing that is wrong."""

    field: str | None = Field(description="The request's own name for it; null for the request as a whole.")
    message: str = Field(description="A sentence for people.")
    code: str = Field(description="Why, for a program.")
    nextAllowedAt: datetime = Field(None, description="On a 429: when the same request may pass.")  # noqa: N815  # pyright: ignore[reportAssignmentType]


class Problem(Shape):
    type: str = Field(description="What kind of error it is: one for each status, two on 404.")
    message: str = Field(description="A sentence for people; not for programs.")
    timestamp: datetime
    details: list[Detail] = Field(min_length=1)
    alternatives: list[Slot] = Field(  # pyright: ignore[reportAssignmentType]
        None, max_length=3, description="On a 409 for a time: the next that are free."
    )


class Failure(Shape):
    """Every error has this shape."""

    error: Problem


class OAuthFailure(Shape):
    """An OAuth error for who asked with a form (RFC 6749 section 5.2)."""

    error: Literal[
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "invalid_scope",
        "unsupported_grant_type",
        "rate_limit_exceeded",
    ]
    error_description: str
