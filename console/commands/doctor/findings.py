"""What a check says: that all is well, what is worth knowing, or what is wrong; and the mend in one line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from console.scheduling.errors import CallboardError

Check = Callable[[], str]
"""Gives what is fine, in words; raises Note or Wrong, or whatever the core refuses with."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw. Only what is `wrong` keeps Callboard from working; `mend` says what to do."""

    check: str
    state: Literal["fine", "worth knowing", "wrong"]
    said: str
    mend: str = ""


class Note(Exception):
    """Something that works, but not as one might expect."""

    def __init__(self, said: str, mend: str = "") -> None:
        super().__init__(said)
        self.mend = mend


class Wrong(Note):
    """Something that does not work."""


def looked_at(name: str, check: Check) -> Finding:
    """What the check finds. Nothing that it meets ends the others."""
    try:
        return Finding(name, "fine", check())
    except Wrong as wrong:
        return Finding(name, "wrong", str(wrong), wrong.mend)
    except Note as note:
        return Finding(name, "worth knowing", str(note), note.mend)
    except CallboardError as error:
        return Finding(name, "wrong", error.message, _MENDS.get(error.code, ""))
    except (OSError, SQLAlchemyError) as error:
        said = str(getattr(error, "orig", error)).strip().splitlines()
        return Finding(name, "wrong", said[0] if said else type(error).__name__, _REACH)


_REACH = "See that what CALLBOARD_DATABASE_URL and CALLBOARD_DATA name is there and may be used."
_MENDS = {
    "provider_failed": "See that CALLBOARD_OIDC_ISSUER is the provider's issuer, and that it can be reached from here.",
    "guard_missing": "Stop Callboard, and `callboard restore` the newest backup that `doctor` finds well.",
    "database_newer": "Install the Callboard that made it, or `callboard restore` an older backup.",
    "unavailable": _REACH,
}
