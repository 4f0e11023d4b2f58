"""Forms that book without a script: each is shown with a stamp that says since when, and which one booking it makes.

A stamp is the id of that booking, which holds the time it was thought of, and an HMAC of it and the app under the
installation's key. So nothing is stored, no browser can say that it took longer, and sending a form twice books once.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from ulid import ULID

from ..errors import Invalid, Problem
from ..models import new_id
from . import installation

_PREFIX = "bkg"


class Unreadable(Invalid):
    """A form that is none of ours, or that a robot filled."""

    def __init__(self) -> None:
        super().__init__([Problem("stamp", "This form cannot be read. Please send it once more.")])


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which booking a form makes, and since when it has been shown."""

    booking_id: str
    shown_at: datetime


def new_stamp(app_id: str) -> str:
    """The stamp of a form of this app that is shown now."""
    return _stamped(new_id(_PREFIX).removeprefix(f"{_PREFIX}_"), app_id)


def read_stamp(stamp: str, app_id: str) -> Stamp:
    """What this app's stamp says. Raises Unreadable for any other text."""
    name = stamp.partition("-")[0]
    if not hmac.compare_digest(_stamped(name, app_id).encode(), stamp.encode(errors="replace")):
        raise Unreadable
    return Stamp(f"{_PREFIX}_{name}", ULID.from_str(name.upper()).datetime)


def _stamped(name: str, app_id: str) -> str:
    proof = hmac.digest(installation.key(), f"form:{app_id}:{name}".encode(errors="replace"), "sha256")[:20]
    return f"{name}-{b32encode(proof).decode().lower()}"
