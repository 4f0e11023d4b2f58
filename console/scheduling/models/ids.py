"""Identifiers: a prefix that says what it is, and a ULID, so that ids sort by the time they were made."""

from datetime import datetime

from ulid import ULID


def new_id(prefix: str) -> str:
    """A fresh id such as `bkg_01k9…`; lower case, safe in URLs, never reused."""
    return f"{prefix}_{str(ULID()).lower()}"


def first_id(prefix: str, at: datetime) -> str:
    """No id that was made from this instant on sorts before this text. An instant before 1970 counts as 1970."""
    moment = ULID.from_timestamp(max(at.timestamp(), 0.0)).bytes[:6]
    return f"{prefix}_{str(ULID.from_bytes(moment + bytes(10))).lower()}"
