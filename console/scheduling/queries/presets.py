"""Presets and the agents they name."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from ..models import App, Member, Person, Preset, PresetAgent
from . import installation


class NamedAgent(NamedTuple):
    """An agent that a preset names."""

    preset_id: str
    agent_id: str
    name: str
    weight: int


def lock(session: Session, app_id: str) -> App | None:
    """The app, so that its presets are changed by one transaction at a time; bookings go on meanwhile."""
    return session.get(App, app_id, with_for_update={"key_share": True}, populate_existing=True)


def of_app(session: Session, app_id: str) -> list[Preset]:
    """The app's presets: the active one, then in the order that they were put in, then by name."""
    return list(
        session.scalars(
            select(Preset)
            .where(Preset.app_id == app_id, col(Preset.archived_at).is_(None))
            .order_by(col(Preset.active).desc(), col(Preset.position), Preset.name, Preset.id)
        )
    )


def next_position(session: Session, app_id: str) -> int:
    """The place behind the app's last preset; 0, and so by name, where none was ever moved."""
    last = select(func.max(Preset.position)).where(Preset.app_id == app_id, col(Preset.archived_at).is_(None))
    found = session.scalar(last)
    return found + 1 if found else 0


def intakes(session: Session, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """By id, what these presets ask of customers, archived ones included."""
    return dict(session.execute(select(Preset.id, Preset.intake).where(col(Preset.id).in_(ids))).all())


def named_agents(session: Session, preset_ids: Sequence[str]) -> list[NamedAgent]:
    """The agents that these presets name, by name."""
    found = session.exec(
        select(PresetAgent.preset_id, PresetAgent.person_id, Person.name, PresetAgent.weight)
        .join(Person, col(Person.id) == PresetAgent.person_id)
        .where(col(PresetAgent.preset_id).in_(preset_ids))
        .order_by(Person.name, Person.id)
    )
    return [NamedAgent(*row) for row in found]


def active_members(session: Session, app_id: str, person_ids: Sequence[str]) -> set[str]:
    """Which of these people are active members of the app."""
    return set(
        session.scalars(
            select(Member.person_id).where(
                Member.app_id == app_id, col(Member.person_id).in_(person_ids), col(Member.disabled_at).is_(None)
            )
        )
    )


def slug_is_taken(session: Session, app_id: str, slug: str, but: str) -> bool:
    """Whether another preset of the app has this slug."""
    taken = select(Preset.id).where(Preset.app_id == app_id, Preset.slug == slug, Preset.id != but)
    return session.scalar(taken.limit(1)) is not None


def free_short_link(session: Session, slug: str, but: str) -> str:
    """The slug, or the first of `slug-2`, `slug-3`, ... that no preset of the installation has.

    It stays free until this transaction ends.
    """
    installation.lock(session)
    alike = col(Preset.short_link).startswith(slug, autoescape=True)
    taken = set(session.scalars(select(Preset.short_link).where(alike, Preset.id != but)))
    if slug not in taken:
        return slug
    return next(link for number in range(2, len(taken) + 3) if (link := f"{slug}-{number}") not in taken)


def by_short_link(session: Session, short_link: str) -> tuple[Preset, App] | None:
    """The preset behind `/b/{slug}`, with its app."""
    found = session.exec(
        select(Preset, App)
        .join(App, col(App.id) == Preset.app_id)
        .where(Preset.short_link == short_link, col(Preset.archived_at).is_(None), col(App.archived_at).is_(None))
    ).first()
    return (found[0], found[1]) if found else None
