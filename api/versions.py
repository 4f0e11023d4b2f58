"""A call's version as an entity tag: what `ETag` says, `If-Match` may ask for."""

import re
from typing import Annotated

from fastapi import Depends, Header

from console.scheduling.errors import Invalid

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_NEVER = 0
"""Versions start at 1."""


def etag(version: int) -> dict[str, str]:
    """The header that names this version."""
    return {"ETag": f'"{version}"'}


async def _expected(  # no thread for what reads nothing
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag the change is based on.",
            json_schema_extra={"pattern": rf"^(\*|{_TAG.pattern})$"},
        ),
    ] = None,
) -> int | None:
    """The version that must still stand; None when any will do. A tag that we never gave matches no version.

    A weak tag counts like its strong form, against RFC 9110: proxies weaken tags when they compress, and the number
    names one version either way.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None:
        raise Invalid.of("If-Match", 'Give one entity tag as ETag had it, such as "3", or *.')
    return int(tag[1]) if re.fullmatch(r"[0-9]{1,9}", tag[1]) else _NEVER


ExpectedVersion = Annotated[int | None, Depends(_expected)]
