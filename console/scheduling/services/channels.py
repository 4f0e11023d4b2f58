"""The ways to customers: which are set up, with whose account. An app's own number and sender win over the operator's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from ..actors import Actor
from ..errors import AppNotFound, Invalid
from ..models import App
from ..queries import terms
from ..rules import contacts, limits
from ..rules.permissions import Subject, require
from ..settings import settings
from . import audit
from .changes import Change, announce
from .transaction import reads, writes

CHANNELS = ("email", "whatsapp")
TEST_APP, NOT_SET_UP = "test app", "channel not set up"
"""Why a message is `not_sent`, as its `problem` says it."""


@dataclass(frozen=True, slots=True)
class WhatsAppAccount:
    """The account that an app's WhatsApp messages go through."""

    base_url: str
    token: str
    phone_number_id: str
    default_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChannels:
    """What an app has of its own; empty is the operator's. A token of None stays as it is, and is never told again."""

    mail_from: str = ""
    whatsapp_phone_number_id: str = ""
    whatsapp_token: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelView:
    """How an app's channels stand, for who may change them."""

    own: OwnChannels
    has_own_token: bool
    is_set_up: Mapping[str, bool]


@reads
def view(session: Session, actor: Actor) -> ChannelView:
    """How the actor's app reaches its customers. Raises NotAllowed, AppNotFound."""
    app = _judged(session, actor)
    kept = app.channels
    own = OwnChannels(
        mail_from=kept.get("mail_from", ""), whatsapp_phone_number_id=kept.get("whatsapp_phone_number_id", "")
    )
    set_up = {channel: is_set_up(app, channel) for channel in CHANNELS}
    return ChannelView(own, bool(kept.get("whatsapp_token")), set_up)


@writes
def save(session: Session, actor: Actor, own: OwnChannels) -> None:
    """Give the app a sender and a number of its own, or take them away. Raises NotAllowed, AppNotFound, Invalid."""
    app = _judged(session, actor)
    findings = limits.Findings()
    sender = findings.take(_mail_from, own.mail_from)
    number = findings.take(_number_id, own.whatsapp_phone_number_id)
    token = own.whatsapp_token
    if token is not None:
        token = findings.take(limits.text, token, "whatsapp_token", 1000)
    findings.settle()
    kept = app.channels
    wanted = {
        "mail_from": sender,
        "whatsapp_phone_number_id": number,
        "whatsapp_token": kept.get("whatsapp_token") if token is None else token,
    }
    wanted = {name: value for name, value in wanted.items() if value}
    changed = [name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name)]
    if changed:
        app.channels = wanted
        audit.record(session, actor, "app.channels_changed", app.id, sorted(changed))
        announce(session, Change(app.id, "settings"))


def is_set_up(app: App, channel: str) -> bool:
    """Whether messages of this app can go out on this channel at all."""
    return bool(settings().smtp_url) if channel == "email" else whatsapp_account(app) is not None


def why_unsent(app: App, channel: str) -> str | None:
    """Why this app's messages are never handed to this channel; None when they are. A test app's are not, set up or not."""
    if app.test_of_app_id:
        return TEST_APP
    return None if is_set_up(app, channel) else NOT_SET_UP


def whatsapp_account(app: App) -> WhatsAppAccount | None:
    """The account for this app's messages; None when nobody has set one up."""
    ours = settings()
    token = app.channels.get("whatsapp_token") or ours.whatsapp_token
    number = app.channels.get("whatsapp_phone_number_id") or ours.whatsapp_phone_number_id
    if not token or not number:
        return None
    return WhatsAppAccount(ours.whatsapp_base_url.rstrip("/"), token, number, ours.whatsapp_language)


def _mail_from(address: str) -> str:
    return contacts.email(address.strip(), field="mail_from") if address.strip() else ""


def _number_id(value: str) -> str:
    if not re.fullmatch(r"[0-9]{0,40}", value.strip(), re.ASCII):
        raise Invalid.of("whatsapp_phone_number_id", "This is a number, as WhatsApp Manager shows it.", "invalid")
    return value.strip()


def _judged(session: Session, actor: Actor) -> App:
    require(actor, "edit_settings", Subject(app_id=actor.app_id))
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    return app
