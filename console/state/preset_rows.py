"""A preset as the table shows it."""

from dataclasses import dataclass

from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.services.presets import PresetView


@dataclass(frozen=True)
class PresetRow:
    """A preset, ready to show."""

    id: str = ""
    name: str = ""
    slug: str = ""
    lengths: str = ""
    call_kind: str = ""
    assignment: str = ""
    agents: str = ""
    is_active: bool = False
    is_off: bool = False


def preset_row(view: PresetView) -> PresetRow:
    """The preset in words."""
    terms = view.terms
    everybody = view.agents is None
    return PresetRow(
        id=view.id,
        name=terms.name,
        slug=terms.slug,
        lengths=", ".join(moments.length(minutes) for minutes in terms.durations),
        call_kind=word(f"kind_{terms.call_kind}"),
        assignment=word(f"mode_{terms.assignment_mode}"),
        agents=word("preset_everybody") if everybody else word("preset_agents", count=len(view.agents or ())),
        is_active=view.active,
        is_off=not terms.scheduling_enabled,
    )
