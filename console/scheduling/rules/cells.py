"""Texts in the cells of a spreadsheet: what a customer typed must never be run there as a formula."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of one (OWASP, CSV Injection)."""
_PHONE = re.compile(r"\+[0-9]{3,15}")


def safe(text: str) -> str:
    """The text as a spreadsheet reads nothing into it: an apostrophe leads what could be a formula.

    A phone number in E.164 stays as it is, so that other programs can read it: as a formula it is a number, no more.
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _PHONE.fullmatch(text) else text
