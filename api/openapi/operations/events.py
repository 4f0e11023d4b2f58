"""The event feed."""

from api.documents.events import EventsAnswer
from api.openapi import samples
from api.openapi.common import LOST_RACE, shared
from api.openapi.operation import Example, Operation
from api.openapi.operations.envelope import envelope
from api.openapi.refusals import invalid, number, stranger, too_long

_EVENTS = [
    samples.event("created", 1, samples.CALL, samples.BY_CLIENT),
    samples.event(
        "rescheduled",
        2,
        samples.MOVED,
        samples.BY_CUSTOMER,
        reason="A day later suits me better",
        previous={"scheduled_at": samples.START, "ends_at": samples.END},
    ),
]

OPERATIONS = {
    "readTheEventFeed": Operation(
        description="""Everything that happened to calls, in commit order: what webhooks tell, under the same `id`, kept for \
30 days. A receiver that was down fills its gap here.

Walk on with `after` until `hasMore` is false, and ask again later with the last `nextCursor`: nothing that commits later \
ever appears before a cursor that you were given. A cursor that is refused as `unknown_cursor` is from before a backup was \
put back: begin again without it, and skip the events whose `id` you have.""",
        answers=[EventsAnswer],
        success="What happened.",
        examples={
            "events": Example(
                "A call is booked, then moved",
                envelope({"events": _EVENTS}, {"limit": 100, "hasMore": False, "nextCursor": samples.CURSOR}),
            ),
            "nothing": Example(
                "Nothing since",
                envelope({"events": []}, {"limit": 100, "hasMore": False, "nextCursor": samples.CURSOR}),
            ),
        },
        refusals=(
            *shared("scheduling:read", has_body=False),
            number("limit", "This must be 500 or less."),
            invalid("invalid", "Give a whole number.", "A value is not of the right kind.", "limit"),
            invalid("required", "This must not be empty.", "A parameter is empty.", "after"),
            too_long("after", 200),
            stranger("since"),
            invalid(
                "unknown_cursor",
                "This feed did not give this cursor, or a backup was put back since. Begin again without one.",
                "This feed did not give this cursor, or a backup was put back since.",
                "after",
            ),
            LOST_RACE,
        ),
    )
}
