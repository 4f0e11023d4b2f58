"""Presets as strangers may know them: what the booking page offers, and where a short link leads."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from ..errors import NotFound
from ..queries import presets as found_presets
from ..queries import terms as offers
from ..queries.terms import PoolAgent
from ..rules.terms import PresetTerms
from .presets import OfferedAgent, terms_of
from .transaction import reads


@dataclass(frozen=True, slots=True)
class PublicPreset:
    """What the booking page may know of a preset. `agents`: those it offers, by name, where the customer picks."""

    id: str
    terms: PresetTerms
    agents: tuple[OfferedAgent, ...]

    def offered_to(self, named: str) -> tuple[OfferedAgent, ...]:
        """Whom somebody may choose whose link names this agent, or, with an empty text, none.

        Who follows a link to one agent is not told of the others; where the engine draws there is nobody to choose.
        """
        if self.terms.draws_agent or not (named or self.terms.lets_pick):
            return ()
        return tuple(one for one in self.agents if named in ("", one.agent_id))


@dataclass(frozen=True, slots=True)
class ShortLink:
    """Where `/b/{slug}` leads."""

    app_id: str
    app_name: str
    widget_key: str
    preset_id: str
    preset_name: str
    logo: str | None
    accent: str | None
    language: str
    """What the app's customers read."""


@reads
def public(session: Session, app_id: str, preset_id: str | None = None) -> PublicPreset:
    """The named preset, or the active one, for the booking page. Raises NotFound."""
    found = offers.preset(session, app_id, preset_id)
    if found is None:
        raise NotFound("This booking link does not work. Ask whoever gave it to you for a new one.")
    return PublicPreset(found.id, terms_of(found), by_name(offers.pool(session, found)))


@reads
def by_short_link(session: Session, slug: str) -> ShortLink:
    """Where `/b/{slug}` leads. Raises NotFound."""
    found = found_presets.by_short_link(session, slug) if slug.isprintable() else None
    if found is None:
        raise NotFound("This booking link does not work. Ask whoever gave it to you for a new one.")
    preset, app = found
    logo, accent = app.branding.get("logo"), app.branding.get("accent")
    return ShortLink(app.id, app.name, app.widget_key, preset.id, preset.name, logo, accent, app.language)


def by_name(pool: Iterable[PoolAgent]) -> tuple[OfferedAgent, ...]:
    """The agents that a preset offers, as customers are told of them."""
    agents = (OfferedAgent(one.id, one.weight, one.name, one.timezone, one.photo) for one in pool)
    return tuple(sorted(agents, key=lambda agent: (agent.name.casefold(), agent.agent_id)))
