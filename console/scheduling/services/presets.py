"""Presets: the named terms of an app. Exactly one is active, and used when none is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Conflict, Invalid, NotFound, Problem
from ..models import Preset, PresetAgent, new_id
from ..queries import due_bookings
from ..queries import presets as found_presets
from ..queries import terms as offers
from ..rules import limits
from ..rules.permissions import Subject, require
from ..rules.terms import IntakeQuestion, LimitTerms, PresetTerms, ReminderTerms, TemplateTerms, quiet_terms
from . import audit
from .changes import Change, announce
from .transaction import reads, writes

_MOST_AGENTS = 1000
_MESSAGE_SETTINGS = ("quiet_hours", "whatsapp_templates")


@dataclass(frozen=True, slots=True)
class OfferedAgent:
    """An agent that a preset names, with the share of the engine's calls that they get, 1 to 100.

    `timezone` is told to customers, who know the agent by name then.
    """

    agent_id: str
    weight: int = 1
    name: str = ""
    timezone: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class PresetView:
    """A preset with its terms. `agents` None: every active member with hours."""

    id: str
    active: bool
    short_link: str
    terms: PresetTerms
    agents: tuple[OfferedAgent, ...] | None


@reads
def list_presets(session: Session, actor: Actor) -> list[PresetView]:
    """The app's presets, the active one first. Raises NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    return _views(session, found_presets.of_app(session, actor.app_id or ""))


@reads
def get(session: Session, actor: Actor, preset_id: str) -> PresetView:
    """One preset of the actor's app. Raises NotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    return _views(session, [_preset(session, actor, preset_id)])[0]


@reads
def active(session: Session, app_id: str) -> Preset:
    """The app's active preset. Raises NotFound."""
    found = offers.preset(session, app_id, None)
    if found is None:
        raise NotFound("This app has no active preset.")
    return found


@writes
def save(
    session: Session,
    actor: Actor,
    terms: PresetTerms,
    *,
    preset_id: str | None = None,
    agents: Sequence[OfferedAgent] | None = None,
) -> Preset:
    """A new preset, or other terms for one; `agents` None offers every active member with hours.

    Bookings keep what they were made with; the terms that are read when they apply change for them too. An app's first
    preset is its active one. Raises NotAllowed, NotFound, Invalid.
    """
    require(actor, "edit_presets", Subject(app_id=actor.app_id))
    _lock(session, actor)
    if preset_id is None:
        return make(session, actor, actor.app_id or "", terms, agents=agents)
    preset = _preset(session, actor, preset_id)
    before = _comparable(_views(session, [preset])[0])
    _fill(session, preset, terms, agents)
    changed = [name for name, value in _comparable(_views(session, [preset])[0]).items() if before[name] != value]
    if "no_show_grace_minutes" in changed:
        due_bookings.grace_changed(session, preset.id, before["no_show_grace_minutes"], preset.no_show_grace_minutes)
    if "confirmation_deadline_minutes" in changed:
        due_bookings.deadline_changed(session, preset.id, preset.confirmation_deadline_minutes or 0)
    if changed:
        audit.record(session, actor, "preset.changed", preset.id, changed)
        announce(session, Change(preset.app_id, "settings", preset.id))
    return preset


@writes
def activate(session: Session, actor: Actor, preset_id: str) -> Preset:
    """Make this the preset that is used when none is named. Raises NotAllowed, NotFound."""
    require(actor, "edit_presets", Subject(app_id=actor.app_id))
    _lock(session, actor)
    preset = _preset(session, actor, preset_id)
    before = offers.preset(session, preset.app_id, None)
    if before is not None and before.id != preset.id:
        before.active = False
        session.flush()  # the database lets no two be active, not even for a moment
    if not preset.active:
        preset.active = True
        audit.record(session, actor, "preset.activated", preset.id, ["active"])
        announce(session, Change(preset.app_id, "settings", preset.id))
    return preset


@writes
def move(session: Session, actor: Actor, preset_id: str, by: int) -> None:
    """List a preset one place further on (1) or back (-1); the active one stays first. Raises NotAllowed, NotFound."""
    require(actor, "edit_presets", Subject(app_id=actor.app_id))
    _lock(session, actor)
    preset = _preset(session, actor, preset_id)
    others = [each for each in found_presets.of_app(session, preset.app_id) if not each.active]
    if preset.active:
        return
    at = others.index(preset)
    to = min(max(at + by, 0), len(others) - 1)
    others.insert(to, others.pop(at))
    for place, each in enumerate(others, 1):
        each.position = place
    if to != at:
        audit.record(session, actor, "preset.changed", preset.id, ["position"])
        announce(session, Change(preset.app_id, "settings", preset.id))


@writes
def archive(session: Session, actor: Actor, preset_id: str) -> None:
    """Take a preset out of use; its bookings keep it. Raises NotAllowed, NotFound, Conflict for the active one."""
    require(actor, "edit_presets", Subject(app_id=actor.app_id))
    _lock(session, actor)
    preset = _preset(session, actor, preset_id)
    if preset.active:
        raise Conflict("The active preset stays. Make another one active first.", code="preset_is_active")
    preset.archived_at = clock.now()
    # Its names become free for others.
    preset.slug = preset.short_link = f"{preset.slug[:40]}-{preset.id.removeprefix('pre_')}"
    audit.record(session, actor, "preset.archived", preset.id)
    announce(session, Change(preset.app_id, "settings", preset.id))


