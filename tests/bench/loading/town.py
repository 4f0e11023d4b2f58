"""The installation that is put under load: agents with calls, those who watch them, an API client, a receiver."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col, select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM, operator
from console.scheduling.models import Member, Person, Preset
from console.scheduling.services import clients, sessions, tokens, webhooks
from console.scheduling.services.clients import NewClient
from console.scheduling.services.webhooks import NewSubscription
from tests.bench import crowd
from tests.bench.crowd import APP, PRESET, Crowd

BOOKINGS, AGENTS, WATCHING = 20_000, 60, 20
"""A year and more of calls; of the agents, the last so many are supervisors who watch the console."""
_PLENTY = dict.fromkeys(("minute", "hour", "day"), 1_000_000)


@dataclass(frozen=True)
class Town:
    """How everybody gets in."""

    client: Mapping[str, str]
    people: list[dict[str, str]]


def build(receiver: str, cookie_name: str) -> Town:
    """Fill the migrated, empty installation that this process stands on."""
    crowd.fill(Crowd(BOOKINGS, AGENTS, clock.now()))
    with database.writing() as session:
        watching = [f"per_{number:05}" for number in range(AGENTS - WATCHING, AGENTS)]
        session.execute(update(Member).where(col(Member.person_id).in_(watching)).values(role="supervisor"))
        session.execute(update(Preset).values(durations=[30, 60]))
        session.execute(update(Preset).where(col(Preset.id) == PRESET).values(assignment_mode="pick"))
    keys = clients.create(SYSTEM, NewClient(name="Load", app_ids=[APP], rate_limits=_PLENTY))
    webhooks.subscribe(operator(APP), NewSubscription(receiver, webhooks.EVENTS))
    return Town({"client_id": keys.client_id, "client_secret": keys.client_secret}, _signed_in(cookie_name))


def _signed_in(cookie_name: str) -> list[dict[str, str]]:
    """Everybody, each with a session of theirs, as the cookie that a browser would send."""
    people = []
    with database.writing() as session:
        for person, member in session.exec(select(Person, Member).where(col(Member.person_id) == Person.id)).all():
            token = tokens.fresh()
            sessions.open_for(session, person, token, "load", "127.0.0.1")
            people.append({"id": person.id, "role": member.role, "cookie": f"{cookie_name}={token}"})
    return people
