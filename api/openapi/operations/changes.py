"""Changing a call, and cancelling it."""

from api.documents.calls import CallAnswer
from api.openapi import samples
from api.openapi.common import BAD_EMAIL, BAD_PHONE, BAD_TAG, BAD_ZONE, LOST_RACE, NO_AGENT, NO_CALL, STALE, shared
from api.openapi.operation import Example, Operation
from api.openapi.operations.envelope import envelope
from api.openapi.refusals import conflict, invalid, number, starts, stranger, times, too_long
from api.schemas.calls import CallChange, Cancellation

_LATER = "2027-04-29T08:12:44.031Z"
_OVER = conflict("final_state", "This booking is over: it is cancelled.", "The call is over: final calls never reopen.")

OPERATIONS = {
    "changeACall": Operation(
        description="""Reschedule, reassign or update a call, in one step where several fields are given: all of them or \
none. Each change has its own event in the timeline and its own webhook. What is already as you want it is no change.

Only a new time, length or agent asks the engine, with the call's own preset and buffers; notice and horizon judge only a \
new start. `null` clears a phone, an e-mail, a zone, a language or the notes; a phone or an e-mail must remain.

With `If-Match` the change is made only if the call is still as you last saw it.""",
        answers=[CallAnswer],
        success="The call as it is now.",
        headers=("ETag",),
        examples={
            "rescheduled": Example("Moved to Tuesday", envelope({"call": samples.MOVED}, at=_LATER)),
            "reassigned": Example("Ben takes it", envelope({"call": samples.REASSIGNED}, at=_LATER)),
            "phone_cleared": Example("The phone is gone", envelope({"call": samples.WITHOUT_PHONE}, at=_LATER)),
        },
        body=CallChange,
        bodies={
            "reschedule": Example(
                "Move it", {"scheduledAtUtc": "2027-05-04T16:00:00Z", "reason": "A day later suits me better"}
            ),
            "reassign": Example(
                "Give it to another agent", {"assignedAgentId": samples.BEN, "reason": "Speaks Catalan"}
            ),
            "move_and_reassign": Example(
                "Both in one step", {"scheduledAtUtc": "2027-05-04T16:00:00Z", "assignedAgentId": samples.BEN}
            ),
            "lengthen": Example("Make it an hour", {"durationMinutes": 60}),
            "clear_phone": Example("Clear the phone", {"guestPhone": None}),
            "details": Example(
                "Correct the customer's details", {"guestName": "Jane Q. Doe", "guestEmail": "jane.doe@example.com"}
            ),
        },
        refusals=(
            *shared("scheduling:write", has_body=True),
            invalid(
                "required",
                "Give a phone number or an e-mail address.",
                "A field is empty, or neither phone nor e-mail would remain.",
                "guestPhone",
            ),
            invalid(
                "invalid",
                "Give at least one field that is to change.",
                "Nothing is to change, or a value is not right.",
            ),
            *starts("scheduledAtUtc"),
            number("durationMinutes", "This must be 480 or less."),
            too_long("guestName", 200),
            BAD_PHONE,
            BAD_EMAIL,
            BAD_ZONE,
            stranger("status"),
            BAD_TAG,
            NO_CALL,
            NO_AGENT,
            *(each for each in times("scheduledAtUtc") if each.code != "no_agent_available"),
            _OVER,
            conflict(
                "already_started",
                "The call has already started: it can be neither moved nor reassigned.",
                "The call runs: it is neither moved nor reassigned.",
            ),
            STALE,
            LOST_RACE,
        ),
    ),
    "cancelACall": Operation(
        description="Cancel a call: its reminders are withdrawn, and the customer is told if the preset says so. Idempotent: a "
        "call that is cancelled already comes back as it is. The `reason` may stand in the body or in the address.",
        answers=[CallAnswer],
        success="The cancelled call.",
        headers=("ETag",),
        examples={"cancelled": Example("Cancelled", envelope({"call": samples.CANCELLED}, at=_LATER))},
        body=Cancellation,
        body_required=False,
        bodies={
            "reason": Example("With a reason", {"reason": "Found another time"}),
            "nothing": Example("Without", {}),
        },
        refusals=(
            *shared("scheduling:write", has_body=True),
            too_long("reason", 500),
            invalid("invalid", "This must be text.", "A value is not of the right kind.", "reason"),
            stranger("why"),
            BAD_TAG,
            NO_CALL,
            conflict(
                "final_state", "This booking is over: it is completed.", "The call is completed, or was a no-show."
            ),
            STALE,
            LOST_RACE,
        ),
    ),
}
