"""A copy of an installation to try things in: it shares its rows, and must act on nobody that the original acts on.

Everything that could leave is ended: what waits, the subscriptions, the apps' own channels, people's own calendars, weekly
figures. Nobody stays signed in. The copy gets a key of its own, so that a link of either - to join, to manage, a calendar
feed - opens nothing in the other.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from ..models import (
    AccessToken,
    App,
    BusyCalendar,
    BusyTime,
    Delivery,
    InstallationValue,
    LinkRequest,
    OneTimeLink,
    Reminder,
    SignInSession,
    StaffNotice,
    Subscription,
    TrialMessage,
    WeeklyFigures,
)

_FORGOTTEN = (SignInSession, OneTimeLink, AccessToken, WeeklyFigures, TrialMessage, LinkRequest, BusyTime, BusyCalendar)
_WHY = "of the original"


def make_copy(session: Session, now: datetime) -> None:
    """Turn these rows into a copy's. What is planned for later is ended too: it is for the original's customers."""
    free = {"leased_by": None, "leased_until": None}
    ended = (
        update(Delivery).where(col(Delivery.status) == "pending").values(status="skipped", finished_at=now, **free),
        update(Reminder).where(col(Reminder.status) == "pending").values(status="cancelled", problem=_WHY, **free),
        update(StaffNotice).where(col(StaffNotice.status) == "pending").values(status="withdrawn", **free),
        update(Subscription)
        .where(col(Subscription.deleted_at).is_(None))
        .values(status="paused", paused_reason="hand", failures_in_row=0, failing_since=None),
        update(App).values(channels={}),
        update(InstallationValue).where(col(InstallationValue.name) == "key").values(value=secrets.token_hex(32)),
    )
    for statement in (*ended, *(delete(table) for table in _FORGOTTEN)):
        session.execute(statement.execution_options(synchronize_session=False))
