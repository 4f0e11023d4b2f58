"""What one message to a customer tells, whatever channel it takes."""

from dataclasses import dataclass
from datetime import datetime

from ..rules.terms import Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLink:
    """One of the calls that a customer asked for, in its own zone, and where they look after it."""

    start: datetime
    timezone: str
    agent_name: str
    reference: str
    manage_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message tells. `kind` is the reminder's, or `trial`; times are shown in `timezone`, words in `language`.

    `moved_from` is the old start; `is_new_agent`: somebody else takes the call than the customer was told before.
    `reason` is a cancellation's, `message` what staff wrote into a custom message, `reply` the quick reply that it
    answers. `logo` is an https address, `accent` a colour. `unsubscribe_url` is where the customer declines reminders;
    None where that makes no sense. `contact_email` and `contact_phone` (E.164) are where a person answers. `calls` are
    all that the customer has, in a letter that they asked for.
    """

    kind: str
    app_name: str
    agent_name: str
    guest_name: str
    booking_id: str
    reference: str
    version: int
    start: datetime
    end: datetime
    timezone: str
    language: str
    call_kind: str
    to_confirm: bool
    join_url: str
    manage_url: str
    written_at: datetime
    moved_from: datetime | None = None
    is_new_agent: bool = False
    reason: str | None = None
    message: str | None = None
    reply: str | None = None
    unsubscribe_url: str | None = None
    logo: str | None = None
    accent: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    calls: tuple[CallLink, ...] = ()

    @property
    def occasion(self) -> Occasion:
        """What it is written for, of what a channel's templates are made for."""
        if self.kind == "invitation" and self.moved_from:
            return "moved"
        return "reminder_custom" if self.kind in ("trial", "running_late", "call_links") else self.kind  # pyright: ignore[reportReturnType]

    @property
    def minutes(self) -> int:
        """The call's length."""
        return round((self.end - self.start).total_seconds() / 60)
