"""What is wrong with a preset's form, by the fields as people know them."""

import re

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages.words import word

_AGENT_AT = re.compile(r"agents\[(\d+)\]")
_TEMPLATE_OF = re.compile(r"whatsapp_templates\.(\w+)")


def label(field: str) -> str:
    """The word that names a field."""
    return "preset_agents_offered" if field == "agents" else "preset_" + field.replace("limits.", "limit_")


def problems_of(refused: CallboardError, named: list[str]) -> dict[str, str]:
    """A sentence for each field, under `form` what is wrong with all of it; `named` are the agents that the form names."""
    if not isinstance(refused, Invalid):
        return {"form": refused.message}
    found: dict[str, str] = {}
    for problem in refused.problems:
        agent = _AGENT_AT.match(problem.field)
        said = f"{named[int(agent[1])]}: {problem.message}" if agent else problem.message
        if template := _TEMPLATE_OF.match(problem.field):
            said = f"{word(f'message_{template[1]}')}: {said}"
        name = problem.field if problem.field.startswith("limits.") else re.split(r"[\[.]", problem.field)[0]
        found[name] = f"{found[name]} {said}" if name in found else said
    return found
