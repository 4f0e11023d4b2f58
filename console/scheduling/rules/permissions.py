"""Who may do what, asked by every service first: the actor's hats, how far each verb goes for them, and what they see.

An actor wears one *hat*, which follows from the surface they came through and their role in the app. On My schedules
everybody but a supervisor acts as an agent, on their own bookings; on the master view an agent may only look, and say
what they learnt of their own customers. The table itself stands in `permission_table`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ..actors import Actor, Role
from ..errors import NotAllowed
from .availability import OVERRIDABLE, ReasonCode
from .permission_table import TABLE, Hat, Reach, Verb

_LISTS: frozenset[Verb] = frozenset(
    {"see_bookings", "see_customers", "see_members", "see_insights", "export", "see_pool"}
)
"""Verbs that ask for many bookings, customers or members at once, or count them: the answer is narrowed, not refused."""

_HOURS: frozenset[ReasonCode] = frozenset({"outside_hours", "too_soon", "too_far"})

_SENTENCES: Mapping[Verb, str] = {
    "create": "You may not book a call for this agent.",
    "reschedule": "You may not move this booking.",
    "update": "You may not change this booking.",
    "cancel": "You may not cancel this booking.",
    "reassign": "You may not give this booking to somebody else.",
    "assign_to": "You may not give calls to this agent.",
    "take_over": "You may not take this call over.",
    "confirm": "You may not confirm this booking.",
    "see_booking": "You may not see this booking.",
    "see_bookings": "You may not see the bookings of this app.",
    "see_events": "You may not read the events of this app.",
    "export": "You may not export the bookings of this app.",
    "see_fairness": "You may not see how calls are shared.",
    "see_insights": "You may not see the figures of this app.",
    "keep_views": "You may not keep views in this app.",
    "share_views": "You may not share views in this app, nor change those of others.",
    "bulk_cancel": "You may not cancel many calls at once.",
    "send_again": "You may not send the messages of this booking again.",
    "add_note": "You may not write notes on this booking.",
    "remove_note": "You may not remove the notes of others.",
    "see_notes": "You may not read the notes of this booking.",
    "edit_own_dnd": "You may only set your own do-not-disturb times.",
    "edit_own_calendars": "You may only manage your own calendars.",
    "see_app_feed": "You may not see the calendar feed of this app.",
    "edit_hours": "You may not change the hours of this agent.",
    "edit_exceptions": "You may not change the exceptions of this agent.",
    "see_messages": "You may not see the messages of this app.",
    "edit_presets": "You may not manage the presets of this app.",
    "edit_webhooks": "You may not manage the webhooks of this app.",
    "edit_settings": "You may not change the settings of this app.",
    "edit_clients": "You may not manage the API clients of this app.",
    "see_customers": "You may not see the customers of this app.",
    "edit_customer": "You may not change what is known of this customer.",
    "merge_customers": "You may not merge customers.",
    "export_customer": "You may not export what is known of a customer.",
    "erase_customer": "You may not erase customers.",
    "see_members": "You may not see the members of this app.",
    "edit_members": "You may not change the members of this app.",
    "invite": "You may not invite people into this app.",
    "see_audit": "You may not read the audit log of this app.",
    "resume_sending": "Only the owner of this app may say whether sending goes on.",
    "edit_test_apps": "You may not make or delete test apps of this app.",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about. `agent_id` and `team_id` are those of the booking's agent, or of the member acted upon.

    `pool_member`: the actor is in the pool of the call they want to take over.
    """

    app_id: str | None = None
    agent_id: str | None = None
    team_id: str | None = None
    pool_member: bool = False
    booking_id: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The bookings that an actor may see; queries narrow by it. A `team` scope holds the lead's own bookings too."""

    kind: Literal["app", "team", "own", "booking", "none"]
    app_id: str | None = None
    team_id: str | None = None
    agent_id: str | None = None
    booking_id: str | None = None


