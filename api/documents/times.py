"""Free times, what stands in the way of one, and holds. Slots and reasons are camelCase, holds snake_case."""

from datetime import datetime

from pydantic import Field

from api.documents.shapes import Meta, Shape
from console.scheduling.rules.availability import ReasonCode


class Slot(Shape):
    """A start that can be booked."""

    startUtc: datetime  # noqa: N815 - as the contract has it
    endUtc: datetime  # noqa: N815
    agentId: str  # noqa: N815


class Reason(Shape):
    """One thing that stands in the way, and for how long."""

    code: ReasonCode
    message: str
    fromUtc: datetime = Field(description="Where it begins, as far as it touches this time.")  # noqa: N815
    toUtc: datetime  # noqa: N815


class AgentReasons(Shape):
    agentId: str  # noqa: N815
    bookable: bool = Field(description="Whether a booking of this time with the same terms is accepted.")
    reasons: list[Reason] = Field(
        description="Everything that stands in the way, most weighty first; empty if nothing."
    )


class Hold(Shape):
    """A time kept for one customer: name it as `holdId` when booking."""

    id: str
    app_id: str
    preset_id: str
    agent_id: str | None = Field(description="Null where none was named: the booking draws one.")
    start_at: datetime
    end_at: datetime
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    created_at: datetime
    expires_at: datetime = Field(description="From here on the time is free for others.")


class Slots(Shape):
    slots: list[Slot] = Field(description="By start, then agent.")


class Reasons(Shape):
    agents: list[AgentReasons]


class OneHold(Shape):
    hold: Hold


class SlotsAnswer(Shape):
    data: Slots
    meta: Meta


class ReasonsAnswer(Shape):
    data: Reasons
    meta: Meta


class HoldAnswer(Shape):
    data: OneHold
    meta: Meta
