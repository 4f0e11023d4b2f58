"""A preset as its card shows it."""

from dataclasses import dataclass

from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.terms import PresetTerms
from console.scheduling.services import booking_links
from console.scheduling.services.presets import PresetView


@dataclass(frozen=True)
class PresetRow:
    """A preset, ready to show."""

    id: str = ""
    name: str = ""
    slug: str = ""
    lengths: str = ""
    kind: str = ""
    call_kind: str = ""
    """The kind in words."""
    assignment: str = ""
    agents: str = ""
    period: str = ""
    """How soon and how far ahead customers may book."""
    url: str = ""
    haystack: str = ""
    """What a search looks through, folded."""
    is_active: bool = False
    is_off: bool = False


def preset_row(view: PresetView) -> PresetRow:
    """The preset in words."""
    terms = view.terms
    everybody = view.agents is None
    lengths = ", ".join(moments.length(minutes) for minutes in terms.durations)
    return PresetRow(
        id=view.id,
        name=terms.name,
        slug=terms.slug,
        lengths=lengths,
        period=_period(terms),
        url=booking_links.url_of(view.short_link),
        haystack=f"{terms.name} {terms.slug} {lengths}".casefold(),
        kind=terms.call_kind,
        call_kind=word(f"kind_{terms.call_kind}"),
        assignment=word(f"mode_{terms.assignment_mode}"),
        agents=word("preset_everybody") if everybody else word("preset_agents", count=len(view.agents or ())),
        is_active=view.active,
        is_off=not terms.scheduling_enabled,
    )


def _period(terms: PresetTerms) -> str:
    until = word("preset_until", count=terms.horizon_days)
    if not terms.notice_minutes:
        return word("preset_from_now", until=until)
    return word("preset_from", notice=moments.length(terms.notice_minutes), until=until)