def make(
    session: Session,
    actor: Actor,
    app_id: str,
    terms: PresetTerms,
    *,
    agents: Sequence[OfferedAgent] | None = None,
) -> Preset:
    """Inside a verb: a new preset, flushed; active when it is the app's first. Raises Invalid."""
    preset = Preset(
        id=new_id("pre"),
        app_id=app_id,
        name="",
        slug="",
        short_link="",
        active=offers.preset(session, app_id, None) is None,
        position=found_presets.next_position(session, app_id),
        created_at=clock.now(),
    )
    _fill(session, preset, terms, agents)
    audit.record(session, actor, "preset.created", preset.id, app_id=app_id)
    announce(session, Change(app_id, "settings", preset.id))
    return preset


def terms_of(preset: Preset) -> PresetTerms:
    """A stored preset's terms. They were checked when they came in, so they are only put together here."""
    stored = PresetTerms.model_fields.keys() - {"limits", *_MESSAGE_SETTINGS}
    values: dict[str, Any] = {name: getattr(preset, name) for name in stored}
    values |= {
        "durations": preset.durations or [preset.default_duration_minutes],
        "intake": [IntakeQuestion.model_construct(**question) for question in preset.intake],
        "reminders": [ReminderTerms.model_construct(**reminder) for reminder in preset.reminders],
        "limits": LimitTerms(open=preset.limit_open, per_day=preset.limit_per_day, per_week=preset.limit_per_week),
        "quiet_hours": quiet_terms(preset.message_settings),
        "whatsapp_templates": {
            occasion: TemplateTerms.model_construct(**template)
            for occasion, template in preset.message_settings.get("whatsapp_templates", {}).items()
        },
    }
    return PresetTerms.model_construct(**values)


def _fill(session: Session, preset: Preset, terms: PresetTerms, agents: Sequence[OfferedAgent] | None) -> None:
    """Give the preset these terms and agents, and flush. Raises Invalid."""
    if found_presets.slug_is_taken(session, preset.app_id, terms.slug, but=preset.id):
        raise Invalid.of("slug", "Another preset of this app has this short name.", "slug_taken")
    if agents is not None:
        _check_agents(session, preset.app_id, agents)
    if terms.slug != preset.slug:
        preset.short_link = found_presets.free_short_link(session, terms.slug, but=preset.id)
    values = terms.model_dump()
    limit = values.pop("limits")
    preset.message_settings = {name: values.pop(name) for name in _MESSAGE_SETTINGS}
    for name, value in values.items():
        setattr(preset, name, value)
    preset.limit_open, preset.limit_per_day, preset.limit_per_week = limit["open"], limit["per_day"], limit["per_week"]
    preset.names_agents = agents is not None
    session.add(preset)
    session.flush()
    session.exec(delete(PresetAgent).where(col(PresetAgent.preset_id) == preset.id))
    session.add_all(
        PresetAgent(preset_id=preset.id, person_id=agent.agent_id, weight=agent.weight) for agent in agents or ()
    )
    session.flush()


def _check_agents(session: Session, app_id: str, agents: Sequence[OfferedAgent]) -> None:
    ids = [agent.agent_id for agent in agents]
    if len(ids) > _MOST_AGENTS or len(set(ids)) < len(ids):
        raise Invalid.of("agents", f"Name each agent once, and at most {_MOST_AGENTS}.", "invalid_agents")
    known = found_presets.active_members(session, app_id, ids)
    findings = limits.Findings()
    for position, agent in enumerate(agents):
        findings.take(limits.whole, agent.weight, f"agents[{position}].weight", limits.WEIGHT)
        if agent.agent_id not in known:
            problem = Problem(f"agents[{position}]", "This is not an active member of the app.", "unknown_agent")
            findings.problems.append(problem)
    findings.settle()


def _lock(session: Session, actor: Actor) -> None:
    if found_presets.lock(session, actor.app_id or "") is None:
        raise AppNotFound("There is no such app.")


def _preset(session: Session, actor: Actor, preset_id: str) -> Preset:
    found = offers.preset(session, actor.app_id or "", preset_id) if preset_id else None
    if found is None:
        raise NotFound("There is no such preset in this app.")
    return found


def _views(session: Session, presets: Sequence[Preset]) -> list[PresetView]:
    named = found_presets.named_agents(session, [preset.id for preset in presets])
    return [
        PresetView(
            id=preset.id,
            active=preset.active,
            short_link=preset.short_link,
            terms=terms_of(preset),
            agents=tuple(
                OfferedAgent(agent.agent_id, agent.weight, agent.name)
                for agent in named
                if agent.preset_id == preset.id
            )
            if preset.names_agents
            else None,
        )
        for preset in presets
    ]


def _comparable(view: PresetView) -> dict[str, Any]:
    """The fields by which a change is told."""
    return {**view.terms.model_dump(), "agents": view.agents}
