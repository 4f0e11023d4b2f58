"""Subscriptions: made, looked at, changed, paused, resumed, rotated, tried out and deleted by an app's admins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from sqlalchemy import update
from sqlmodel import Session, col

from ... import clock
from ...actors import Actor
from ...errors import AppNotFound, Conflict, Invalid, NotFound
from ...messages.signing import Keys, fresh_secret
from ...models import App, Delivery, OutboxEvent, Subscription
from ...queries import webhooks as found
from ...rules import retries
from ...rules.addresses import check_url
from ...rules.permissions import Subject, require
from ...settings import settings
from .. import audit
from ..changes import Change, announce
from ..outbox import WEBHOOK_EVENTS
from ..transaction import writes
from .health import health_of, set_health
from .sample import sample_payload

EVENTS: tuple[str, ...] = tuple(WEBHOOK_EVENTS.values())
"""Every event that a subscription may ask for."""

ROTATION = timedelta(hours=24)
"""How long the old and the new secret both sign."""
_MOST = 50


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """An address and the events it wants; an address is https, or http where the operator's allow-list names it."""

    url: str
    events: Sequence[str]


@writes
def subscribe(session: Session, actor: Actor, new: NewSubscription) -> tuple[Subscription, str]:
    """A new subscription and its secret, which is told this once.

    Raises NotAllowed, AppNotFound, Invalid, and Conflict when the app has fifty.
    """
    require_editor(actor)
    app = session.get(App, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    url, events = _checked_url(new.url), _checked_events(new.events)
    if len(found.subscriptions(session, actor.app_id)) >= _MOST:
        raise Conflict(f"An app has at most {_MOST} subscriptions.", code="too_many_subscriptions")
    secret = fresh_secret()
    made = Subscription(app_id=app.id, url=url, events=events, secret=secret, created_at=clock.now())
    session.add(made)
    _note(session, actor, made, "webhook.created")
    return made, secret


@writes
def change(
    session: Session, actor: Actor, subscription_id: str, *, url: str | None = None, events: Iterable[str] | None = None
) -> Subscription:
    """Another address or other events; what already waits goes to the new address. Raises NotFound, Invalid."""
    kept = take(session, actor, subscription_id)
    before = (kept.url, kept.events)
    kept.url = _checked_url(url) if url is not None else kept.url
    kept.events = _checked_events(events) if events is not None else kept.events
    changed = [name for name, old in zip(("url", "events"), before, strict=True) if getattr(kept, name) != old]
    if changed:
        _note(session, actor, kept, "webhook.changed", changed)
    return kept


@writes
def pause(session: Session, actor: Actor, subscription_id: str) -> Subscription:
    """Stop sending; what happens meanwhile is kept. Raises NotFound."""
    kept = take(session, actor, subscription_id)
    set_health(session, kept, retries.paused(health_of(kept)), actor)
    _note(session, actor, kept, "webhook.paused", ["status"])
    return kept


@writes
def resume(session: Session, actor: Actor, subscription_id: str, *, skip_waiting: bool = False) -> Subscription:
    """Send again: what was kept goes out at once, oldest first, or is skipped. Raises NotFound."""
    kept = take(session, actor, subscription_id)
    set_health(session, kept, retries.resumed(), actor)
    if skip_waiting:
        _skip_waiting(session, kept)
    else:
        waiting = _waiting(kept).where(col(Delivery.due_at) != col(Delivery.created_at))
        session.execute(waiting.values(due_at=Delivery.created_at, failures=0))
    _note(session, actor, kept, "webhook.resumed", ["status"])
    return kept


@writes
def rotate(session: Session, actor: Actor, subscription_id: str) -> str:
    """A new secret, told this once; for 24 hours the old one signs too. Again within that time, only the latest counts.

    Raises NotFound.
    """
    kept, now = take(session, actor, subscription_id), clock.now()
    settle(kept, now)
    kept.next_secret, kept.rotated_at = fresh_secret(), now
    _note(session, actor, kept, "webhook.rotated", ["secret"])
    return kept.next_secret


@writes
def delete(session: Session, actor: Actor, subscription_id: str) -> None:
    """End a subscription; what still waits is never sent. Raises NotFound."""
    kept = take(session, actor, subscription_id)
    _end(session, kept)
    _note(session, actor, kept, "webhook.deleted")


def end_all(session: Session, app_id: str) -> None:
    """Inside a verb: end the app's subscriptions."""
    for kept in found.subscriptions(session, app_id):
        _end(session, kept)


@writes
def test_send(session: Session, actor: Actor, subscription_id: str, event: str | None = None) -> Delivery:
    """Send an invented call, marked `test`, as one of the subscription's events. Raises NotFound, Invalid, Conflict."""
    kept, now = take(session, actor, subscription_id), clock.now()
    if kept.status == "paused":
        raise Conflict("This subscription is paused. Resume it first.", code="paused")
    told = OutboxEvent(
        app_id=kept.app_id,
        event=_checked_events([event])[0] if event else kept.events[0],
        sequence=0,
        occurred_at=now,
        test=True,
        payload=sample_payload(kept.app_id, actor, now),
    )
    session.add(told)
    session.flush()
    owed = Delivery(subscription_id=kept.id, event_id=told.id, due_at=now, created_at=now)
    session.add(owed)
    announce(session, Change(kept.app_id, "delivery", kept.id))
    return owed


def keys_of(kept: Subscription, now: datetime) -> Keys:
    """The secrets that sign at this instant."""
    if kept.next_secret and kept.rotated_at and now >= kept.rotated_at + ROTATION:
        return Keys(kept.next_secret)
    return Keys(kept.secret, kept.next_secret)


def settle(kept: Subscription, now: datetime) -> None:
    """End a rotation whose day is over."""
    keys = keys_of(kept, now)
    if keys.secret != kept.secret:
        kept.secret, kept.next_secret, kept.rotated_at = keys.secret, None, None


def require_editor(actor: Actor) -> None:
    require(actor, "edit_webhooks", Subject(app_id=actor.app_id))


def take(session: Session, actor: Actor, subscription_id: str, lock: bool = True) -> Subscription:
    require_editor(actor)
    kept = found.subscription(session, actor.app_id, subscription_id, lock=lock)
    if kept is None:
        raise NotFound("There is no such webhook subscription in this app.")
    return kept


def _end(session: Session, kept: Subscription) -> None:
    kept.deleted_at = clock.now()
    kept.secret, kept.next_secret = "", None
    _skip_waiting(session, kept)


def _note(session: Session, actor: Actor, kept: Subscription, act: str, fields: Iterable[str] = ()) -> None:
    audit.record(session, actor, act, kept.id, fields)
    announce(session, Change(kept.app_id, "delivery", kept.id))


def _waiting(kept: Subscription):
    return update(Delivery).where(col(Delivery.subscription_id) == kept.id, col(Delivery.status) == "pending")


def _skip_waiting(session: Session, kept: Subscription) -> None:
    session.execute(_waiting(kept).values(status="skipped", finished_at=clock.now(), leased_by=None, leased_until=None))


def _checked_url(url: str) -> str:
    return check_url(url, [ip_network(block) for block in settings().webhook_allow])


def _checked_events(events: Iterable[str]) -> list[str]:
    wanted = set(events)
    if not wanted:
        raise Invalid.of("events", "Choose at least one event.", "required")
    if unknown := wanted - set(EVENTS):
        raise Invalid.of("events", f"There is no event {sorted(unknown)[0]!r}. There are: {', '.join(EVENTS)}.")
    return [event for event in EVENTS if event in wanted]
