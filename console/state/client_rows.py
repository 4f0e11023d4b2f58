"""API clients as lines of a table, ready to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments
from console.scheduling.messages.usage import DayBar, usage_shown
from console.scheduling.messages.words import word
from console.scheduling.services.clients import SCOPES, ClientView
from console.scheduling.services.usage import DayOfCalls

Tone = Literal["neutral", "success"]


@dataclass(frozen=True)
class ClientRow:
    """A client, ready to show, and with the values that the form begins with."""

    id: str = ""
    name: str = ""
    scopes: list[str] = field(default_factory=list)
    scopes_told: str = ""
    app_ids: list[str] = field(default_factory=list)
    apps_told: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    last_used: str = ""
    today: str = ""
    total: str = ""
    bars: list[DayBar] = field(default_factory=list)
    """Its requests of the last days, today's last."""
    status_label: str = ""
    tone: Tone = "neutral"
    remark: str = ""
    """Why somebody should look: two secrets are live, or the client is not this person's to change."""
    is_disabled: bool = False
    is_ours: bool = True
    """Whether the person administers every app that the client reaches, and may therefore change it."""


def client_row(
    view: ClientView, days: Sequence[DayOfCalls], run: Mapping[str, str], tz: ZoneInfo, now: datetime
) -> ClientRow:
    """One client's line; `run` are the apps that the person administers, id -> name."""
    known = [run[app_id] for app_id in view.app_ids if app_id in run]
    hidden = len(view.app_ids) - len(known)
    usage = usage_shown(days)
    return ClientRow(
        id=view.id,
        name=view.name,
        scopes=list(view.scopes),
        scopes_told=word("client_may_all") if len(view.scopes) == len(SCOPES) else word(_may(view.scopes[0])),
        app_ids=list(view.app_ids),
        apps_told=", ".join([*known, *([word("client_other_apps", count=hidden)] if hidden else [])]),
        limits=dict(view.rate_limits),
        last_used=moments.moment(view.last_used_at, tz, now) if view.last_used_at else word("client_never_used"),
        today=usage.today,
        total=usage.total,
        bars=usage.bars,
        status_label=word("client_disabled" if view.disabled_at else "client_active"),
        tone="neutral" if view.disabled_at else "success",
        remark=_remark(view, hidden, tz, now),
        is_disabled=view.disabled_at is not None,
        is_ours=not hidden,
    )


def _may(scope: str) -> str:
    return f"client_may_{scope.rpartition(':')[2]}"


def _remark(view: ClientView, hidden: int, tz: ZoneInfo, now: datetime) -> str:
    if hidden:
        return word("client_not_ours")
    if view.rotates_until and not view.disabled_at:
        return word("client_rotates_until", time=moments.since(view.rotates_until, tz, now))
    return ""
