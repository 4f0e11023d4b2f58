"""A member's own choice of notices."""

from dataclasses import dataclass

from sqlmodel import Session

from ...actors import Actor
from ...errors import Invalid, NotAllowed
from ...models import Member
from ...queries import notices as found
from ...rules import notices as rules
from ..transaction import reads, writes


@dataclass(frozen=True, slots=True)
class Choice:
    """One topic that the member is told of, and by which ways."""

    topic: str
    """One of `rules.notices.TOPICS`."""
    email: bool
    browser: bool


@reads
def choices(session: Session, actor: Actor) -> list[Choice]:
    """What the actor can be told of in this app; empty for who is told nothing. Raises NotAllowed."""
    member = _own(session, actor)
    chosen = {topic: rules.ways(member.role, member.notices, topic) for topic in rules.topics_of(member.role)}  # pyright: ignore[reportArgumentType]
    return [Choice(topic, "email" in ways, "browser" in ways) for topic, ways in chosen.items()]


@writes
def choose(session: Session, actor: Actor, topic: str, way: str, *, wanted: bool) -> None:
    """Have the actor's notices of this topic come this way, or not; what is under way stays so. Raises NotAllowed, Invalid."""
    member = _own(session, actor)
    if way not in rules.WAYS or topic not in rules.topics_of(member.role):  # pyright: ignore[reportArgumentType]
        raise Invalid.of("topic", "You are not told of this.")
    ways = set(rules.ways(member.role, member.notices, topic))  # pyright: ignore[reportArgumentType]
    ways = ways | {way} if wanted else ways - {way}
    member.notices = {**member.notices, topic: [one for one in rules.WAYS if one in ways]}


def _own(session: Session, actor: Actor) -> Member:
    is_person = actor.surface in ("admin", "agent") and actor.id and actor.app_id
    member = found.active_member(session, actor.app_id or "", actor.id or "") if is_person else None
    if member is None:
        raise NotAllowed("Only members of the app have notices.")
    return member
