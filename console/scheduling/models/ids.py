"""Identifiers: a prefix that says what it is, and a ULID, so that ids sort by the time they were made."""

from ulid import ULID


def new_id(prefix: str) -> str:
    """A fresh id such as `bkg_01k9…`; lower case, safe in URLs, never reused."""
    return f"{prefix}_{str(ULID()).lower()}"
