"""Looking at calls, and messages about one."""

from api.documents.calls import CallsAnswer, CallWithEventsAnswer, ReminderAnswer
from api.openapi import samples
from api.openapi.common import BAD_KEY, KEY_IN_PROGRESS, KEY_REUSED, LOST_RACE, NO_CALL, shared
from api.openapi.operation import Example, Operation
from api.openapi.operations.envelope import envelope
from api.openapi.refusals import conflict, instant, invalid, number, stranger, too_long
from api.schemas.calls import NewReminder

OPERATIONS = {
    "listCalls": Operation(
        description="""Calls by start, then id; filters narrow it down together.

Walk on with `cursor`: give the `pagination.nextCursor` of each page until it is null. A walk by cursor sees every call \
that stood throughout exactly once, while others write. `offset` is for jumping about.""",
        answers=[CallsAnswer],
        success="A page of calls.",
        examples={
            "page": Example(
                "One of two pages",
                envelope(
                    {"calls": [samples.CALL]},
                    {"total": 2, "limit": 1, "offset": 0, "hasMore": True, "nextCursor": samples.CURSOR},
                ),
            ),
            "nothing": Example(
                "Nothing matches",
                envelope({"calls": []}, {"total": 0, "limit": 50, "offset": 0, "hasMore": False, "nextCursor": None}),
            ),
        },
        refusals=(
            *shared("scheduling:read", has_body=False),
            number("limit", "This must be 1 or more."),
            stranger("agent"),
            invalid("required", "This must not be empty.", "A parameter is empty.", "agentId"),
            too_long("search", 200),
            instant("dateFrom"),
            invalid(
                "invalid",
                "This cursor was not given by this list.",
                "A value is not one of those that may be given.",
                "cursor",
            ),
        ),
    ),
    "getACall": Operation(
        description="One call with its timeline, oldest event first. `ETag` names its version: give it as `If-Match` when "
        "you change the call, and a change that somebody else made meanwhile is not overwritten.",
        answers=[CallWithEventsAnswer],
        success="The call.",
        headers=("ETag",),
        examples={
            "moved": Example(
                "A call that its customer moved", envelope({"call": samples.MOVED, "events": samples.TIMELINE})
            )
        },
        refusals=(*shared("scheduling:read", has_body=False), NO_CALL),
    ),
    "sendAReminder": Operation(
        description="Have a message sent to the customer now, beside those that the preset plans. The body, and every field "
        "of it, may be left out: then the preset's first channel carries a short reminder to the customer's own address.",
        answers=[ReminderAnswer],
        status=202,
        success="It will be sent. Its status follows in the call's timeline: `reminder_sent` or `reminder_failed`.",
        headers=("Idempotent-Replayed",),
        examples={"pending": Example("Due at once", envelope({"reminder": samples.REMINDER}))},
        body=NewReminder,
        body_required=False,
        bodies={
            "plain": Example("The short reminder", {}),
            "custom": Example(
                "In your own words",
                {"kind": "reminder_custom", "channel": "email", "message": "Please have your contract at hand."},
            ),
            "invitation": Example(
                "The invitation once more, to another address",
                {"kind": "invitation", "channel": "email", "recipient": "jane.doe@example.com"},
            ),
        },
        refusals=(
            *shared("scheduling:write", has_body=True),
            invalid(
                "required",
                "The customer gave no address for this channel: name one.",
                "The customer has no address on this channel, and none is named.",
                "recipient",
            ),
            invalid(
                "invalid",
                "Only a reminder_custom has a text of its own.",
                "A value does not fit the others.",
                "message",
            ),
            invalid("invalid_email", "This is not an e-mail address.", "That is no e-mail address.", "recipient"),
            invalid(
                "invalid_phone",
                "Give the phone number with its country code, such as +57 300 555 0100.",
                "That is no phone number.",
                "recipient",
            ),
            too_long("message", 1000),
            stranger("text"),
            invalid(
                "opted_out",
                "The customer does not want messages on this channel.",
                "The customer has opted out of this channel.",
                "channel",
            ),
            BAD_KEY,
            NO_CALL,
            conflict("final_state", "This booking is over: it is cancelled.", "The call is over."),
            KEY_REUSED,
            KEY_IN_PROGRESS,
            LOST_RACE,
        ),
    ),
}
