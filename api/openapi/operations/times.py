"""Free times, why one is not free, and holds."""

from api.documents.shapes import NothingAnswer
from api.documents.times import HoldAnswer, ReasonsAnswer, SlotsAnswer
from api.openapi import samples
from api.openapi.common import BAD_KEY, KEY_IN_PROGRESS, KEY_REUSED, LOST_RACE, NO_PRESET, SCHEDULING_OFF, shared
from api.openapi.operation import Example, Operation
from api.openapi.operations.envelope import envelope
from api.openapi.refusals import Refusal, instant, invalid, missing, number, starts, stranger, times, too_long, unknown
from api.schemas.times import NewHold
from console.scheduling.messages.words import word

_NO_AGENT = unknown("There is no such agent in this app.", "There is no such agent in this app.", "agentId")
_TERMS = (
    missing("durationMinutes"),
    number("durationMinutes", "This must be 5 or more."),
    invalid("invalid", "Give true or false.", "A value is not of the right kind.", "respectWorkingHours"),
    too_long("agentId", 64),
    stranger("duration"),
)
_TOO_MANY_HOLDS = Refusal(
    status=429,
    kind="rate_limit_exceeded",
    code="rate_limit_exceeded",
    when="Or it holds twenty times already.",
    message="As many times as may be held at once are held already.",
    name="too_many_holds",
    extra={"nextAllowedAt": "2027-04-28T14:08:21.512Z"},
)

OPERATIONS = {
    "findFreeTimes": Operation(
        description="""Every start that can be booked with the same terms, by start, then agent. Starts are tried every \
`stepMinutes` from `fromUtc`, and a slot lies wholly in `[fromUtc, toUtc)`.

Never from a cache: what comes back was free when it was asked, and `POST scheduled-calls` with the same terms accepts it \
unless somebody is faster. At most 92 days, and a million candidates (agents × steps) at once.""",
        answers=[SlotsAnswer],
        success="What is free.",
        examples={
            "slots": Example("Two agents", envelope({"slots": samples.SLOTS})),
            "nothing": Example("Nobody is free", envelope({"slots": []})),
        },
        refusals=(
            *shared("scheduling:read", has_body=False),
            *_TERMS,
            instant("fromUtc"),
            invalid("invalid", "At most 92 days at once.", "The range is too long, or ends before it starts.", "toUtc"),
            SCHEDULING_OFF,
            _NO_AGENT,
            NO_PRESET,
        ),
    ),
    "askWhyATimeIsNotFree": Operation(
        description="""For each agent whether a call at `atUtc` can be booked, and else **everything** that stands in the \
way, with the same codes as a `409`. It never says anything about another customer.

Codes, most weighty first: `scheduling_off`, `not_in_preset`, `too_soon`, `too_far`, `off_grid` (booking page alone), \
`blocked`, `do_not_disturb`, `busy_calendar`, `outside_hours`, `slot_taken`, `buffer`, `held`, `agent_day_limit`.""",
        answers=[ReasonsAnswer],
        success="Each agent's answer.",
        examples={
            "reasons": Example(
                "Ada is taken, Ben is free",
                envelope(
                    {
                        "agents": [
                            {
                                "agentId": samples.ADA,
                                "bookable": False,
                                "reasons": [
                                    {
                                        "code": "slot_taken",
                                        "message": word("reason_slot_taken"),
                                        "fromUtc": samples.START,
                                        "toUtc": samples.END,
                                    }
                                ],
                            },
                            {"agentId": samples.BEN, "bookable": True, "reasons": []},
                        ]
                    }
                ),
            )
        },
        refusals=(
            *shared("scheduling:read", has_body=False),
            *_TERMS,
            instant("atUtc"),
            _NO_AGENT,
            NO_PRESET,
        ),
    ),
    "holdATime": Operation(
        description="""Keep a time for one customer until `expires_at` (the preset's `hold_minutes`, five by default): \
others see it as taken at once. Book it with `holdId`; notice and horizon are judged now and not again.

With an agent, that agent is kept. Without one the hold pencils in one who is free, unseen, and the booking draws among \
that agent and the others who are free. At most 20 live holds a client.""",
        answers=[HoldAnswer],
        status=201,
        success="Kept.",
        headers=("Idempotent-Replayed",),
        examples={
            "any_agent": Example("No agent was named", envelope({"hold": samples.KEPT})),
            "named_agent": Example("Ada is kept", envelope({"hold": {**samples.KEPT, "agent_id": samples.ADA}})),
        },
        body=NewHold,
        bodies={
            "any_agent": Example("Whoever is free", {"startUtc": "2027-05-03T15:00:00Z", "durationMinutes": 30}),
            "named_agent": Example(
                "An agent of your choice",
                {"startUtc": "2027-05-03T15:00:00Z", "durationMinutes": 30, "agentId": samples.ADA},
            ),
        },
        refusals=(
            *shared("scheduling:write", has_body=True),
            missing("startUtc"),
            *starts("startUtc"),
            number("durationMinutes", "This must be 5 or more."),
            too_long("agentId", 64),
            stranger("minutes"),
            BAD_KEY,
            SCHEDULING_OFF,
            _NO_AGENT,
            NO_PRESET,
            *times("startUtc"),
            KEY_REUSED,
            KEY_IN_PROGRESS,
            LOST_RACE,
            _TOO_MANY_HOLDS,
        ),
    ),
    "releaseAHold": Operation(
        description="Let others have the time at once. A hold that has expired, or was booked, is not found.",
        answers=[NothingAnswer],
        success="Released.",
        examples={"released": Example("Released", envelope({}))},
        refusals=(
            *shared("scheduling:write", has_body=False),
            unknown("There is no such hold: it has expired, or was released.", "There is no such hold, or no longer."),
            LOST_RACE,
        ),
    ),
}
