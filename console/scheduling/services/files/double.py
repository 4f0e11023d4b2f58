"""The document of an app becomes that of its test app: the same terms, with people of its own whom nothing reaches."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...models import new_id
from . import check
from .schema import AppFile

STAND_IN_ADDRESS = "%@test-%.invalid"
"""By which SQL finds the people of test apps."""
_LONGEST_LOCAL_PART = 50


def double(outline: Mapping[str, Any], name: str) -> AppFile:
    """The file of a test app of this name: what is offered, and who takes calls. Keys are the ids of the original's."""
    presets = [preset | {"key": preset["id"]} for preset in outline["presets"] if not preset["archived"]]
    named = {agent["key"] for preset in presets for agent in preset["agents"] or ()}
    agents = [agent for agent in outline["agents"] if not agent["disabled"] and _takes_calls(agent, named)]
    app = outline["app"] | {"name": name}
    return check.app_file({**outline, "app": app, "agents": _stand_ins(agents), "presets": presets})


def _takes_calls(agent: Mapping[str, Any], named: set[str]) -> bool:
    has_extra = any(exception["kind"] == "available_extra" for exception in agent["exceptions"])
    return bool(agent["working_hours"] or agent.get("shifts")) or has_extra or agent["key"] in named


def _stand_ins(agents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The agents as people whom no mail reaches (RFC 6761, section 6.4), who run nothing and whose notes are nobody's."""
    domain = f"{new_id('test').replace('_', '-')}.invalid"
    taken: set[str] = set()
    made = []
    for agent in agents:
        local = agent["email"].rpartition("@")[0][:_LONGEST_LOCAL_PART].rstrip(".")
        names = [local, *(f"{local}-{number}" for number in range(2, len(agents) + 1))]
        own = next(name for name in names if name.casefold() not in taken)
        taken.add(own.casefold())
        role = "agent" if agent["role"] in ("owner", "admin") else agent["role"]
        exceptions = [exception | {"note": None} for exception in agent["exceptions"]]
        made.append({**agent, "email": f"{own}@{domain}", "role": role, "exceptions": exceptions, "dnd": []})
    return made
