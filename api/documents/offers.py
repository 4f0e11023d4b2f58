"""Whom and what an app offers: agents and presets."""

from pydantic import ConfigDict, Field

from api.documents.shapes import Meta, Shape
from console.scheduling.rules.terms import PresetTerms


class Agent(Shape):
    """A person who takes calls."""

    id: str
    name: str
    timezone: str = Field(description="IANA name.")
    team: str | None
    languages: list[str] = Field(description="BCP 47 tags.")


class OfferedAgent(Shape):
    id: str
    weight: int = Field(description="How many calls for each call of an agent with weight 1.")


class Preset(PresetTerms):
    """The named terms of calls. Times are minutes unless they say otherwise."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    id: str
    active: bool = Field(description="Whether it applies where no preset is named; one in an app does.")
    agents: list[OfferedAgent] | None = Field(description="Null: every active member with hours.")


class Agents(Shape):
    agents: list[Agent]


class Presets(Shape):
    presets: list[Preset]


class AgentsAnswer(Shape):
    data: Agents
    meta: Meta


class PresetsAnswer(Shape):
    data: Presets
    meta: Meta
