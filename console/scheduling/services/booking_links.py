"""The links that an app's people give to customers: a preset's, and those that name an agent."""

from dataclasses import dataclass

from sqlmodel import Session

from ..actors import Actor
from ..errors import NotFound
from ..models import App
from ..queries import terms
from ..rules.assignment import is_drawn
from ..rules.permissions import Subject, may, require
from ..settings import settings
from . import apps
from .transaction import reads


@dataclass(frozen=True, slots=True)
class PresetLinks:
    """A preset's short link, and the agents whom it may name, each an id and a name; none where the engine finds one.

    `needs_agent`: the link leads to a booking only if it names an agent.
    """

    name: str
    url: str
    agents: tuple[tuple[str, str], ...]
    needs_agent: bool


@dataclass(frozen=True, slots=True)
class SharedLinks:
    """The addresses that somebody gives away: their own, empty for who takes no calls, and the app's."""

    own: str
    app: str


def url_of(short_link: str) -> str:
    """The address of a preset's short link."""
    return f"{settings().base_url}/b/{short_link}"


def naming(agent_id: str, url: str) -> str:
    """The same link, for calls with this agent; as it is for nobody."""
    return f"{url}?agent={agent_id}" if agent_id else url


@reads
def of_preset(session: Session, actor: Actor, preset_id: str) -> PresetLinks:
    """The links to a preset of the actor's app. Raises NotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    preset = terms.preset(session, actor.app_id or "", preset_id) if preset_id else None
    if preset is None:
        raise NotFound("There is no such preset in this app.")
    pool = [] if is_drawn(preset.assignment_mode) else terms.pool(session, preset)
    agents = sorted(((agent.id, agent.name) for agent in pool), key=lambda agent: (agent[1].casefold(), agent[0]))
    return PresetLinks(preset.name, url_of(preset.short_link), tuple(agents), preset.assignment_mode == "url_forced")


@reads
def own(session: Session, actor: Actor) -> str:
    """The address at which customers book a call with this agent, or with the team where nobody can ask for them.

    Empty for who takes no calls. Raises NotAllowed.
    """
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    return _own(session, actor)


@reads
def to_share(session: Session, actor: Actor) -> SharedLinks:
    """What this actor can give away; both empty for who may not see when anybody is free."""
    if not may(actor, "see_availability", Subject(app_id=actor.app_id, agent_id=actor.id, team_id=actor.team_id)):
        return SharedLinks("", "")
    return SharedLinks(_own(session, actor), apps.booking_url(session.get_one(App, actor.app_id)))


def _own(session: Session, actor: Actor) -> str:
    presets = [preset for preset in terms.presets(session, actor.app_id or "") if preset.scheduling_enabled]
    offering = terms.pools(session, presets, [actor.id or ""]) if presets else {}
    theirs = sorted((preset for preset in presets if offering[preset.id]), key=lambda preset: not preset.active)
    by_name = next((preset for preset in theirs if not is_drawn(preset.assignment_mode)), None)
    if by_name:
        return naming(actor.id or "", url_of(by_name.short_link))
    return apps.booking_url(session.get_one(App, actor.app_id)) if theirs else ""
