"""When Callboard itself was away, as far as a call's truth depends on it."""

import json

from sqlmodel import Session

from ..messages.instants import parse_instant
from ..models import InstallationValue
from ..rules.intervals import Interval


def outages(session: Session) -> tuple[Interval, ...]:
    """The recent stretches in which no clock of this installation ran."""
    kept = session.get(InstallationValue, "outages")
    pairs = json.loads(kept.value) if kept else []
    return tuple(Interval(parse_instant(start), parse_instant(end)) for start, end in pairs)
