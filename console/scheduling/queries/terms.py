"""The terms of a booking, and the agents that a preset offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from ..models import App, Member, Person, Preset, PresetAgent
from .members import HAS_HOURS

_OF_MEMBER = (Member.person_id, Member.timezone, Member.team_id, Member.weight, Member.photo)
"""Columns, not objects: free times are asked for more often than anything else."""


@dataclass(frozen=True, slots=True)
class PoolAgent:
    """An active member as a preset sees them."""

    id: str
    name: str
    timezone: str
    team_id: str | None
    weight: int
    has_hours: bool
    in_preset: bool
    photo: str | None = None


def app(session: Session, app_id: str) -> App | None:
    """The app, unless it is archived."""
    found = session.get(App, app_id)
    return found if found and found.archived_at is None else None


def preset(session: Session, app_id: str, preset_id: str | None) -> Preset | None:
    """The named preset of this app, or, with None, its active one."""
    query = select(Preset).where(Preset.app_id == app_id, col(Preset.archived_at).is_(None))
    query = query.where(Preset.id == preset_id) if preset_id else query.where(col(Preset.active))
    return session.exec(query).first()


def agents(session: Session, preset: Preset, ids: Sequence[str] | None = None) -> list[PoolAgent]:
    """Active members of the preset's app, by id, and whether the preset offers each; `ids` narrows the answer.

    A preset that names no agents offers every active member with hours: a weekly window or extra time of their own.
    """
    query = (
        select(*_OF_MEMBER, Person.name, PresetAgent.weight, HAS_HOURS)  # pyright: ignore[reportCallIssue]
        .select_from(Member)
        .join(Person, col(Person.id) == Member.person_id)
        .join(
            PresetAgent,
            (col(PresetAgent.person_id) == Member.person_id) & (col(PresetAgent.preset_id) == preset.id),
            isouter=True,
        )
        .where(Member.app_id == preset.app_id, col(Member.disabled_at).is_(None), col(Person.disabled_at).is_(None))
        .order_by(Member.person_id)
    )
    if ids is not None:
        query = query.where(col(Member.person_id).in_(ids))
    return [
        PoolAgent(
            id=its,
            name=name,
            timezone=timezone,
            team_id=team_id,
            weight=(of_preset or weight) if preset.names_agents else weight,
            has_hours=with_hours,
            in_preset=of_preset is not None if preset.names_agents else with_hours,
            photo=photo,
        )
        for its, timezone, team_id, weight, photo, name, of_preset, with_hours in session.execute(query)
    ]


def pool(session: Session, preset: Preset) -> list[PoolAgent]:
    """The agents that the preset offers, by id."""
    return [agent for agent in agents(session, preset) if agent.in_preset]


def pools(session: Session, presets: Sequence[Preset], ids: Sequence[str] | None = None) -> dict[str, list[PoolAgent]]:
    """The agents that each of these presets of one app offers, by preset: as `pool`, in two queries for all of them.

    `ids` narrows the answer to these people.
    """
    active = (
        select(Member, Person.name, HAS_HOURS)
        .join(Person, col(Person.id) == Member.person_id)
        .where(Member.app_id == presets[0].app_id, col(Member.disabled_at).is_(None), col(Person.disabled_at).is_(None))
        .order_by(Member.person_id)
    )
    named = select(PresetAgent.preset_id, PresetAgent.person_id, PresetAgent.weight).where(
        col(PresetAgent.preset_id).in_([preset.id for preset in presets])
    )
    if ids is not None:
        active = active.where(col(Member.person_id).in_(ids))
        named = named.where(col(PresetAgent.person_id).in_(ids))
    members = session.exec(active).all()
    weights = {(preset_id, person_id): weight for preset_id, person_id, weight in session.exec(named)}
    return {
        preset.id: [
            PoolAgent(
                id=member.person_id,
                name=name,
                timezone=member.timezone,
                team_id=member.team_id,
                weight=weights.get((preset.id, member.person_id), member.weight)
                if preset.names_agents
                else member.weight,
                has_hours=with_hours,
                in_preset=True,
            )
            for member, name, with_hours in members
            if ((preset.id, member.person_id) in weights if preset.names_agents else with_hours)
        ]
        for preset in presets
    }


def presets(session: Session, app_id: str) -> list[Preset]:
    """The app's presets, oldest first."""
    query = select(Preset).where(Preset.app_id == app_id, col(Preset.archived_at).is_(None))
    return list(session.exec(query.order_by(Preset.id)))
