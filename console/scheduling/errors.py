"""Everything the core refuses, as one small tree. The core knows no status codes; each door has one table.

CallboardError
├── NotFound             no such thing, as far as this actor may know
│   ├── AppNotFound      unknown app, or one this actor may not reach
│   └── ChangedHands     an agent's own link to a call that a colleague takes now
├── NotAllowed           this actor may not do this
│   ├── SignInNeeded     nobody is signed in
│   │   └── SecondStepNeeded  the password is right; a code is asked for, too
│   └── SchedulingOff    the preset takes no bookings
├── Invalid              the input breaks a bound; names the fields
├── Conflict             right in itself, but not now; carries a reason code
│   ├── SlotUnavailable  the time cannot be booked; carries every reason and the nearest times that can
│   ├── FinalState       the booking is over
│   ├── AlreadyStarted   the call runs
│   ├── WrongState       the lifecycle has no such step
│   └── StaleVersion     somebody else was faster
├── TooMany              a limit is reached; says when to come back
└── Unavailable          the database is busy or away; try again
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field. `field` is the core's snake_case name, `message` a whole sentence."""

    field: str
    message: str
    code: str = "invalid"


class CallboardError(Exception):
    """The root; `message` is a sentence a person can read, `code` a word a program can."""

    code = "error"

    def __init__(self, message: str = "", *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.field = field


class NotFound(CallboardError):
    """There is no such thing, as far as this actor may know."""

    code = "not_found"


class AppNotFound(NotFound):
    """The app is unknown or out of this actor's reach: both read the same."""

    code = "app_not_found"


class ChangedHands(NotFound):
    """The link was this agent's way to a call that somebody else takes now. `app_id` is the call's app."""

    def __init__(self, app_id: str) -> None:
        super().__init__("Somebody else takes this call now.")
        self.app_id = app_id


class NotAllowed(CallboardError):
    """This actor may not do this."""

    code = "forbidden"


class SignInNeeded(NotAllowed):
    """Nobody is signed in."""

    code = "sign_in_needed"


class SecondStepNeeded(SignInNeeded):
    """The password was right, and this person gives a code as well. `token` stands for the password, once and not for long."""

    code = "second_step_needed"

    def __init__(self, token: str) -> None:
        super().__init__("Please enter the code of your authenticator app.")
        self.token = token


class SchedulingOff(NotAllowed):
    """The preset takes no bookings at present."""

    code = "scheduling_off"


class Invalid(CallboardError):
    """The input breaks a bound. `problems` names every field that does."""

    code = "invalid_request"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            problems[0].message if problems else "The request is not valid.",
            field=problems[0].field if problems else None,
        )
        self.problems = tuple(problems)

    @classmethod
    def of(cls, field: str, message: str, code: str = "invalid") -> "Invalid":
        """A single problem."""
        return cls([Problem(field, message, code)])


class Conflict(CallboardError):
    """The request is right in itself, but the world is not as it assumes."""

    code = "conflict"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A time that can be booked instead. Instants are aware UTC."""

    start_at: datetime
    end_at: datetime
    agent_id: str


class SlotUnavailable(Conflict):
    """The time cannot be booked: `code` is the first reason, `reasons` all codes in the contract's order."""

    code = "slot_taken"

    def __init__(
        self, message: str, *, code: str, reasons: Sequence[str] = (), alternatives: Sequence[Alternative] = ()
    ) -> None:
        super().__init__(message, code=code, field="scheduled_at")
        self.reasons = tuple(reasons) or (code,)
        self.alternatives = tuple(alternatives)


class FinalState(Conflict):
    """The booking is cancelled, completed or a no-show; final bookings never reopen."""

    code = "final_state"


class AlreadyStarted(Conflict):
    """A started call is neither moved nor reassigned."""

    code = "already_started"


class WrongState(Conflict):
    """The lifecycle has no step from this status to that."""

    code = "wrong_state"


class StaleVersion(Conflict):
    """Somebody else changed the row first."""

    code = "stale_version"


class TooMany(CallboardError):
    """A limit is reached. `next_allowed_at` is the first instant at which the same request may pass."""

    code = "rate_limit_exceeded"

    def __init__(self, message: str, *, next_allowed_at: datetime, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.next_allowed_at = next_allowed_at


class Unavailable(CallboardError):
    """The database is busy or away; nothing was changed, and trying again in a moment is right."""

    code = "unavailable"
