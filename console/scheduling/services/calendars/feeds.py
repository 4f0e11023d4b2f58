"""Feeds: calls as a calendar to subscribe to, behind an address that is a key. One of each agent, one of the whole app.

As with the links of a booking, an address is derived from its row's id and the installation's key. Renewing replaces the
row, revoking deletes it, and either ends the old address.
"""

import hmac
import re
from base64 import b32encode
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import NotFound
from ...messages.feed import Feed, FeedEvent
from ...messages.ics import uid
from ...messages.words import word
from ...models import CalendarFeed, DndWindow, ScheduleException
from ...queries import calendar_feeds as found
from ...queries import members
from ...queries.calendar_feeds import FeedCall, FeedOwner
from ...rules.calendars import event_uid
from ...rules.intervals import Interval
from ...rules.permissions import Subject, Verb, require
from ...settings import settings
from .. import audit, installation, links
from ..changes import Change, announce
from ..transaction import reads, writes
from .reading import feed_mark

Whose = Literal["own", "app"]

_KEY = re.compile(r"[0-9a-z]{26}")
_BACK, _AHEAD = timedelta(days=30), timedelta(days=366)
_STATUS: dict[str, Literal["TENTATIVE", "CANCELLED"]] = {"pending_confirmation": "TENTATIVE", "cancelled": "CANCELLED"}


@reads
def feed_url(session: Session, actor: Actor, whose: Whose) -> str | None:
    """The address of the actor's own feed, or of the whole app's; None when there is none. Raises NotAllowed."""
    person_id = _judged(actor, whose, "see_app_feed")
    standing = found.standing(session, actor.app_id or "", person_id)
    return _url(standing[0]) if standing else None


@writes
def renew_feed(session: Session, actor: Actor, whose: Whose) -> str:
    """Make the feed, or give it a new address, which ends the old one. Gives the address. Raises NotAllowed."""
    person_id = _judged(actor, whose, "edit_settings")
    members.locked(session, actor.app_id or "")
    for old in found.standing(session, actor.app_id or "", person_id):
        session.delete(old)
    feed = CalendarFeed(app_id=actor.app_id or "", person_id=person_id, created_at=clock.now())
    session.add(feed)
    audit.record(session, actor, "calendar_feed.renewed", feed.id)
    announce(session, Change(feed.app_id, "settings", feed.id, person_id))
    return _url(feed)


@writes
def revoke_feed(session: Session, actor: Actor, whose: Whose) -> None:
    """End the feed: its address then answers as one that never was. Raises NotAllowed."""
    person_id = _judged(actor, whose, "edit_settings")
    for feed in found.standing(session, actor.app_id or "", person_id):
        session.delete(feed)
        audit.record(session, actor, "calendar_feed.revoked", feed.id)
        announce(session, Change(feed.app_id, "settings", feed.id, person_id))


@reads
def read_feed(session: Session, token: str) -> Feed:
    """What the address of this token shows: 30 days back and a year ahead. Raises NotFound for any that is no good."""
    key, _, _ = token.partition("-")
    owner = found.live(session, f"feed_{key}") if _KEY.fullmatch(key) else None
    if owner is None or not hmac.compare_digest(_token(owner.feed.id).encode(), token.encode(errors="replace")):
        raise NotFound("There is no such calendar.")
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)  # so that the file keeps for a day
    within = Interval(today - _BACK, today + _AHEAD)
    calls = found.calls(session, owner.app.id, owner.feed.person_id, within, today)
    if owner.person is None:
        name = word("feed_of_app", owner.app.language, app=owner.app.name)
        return Feed(name, [_call_of_app(call, owner) for call in calls])
    dnd, blocked = found.blocks(session, owner.app.id, owner.person.id, within)
    name = word("feed_of_agent", owner.app.language, agent=owner.person.name, app=owner.app.name)
    blocks = [_block(block, owner) for block in (*dnd, *blocked)]
    return Feed(name, [*(_call_of_agent(call) for call in calls), *blocks])


def _judged(actor: Actor, whose: Whose, verb: Verb) -> str | None:
    """Whose feed it is, a person's id or None for the app, once the actor may do this. Raises NotAllowed."""
    if whose == "app":
        require(actor, verb, Subject(app_id=actor.app_id))
        return None
    require(actor, "edit_own_calendars", Subject(app_id=actor.app_id, agent_id=actor.id))
    return actor.id


def _call_of_agent(call: FeedCall) -> FeedEvent:
    booking = call.booking
    url = links.links_of(booking).agent_join_url if booking.call_kind == "link" else None
    told = [call.preset_name, booking.reference]
    if booking.call_kind != "link" and booking.guest_phone:
        told.append(booking.guest_phone)
    if url:
        told.append(url)
    return _call(call, booking.guest_name, told, url)


def _call_of_app(call: FeedCall, owner: FeedOwner) -> FeedEvent:
    """Without a key to the call: many eyes may rest on this calendar."""
    title = word("feed_call", owner.app.language, customer=call.booking.guest_name, agent=call.agent_name)
    return _call(call, title, [call.preset_name, call.booking.reference], None)


def _call(call: FeedCall, title: str, told: list[str], url: str | None) -> FeedEvent:
    booking = call.booking
    return FeedEvent(
        uid=uid(booking.id),
        sequence=booking.version,
        changed_at=booking.updated_at,
        start=booking.scheduled_at,
        end=booking.ends_at,
        summary=title,
        status=_STATUS.get(booking.status, "CONFIRMED"),
        description="\n".join(told),
        url=url,
    )


def _block(block: DndWindow | ScheduleException, owner: FeedOwner) -> FeedEvent:
    note = block.note if isinstance(block, ScheduleException) else None
    kind = "feed_blocked" if isinstance(block, ScheduleException) else "feed_do_not_disturb"
    return FeedEvent(
        uid=event_uid(block.id, feed_mark()),
        sequence=0,
        changed_at=block.created_at,
        start=block.start_at,
        end=block.end_at,
        summary=note or word(kind, owner.app.language),
    )


def _url(feed: CalendarFeed) -> str:
    return f"{settings().base_url}/calendar/{_token(feed.id)}.ics"


def _token(feed_id: str) -> str:
    proof = hmac.digest(installation.key(), f"calendar feed:{feed_id}".encode(), sha256)[:20]
    return f"{feed_id.removeprefix('feed_')}-{b32encode(proof).decode().lower()}"
