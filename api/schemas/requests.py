"""What all requests share: no unknown fields, no guessing at types, and the kinds of values that fields have."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from console.scheduling.errors import Invalid
from console.scheduling.messages.instants import parse_instant
from console.scheduling.rules import limits

Status = Literal[
    "scheduled",
    "pending_confirmation",
    "confirmed",
    "started",
    "completed",
    "cancelled",
    "no_show",
    "rescheduled",
]
Source = Literal["agent", "public_booking", "api", "admin"]
ReminderKind = Literal["reminder_custom", "invitation", "reminder_24h", "reminder_1h", "reminder_15m", "cancellation"]
AssignmentMethod = Literal["manual", "self_selected", "round_robin", "pool"]


def _instant(value: object) -> datetime:
    try:
        return parse_instant(value)
    except Invalid as error:
        raise PydanticCustomError("invalid_instant", "{sentence}", {"sentence": error.message}) from None


def _digits(value: object) -> object:
    """A number in an address; Python alone would read `1_0` and ` 10 ` as well."""
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError("Give a whole number")
    return int(value)


def _true_or_false(value: object) -> object:
    if value not in ("true", "false"):
        raise ValueError("Give true or false")
    return value == "true"


def among(kind: object) -> AfterValidator:
    """One or more of a Literal's words, separated by commas."""
    known = get_args(kind)

    def check(value: str) -> str:
        if unknown := [word for word in value.split(",") if word not in known]:
            raise ValueError(f"There is no {unknown[0]!r}: give one or more of {', '.join(known)}")
        return value

    return AfterValidator(check)


def several(kind: object) -> WithJsonSchema:
    """The document's schema of what `among` takes."""
    one = f"({'|'.join(get_args(kind))})"
    return WithJsonSchema({"type": "string", "pattern": f"^{one}(,{one})*$"})


Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation")
]
"""RFC 3339, with an offset or `Z`."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Short = Annotated[str, StringConstraints(max_length=320)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=limits.NAME_LENGTH)]
Notes = Annotated[str, StringConstraints(max_length=limits.NOTES_LENGTH)]
Reason = Annotated[str, StringConstraints(max_length=500)]
Minutes = Annotated[int, Field(ge=limits.DURATION[0], le=limits.DURATION[1])]
BufferMinutes = Annotated[int, Field(ge=limits.BUFFER[0], le=limits.BUFFER[1])]
Metadata = Annotated[dict[str, str], Field(max_length=limits.METADATA_PAIRS)]

LEFT_ALONE: Any = None
"""The value of a field that may be left out but cannot be null, so that the document does not offer null either."""

Number = BeforeValidator(_digits)
Flag = Annotated[bool, BeforeValidator(_true_or_false)]


class RequestModel(BaseModel):
    """A request's fields: no others, and no guessing at types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=to_camel)

    def given(self) -> dict[str, Any]:
        """The fields that the request holds, by the core's names."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The document's schema, in which a field that may be left out has no default of null."""
        document = handler.resolve_ref_schema(handler(schema))
        for field in document.get("properties", {}).values():
            if field.get("default", ...) is None:
                del field["default"]
        return document
