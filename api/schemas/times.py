"""Requests about time: what is free, why not, and holds."""

from typing import Annotated

from pydantic import Field

from api.schemas.requests import LEFT_ALONE, BufferMinutes, Flag, Id, Instant, Minutes, Number, RequestModel
from console.scheduling.rules import limits
from console.scheduling.services import holds
from console.scheduling.services.slots import SlotQuery

_ASIDE = "False sets hours, notice and horizon aside; never a conflict, a block or do-not-disturb."


class NewHold(RequestModel):
    """A time to be kept for one customer. A field that is left out, or null, is as the preset has it."""

    start: Instant = Field(alias="startUtc", description="On a whole minute, with an offset or `Z`.")
    duration_minutes: Minutes | None = Field(None, description="Left out: the preset's default.")
    agent_id: Id | None = Field(None, description="Left out: any whom the preset offers, unseen until it is booked.")
    preset_id: Id | None = Field(None, description="Left out: the app's active preset.")
    buffer_before_minutes: BufferMinutes | None = Field(None, description="Quiet minutes before the call.")
    buffer_after_minutes: BufferMinutes | None = Field(None, description="Quiet minutes after the call.")
    respect_working_hours: bool | None = Field(None, description=f"{_ASIDE} Left out: true.")

    def to_core(self) -> holds.NewHold:
        """The core's command."""
        return holds.NewHold(**{name: value for name, value in self.given().items() if value is not None})


class TimesQuery(RequestModel):
    """The terms under which free times are looked for; those left out are the preset's."""

    duration_minutes: Annotated[int, Field(ge=limits.DURATION[0], le=limits.DURATION[1]), Number] = Field(
        description="How long the call is."
    )
    agent_id: Id = Field(
        LEFT_ALONE,
        description="Only this agent. Left out: every agent whom the preset offers.",
    )
    preset_id: Id = Field(
        LEFT_ALONE,
        description="Whose agents, notice, horizon, cap and buffers apply. Left out: the app's active preset.",
    )
    buffer_before_minutes: Annotated[int, Field(ge=limits.BUFFER[0], le=limits.BUFFER[1]), Number] = Field(
        LEFT_ALONE, description="Quiet minutes before the call. Left out: the preset's."
    )
    buffer_after_minutes: Annotated[int, Field(ge=limits.BUFFER[0], le=limits.BUFFER[1]), Number] = Field(
        LEFT_ALONE, description="Quiet minutes after the call. Left out: the preset's."
    )
    respect_working_hours: Flag = Field(True, description=_ASIDE)


class AvailabilityQuery(TimesQuery):
    """Where free times are looked for: slots lie wholly in `[fromUtc, toUtc)`."""

    start: Instant = Field(
        alias="fromUtc",
        description="The first start that is looked at; the others follow every `stepMinutes`.",
    )
    end: Instant = Field(
        alias="toUtc",
        description="Every slot ends by then. At most 92 days after `fromUtc`.",
    )
    step_minutes: Annotated[int, Field(ge=limits.STEP[0], le=limits.STEP[1]), Number] = Field(
        LEFT_ALONE, description="From one start to the next. Left out: `durationMinutes`."
    )

    def to_core(self) -> SlotQuery:
        """The core's question."""
        return SlotQuery(**self.given())


class ExplainQuery(TimesQuery):
    """The one time that is asked about."""

    start: Instant = Field(alias="atUtc", description="The start that is asked about.")

    def to_core(self) -> SlotQuery:
        """The core's question."""
        return SlotQuery(**self.given(), end=self.start)