def hats(actor: Actor) -> tuple[Hat, ...]:
    """The hats an actor wears: one for people, customers and the clock, one a scope for an API client."""
    if actor.surface == "system":
        return ("clock",)
    if actor.surface == "public_booking":
        return ("guest",) if actor.booking_id else ("visitor",)
    if actor.surface == "api":
        read, write = "scheduling:read" in actor.scopes, "scheduling:write" in actor.scopes
        return (*(("reader",) if read else ()), *(("writer",) if write else ()))
    if actor.role is None:
        return ()
    if actor.role == "supervisor":
        return ("supervisor",)
    if actor.surface == "agent":
        return ("agent",)
    return ("onlooker",) if actor.role == "agent" else (actor.role,)


def may(actor: Actor, verb: Verb, subject: Subject) -> bool:
    """Whether the actor may do this to that. Nobody but the clock reaches into another app than their own.

    A lead may ask for a call with no agent named; the draw is then among those they may `assign_to`.
    """
    worn = hats(actor)
    if actor.surface != "system" and (actor.app_id is None or subject.app_id != actor.app_id):
        return False
    return any(_reaches(actor, verb, TABLE[hat][verb], subject) for hat in worn if verb in TABLE[hat])


def require(actor: Actor, verb: Verb, subject: Subject) -> None:
    """Pass when the actor may. Raises NotAllowed with a sentence that names the act."""
    if not may(actor, verb, subject):
        raise NotAllowed(_SENTENCES.get(verb, "You may not do this."))


def everywhere(actor: Actor) -> frozenset[Verb]:
    """What the actor may do in the whole app, whoever's call, agent or hours it is about; lists may be narrowed to them."""
    return frozenset(
        verb for hat in hats(actor) for verb, reach in TABLE[hat].items() if reach == "app" or verb in _LISTS
    )


def widest(role: Role, verb: Verb) -> Reach | None:
    """How far a person of this role may do this, on whichever page they are; None where they may not."""
    worn: set[Hat] = {*hats(Actor("admin", role=role)), *hats(Actor("agent", role=role))}
    reaches = {TABLE[hat][verb] for hat in worn if verb in TABLE[hat]}
    return next((reach for reach in get_args(Reach) if reach in reaches), None)


def somewhere(role: Role) -> frozenset[Verb]:
    """What a person of this role may do with something at least, if only with what is their own, on whichever page."""
    return frozenset(verb for verb in get_args(Verb) if widest(role, verb))


def roles_with(verb: Verb) -> frozenset[Role]:
    """The roles in which a person may do this in the whole app."""
    return frozenset(role for role in get_args(Role) if verb in everywhere(Actor("admin", role=role)))


def visible_to(actor: Actor) -> Scope:
    """The bookings that the actor may see at all."""
    reaches = {TABLE[hat]["see_booking"] for hat in hats(actor) if "see_booking" in TABLE[hat]}
    for kind in ("app", "team", "own", "booking"):
        if kind in reaches:
            return Scope(
                kind,
                app_id=actor.app_id,
                team_id=actor.team_id if kind == "team" else None,
                agent_id=actor.id if kind in ("team", "own") else None,
                booking_id=actor.booking_id if kind == "booking" else None,
            )
    return Scope("none", app_id=actor.app_id)


def liftable(actor: Actor, agent_id: str | None) -> frozenset[ReasonCode]:
    """The reason codes that this actor may set aside for this agent.

    Hours, notice and horizon may be lifted by admins, leads, agents for themselves and API clients; a busy calendar by
    admins and the agent.
    """
    worn = hats(actor)
    own = actor.id is not None and agent_id == actor.id
    if {"owner", "admin"}.intersection(worn) or (own and {"agent", "lead"}.intersection(worn)):
        return OVERRIDABLE
    return _HOURS if "lead" in worn or actor.surface == "api" else frozenset()


def _reaches(actor: Actor, verb: Verb, reach: Reach, subject: Subject) -> bool:
    own = actor.id is not None and subject.agent_id == actor.id
    match reach:
        case "app":
            return True
        case "booking":
            return actor.booking_id is not None and subject.booking_id == actor.booking_id
        case "self":
            return own
        case _ if verb in _LISTS:
            return True
        case "own":
            return own
        case "pool":
            return subject.pool_member
        case "team":
            undrawn = verb == "create" and subject.agent_id is None
            return own or (actor.team_id is not None and (undrawn or subject.team_id == actor.team_id))
