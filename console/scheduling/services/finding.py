"""What a few typed letters lead to beside customers: the agents whose day one may look at, and presets."""

from dataclasses import dataclass

from sqlmodel import Session

from ..actors import Actor
from ..queries import members, presets
from ..rules.permissions import Subject, may
from ..rules.search import folded, search_words
from .transaction import reads

_LETTERS = 2
"""A word as long as this is looked for among names: of one letter there would be too many."""


@dataclass(frozen=True, slots=True)
class FoundAgent:
    """An active member whose day this actor may look at. `may_be_away`: whom they may set away."""

    id: str
    name: str
    team: str | None
    may_be_away: bool


@dataclass(frozen=True, slots=True)
class FoundPreset:
    """A preset that this actor may change."""

    id: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found, agents by name and presets the active one first."""

    agents: list[FoundAgent]
    presets: list[FoundPreset]


@reads
def find(session: Session, actor: Actor, typed: str, *, limit: int = 5) -> Finds:
    """The agents and presets with a name in which each typed word begins a word; whoever may see none finds none."""
    asked = search_words(typed)
    if not any(len(word) >= _LETTERS for word in asked):
        return Finds([], [])
    return Finds(_agents(session, actor, asked, limit), _presets(session, actor, asked, limit))


def begins_words(asked: list[str], name: str) -> bool:
    """Whether each of these words begins a word of the name; `asked` is folded already."""
    known = search_words(name)
    return all(any(each.startswith(word) for each in known) for word in asked)


def _agents(session: Session, actor: Actor, asked: list[str], limit: int) -> list[FoundAgent]:
    if not may(actor, "see_availability", Subject(app_id=actor.app_id, agent_id=actor.id, team_id=actor.team_id)):
        return []
    found: list[FoundAgent] = []
    for row in members.rows(session, actor.app_id or ""):
        about = Subject(app_id=actor.app_id, agent_id=row.person.id, team_id=row.member.team_id)
        is_here = row.member.disabled_at is None and row.person.disabled_at is None
        if is_here and begins_words(asked, row.person.name) and may(actor, "see_availability", about):
            away = may(actor, "edit_exceptions", about)
            found.append(FoundAgent(row.person.id, row.person.name, row.team, away))
    return sorted(found, key=lambda agent: folded(agent.name))[:limit]


def _presets(session: Session, actor: Actor, asked: list[str], limit: int) -> list[FoundPreset]:
    if not may(actor, "edit_presets", Subject(app_id=actor.app_id)):
        return []
    listed = presets.of_app(session, actor.app_id or "")
    known = [FoundPreset(one.id, one.name, one.slug) for one in listed if begins_words(asked, one.name)]
    return known[:limit]
