"""The verb: what is asked is checked, counted, and remembered for a minute."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import AppNotFound, Invalid, NotFound
from ...queries import booking_lists, terms
from ...queries import facts as known
from ...queries import insights as queries
from ...queries.booking_lists import BookingFilter
from ...queries.insights import Someone
from ...rules import insights as rules
from ...rules import limits, permissions
from ...rules.insights import Days
from ...rules.intervals import Interval
from ...rules.permissions import Scope, Subject
from ...rules.zones import checked_zone, day_bounds
from ..transaction import reads
from . import making, memory
from .answer import Figures
from .asking import Question, Rows
from .making import Source


def may_see(actor: Actor) -> bool:
    """Whether there are figures for this actor at all."""
    return permissions.may(actor, "see_insights", Subject(app_id=actor.app_id))


@reads
def figures(session: Session, actor: Actor, asked: Question, *, fresh: bool = False) -> Figures:
    """The figures of the calls that the actor may see; up to a minute old, unless they must be `fresh`.

    Raises AppNotFound, NotAllowed, Invalid (`timezone`, `first`, `last`), and NotFound in a test app, which has none.
    """
    _check(session, actor, asked)
    scope = permissions.visible_to(actor)
    known_already = None if fresh else memory.recall(scope, asked)
    if known_already:
        return known_already
    answer = _work_out(session, scope, asked)
    memory.keep(scope, answer)
    return answer


def _check(session: Session, actor: Actor, asked: Question) -> None:
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    permissions.require(actor, "see_insights", Subject(app_id=app.id))
    if app.test_of_app_id:
        raise NotFound("A test app stays out of insights.")
    checked_zone(asked.timezone, "timezone")
    if not limits.FIRST_YEAR + 2 < asked.first.year <= asked.last.year < limits.LAST_YEAR:
        raise Invalid.of("first", f"The year must be from {limits.FIRST_YEAR + 3} to {limits.LAST_YEAR - 1}.")
    if not timedelta(0) <= asked.last - asked.first < timedelta(days=rules.LONGEST):
        raise Invalid.of("last", f"Choose from 1 to {rules.LONGEST} days.")


def _work_out(session: Session, scope: Scope, asked: Question) -> Figures:
    days = Days(asked.first, asked.last)
    spans = [_span(each, asked.timezone) for each in (days, days.before)]
    wanted = BookingFilter(
        agent_ids=asked.agent_ids, team_ids=asked.team_ids, preset_ids=asked.preset_ids, sources=asked.sources
    )
    narrowed = booking_lists.conditions(session, scope, wanted)
    within = Interval(spans[1].start, spans[0].end)
    counted = queries.counted(session, narrowed, within, asked.timezone, spans[0].start)
    people = queries.people(session, scope.app_id or "")
    open_minutes = _open_minutes(session, scope, asked, people, spans)
    now, before = (
        making.period(each, _rows(asked, each), Source(counted, people, minutes, is_before=each is not days))
        for each, minutes in zip((days, days.before), open_minutes, strict=True)
    )
    return Figures(asked, clock.now(), now, before)


def _rows(asked: Question, days: Days) -> Rows:
    return Rows(
        first=days.first,
        last=days.last,
        timezone=asked.timezone,
        agent_ids=asked.agent_ids,
        team_ids=asked.team_ids,
        preset_ids=asked.preset_ids,
        sources=asked.sources,
    )


def _span(days: Days, zone_name: str) -> Interval:
    return Interval(day_bounds(days.first, zone_name).start, day_bounds(days.last, zone_name).end)


def _open_minutes(
    session: Session, scope: Scope, asked: Question, people: Mapping[str, Someone], spans: list[Interval]
) -> list[dict[str, int]]:
    """By agent, for each of the spans: of those agents whose calls are asked about, as they are members now."""
    ids = [one.id for one in people.values() if one.takes_calls and _is_in_question(scope, asked, one)]
    if asked.preset_ids:
        ids = _offered(session, scope, asked, ids)
    within = Interval(min(span.start for span in spans), max(span.end for span in spans))
    facts = known.opening(session, scope.app_id or "", ids, within)
    return [rules.open_minutes(facts, span) for span in spans]


def _is_in_question(scope: Scope, asked: Question, one: Someone) -> bool:
    is_seen = scope.kind == "app" or one.id == scope.agent_id
    is_seen = is_seen or (one.team_id is not None and one.team_id == scope.team_id)
    is_asked = not asked.agent_ids or one.id in asked.agent_ids
    return is_seen and is_asked and (not asked.team_ids or one.team_id in asked.team_ids)


def _offered(session: Session, scope: Scope, asked: Question, ids: list[str]) -> list[str]:
    """Those of them whom one of the presets offers."""
    presets = [one for one in terms.presets(session, scope.app_id or "") if one.id in asked.preset_ids]
    pools = terms.pools(session, presets, ids) if presets and ids else {}
    return list({agent.id for pool in pools.values() for agent in pool})
