"""What all answers share."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Exactly these fields, all of them."""

    model_config = ConfigDict(extra="forbid")


class Meta(Shape):
    """About the answer itself."""

    timestamp: datetime = Field(description="When it was given; for a repeated request, when it was given first.")


class Nothing(Shape):
    """There is nothing to tell."""


class NothingAnswer(Shape):
    data: Nothing
    meta: Meta
