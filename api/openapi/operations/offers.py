"""Whom and what an app offers."""

from api.documents.offers import AgentsAnswer, PresetsAnswer
from api.openapi import samples
from api.openapi.common import shared
from api.openapi.operation import Example, Operation
from api.openapi.operations.envelope import envelope

OPERATIONS = {
    "listAgents": Operation(
        description="The active members who take calls, by name. Their `id` is what `assignedAgentId` and `agentId` want.",
        answers=[AgentsAnswer],
        success="The agents.",
        examples={"agents": Example("Two agents", envelope({"agents": samples.AGENTS}))},
        refusals=tuple(shared("scheduling:read", has_body=False)),
    ),
    "listPresets": Operation(
        description="The app's presets with all their terms, the active one first: it applies wherever no `presetId` is "
        "named. `agents` null means every active member with hours.",
        answers=[PresetsAnswer],
        success="The presets.",
        examples={"presets": Example("One preset", envelope({"presets": [samples.STANDARD]}))},
        refusals=tuple(shared("scheduling:read", has_body=False)),
    ),
}
