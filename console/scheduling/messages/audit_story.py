"""Entries of the audit log as people read them: who did what to whom, and which fields it touched. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from . import moments, when
from .words import READER, UnknownWord, word


class Noted(Protocol):
    """What is known of an entry; see `services.audit.AuditView`."""

    @property
    def id(self) -> str: ...
    @property
    def actor_type(self) -> str: ...
    @property
    def actor_id(self) -> str | None: ...
    @property
    def actor_name(self) -> str | None: ...
    @property
    def act(self) -> str: ...
    @property
    def subject_id(self) -> str | None: ...
    @property
    def subject_name(self) -> str | None: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    @property
    def created_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry: `Ada` `changed the hours of Ben` `working hours`, `Today, 10:04`, and the exact time to hover over."""

    id: str = ""
    who: str = ""
    did: str = ""
    fields: str = ""
    at: str = ""
    exactly: str = ""


def audit_row(noted: Noted, tz: ZoneInfo, now: datetime, locale: str = READER) -> AuditRow:
    """The entry in words, its time on the clock of `tz`."""
    return AuditRow(
        id=noted.id,
        who=who(noted.actor_type, noted.actor_id, noted.actor_name, locale),
        did=sentence(noted.act, noted.subject_id, noted.subject_name, locale),
        fields=", ".join(_told(noted.fields, locale)),
        at=moments.moment(noted.created_at, tz, now, locale),
        exactly=when.in_words(noted.created_at, tz, now, locale),
    )


def who(actor_type: str, actor_id: str | None, actor_name: str | None, locale: str = READER) -> str:
    """Whoever acted: a person's or an API client's name, the command line, a customer, or Callboard itself."""
    if actor_name and actor_type == "api":
        return word("audit_who_client", locale, name=actor_name)
    if actor_name:
        return actor_name
    kind = "operator" if actor_id is None and actor_type == "admin" else actor_type
    return word(f"audit_who_{kind}", locale)


def sentence(act: str, subject_id: str | None, subject_name: str | None, locale: str = READER) -> str:
    """What was done: `changed the hours of Ben`. What has no name any more is called by its kind."""
    try:
        return word(f"audit_{act.replace('.', '_')}", locale, what=_what(act, subject_id, subject_name, locale))
    except UnknownWord:
        return act.replace(".", " ").replace("_", " ")


def _what(act: str, subject_id: str | None, subject_name: str | None, locale: str) -> str:
    if subject_name:
        return subject_name
    if act.endswith(".exported") and subject_id in ("csv", "xlsx"):
        return subject_id.upper()
    prefix = (subject_id or "").partition("_")[0]
    return word(f"audit_what_{prefix}" if prefix in _KINDS else "audit_what", locale)


_KINDS = ("app", "per", "pre", "cli", "whk", "view", "exc", "cal", "feed", "cus")


def _told(fields: Iterable[str], locale: str) -> list[str]:
    """Names of fields in words; a customer who was merged stands in them by id, which tells nobody anything."""
    return [_field(name, locale) for name in fields if not name.startswith("cus_")]


def _field(name: str, locale: str) -> str:
    try:
        return word(f"audit_field_{name}", locale)
    except UnknownWord:
        return name.removesuffix("_at").replace("_", " ")
