"""Booking a call."""

from api.documents.calls import CallAnswer
from api.openapi import samples
from api.openapi.common import (
    BAD_EMAIL,
    BAD_KEY,
    BAD_LANGUAGE,
    BAD_PHONE,
    BAD_ZONE,
    KEY_IN_PROGRESS,
    KEY_REUSED,
    LOST_RACE,
    NO_AGENT,
    NO_PRESET,
    SCHEDULING_OFF,
    shared,
)
from api.openapi.operation import Example, Operation
from api.openapi.operations.envelope import envelope
from api.openapi.refusals import BAD_INSTANT, Refusal, detail, invalid, starts, times, too_long
from api.schemas.calls import NewCall

_ANY_AGENT = {
    "guestName": "Jane Doe",
    "guestEmail": "jane@example.com",
    "scheduledAtUtc": "2027-05-03T15:00:00Z",
    "durationMinutes": 30,
    "appTimezone": "America/Bogota",
}
_EVERYTHING = {
    **_ANY_AGENT,
    "guestPhone": "+57 300 555 0100",
    "assignedAgentId": samples.ADA,
    "assignmentMethod": "manual",
    "guestTimezone": "America/Bogota",
    "guestLanguage": "es",
    "guestIntakeNotes": "Wants to compare the two plans.",
    "intake": {"company": "Doe & Sons"},
    "bufferBeforeMinutes": 0,
    "bufferAfterMinutes": 10,
    "requireConfirmation": True,
    "presetId": samples.PRESET,
    "metadata": {"deal": "D-1042"},
}
_BOOKED = envelope({"call": samples.CALL})
_CUSTOMER_LIMIT = Refusal(
    status=429,
    kind="rate_limit_exceeded",
    code="rate_limit_exceeded",
    when="Or this customer, known by phone or e-mail, has as many calls open, or made in a day or a week, as the preset "
    "allows.",
    message="This customer has as many calls as may be booked for now.",
    name="customer_limit",
    extra={"nextAllowedAt": samples.START},
)

OPERATIONS = {
    "bookACall": Operation(
        description="""Book a call with the agent named, or with the one whom the engine chooses by the preset's rules: \
by fair turn (`round_robin`) or by least load (`pool`).

What `GET availability` offers is accepted here with the same terms. A time that is not free is a `409`: \
`details[0].code` says why, and `error.alternatives` holds up to three that are. To be sure of a time while the customer \
still types, hold it first and give the `holdId`.

The call, its first timeline events, its webhooks and its messages to the customer are one transaction: all of it or \
nothing. With an `Idempotency-Key` it is safe to send the request again after a time-out: the first answer comes back, \
with `Idempotent-Replayed: true`.""",
        answers=[CallAnswer],
        status=201,
        success="Booked.",
        headers=("ETag", "Idempotent-Replayed"),
        examples={
            "booked": Example("The engine chose Ada by fair turn", _BOOKED),
            "to_confirm": Example(
                "The customer is asked to confirm",
                envelope(
                    {
                        "call": {
                            **samples.CALL,
                            "status": "pending_confirmation",
                            "assignment_method": "manual",
                            "require_confirmation": True,
                        }
                    }
                ),
            ),
        },
        body=NewCall,
        bodies={
            "any_agent": Example("Any agent who is free", _ANY_AGENT),
            "named_agent": Example("An agent of your choice", {**_ANY_AGENT, "assignedAgentId": samples.ADA}),
            "with_hold": Example("Into a time that was held", {**_ANY_AGENT, "holdId": samples.HOLD}),
            "after_hours": Example(
                "Outside working hours, as agreed with the agent",
                {
                    **_ANY_AGENT,
                    "scheduledAtUtc": "2027-05-04T02:00:00Z",
                    "assignedAgentId": samples.ADA,
                    "respectWorkingHours": False,
                },
            ),
            "everything": Example("Every detail", _EVERYTHING),
        },
        refusals=(
            *shared("scheduling:write", has_body=True),
            invalid(
                "required",
                "This must not be empty.",
                "A field is missing or empty.",
                "guestName",
                detail("scheduledAtUtc", BAD_INSTANT, "invalid_instant"),
                detail("appTimezone", "This is required.", "required"),
                detail("durationMinutes", "This must be 5 or more.", "out_of_range"),
                detail("colour", "There is no such field here.", "unknown_field"),
            ),
            BAD_PHONE,
            BAD_EMAIL,
            *starts("scheduledAtUtc")[1:],
            too_long("guestName", 200),
            BAD_ZONE,
            BAD_LANGUAGE,
            invalid(
                "hold_differs",
                "This is not what the hold was made for.",
                "The hold kept another time, duration, preset or agent.",
                "scheduledAtUtc",
            ),
            BAD_KEY,
            SCHEDULING_OFF,
            NO_AGENT,
            NO_PRESET,
            *times("scheduledAtUtc"),
            KEY_REUSED,
            KEY_IN_PROGRESS,
            LOST_RACE,
            _CUSTOMER_LIMIT,
        ),
    ),
}
