"""`Idempotency-Key`: how a client says that this may be a request it has sent before."""

import hashlib
import json
import re
from typing import Annotated

from fastapi import Depends, Header, Request

from api.auth import Writer
from api.reading import RawBody, parse
from console.scheduling import clock
from console.scheduling.errors import Invalid
from console.scheduling.services.once import Once

REPLAYED = {"Idempotent-Replayed": "true"}
"""The header of an answer that was given before."""
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")


async def _once(  # no thread for what reads nothing
    request: Request,
    actor: Writer,
    raw: RawBody,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="The same key and body within 24 hours give the first answer again.",
            json_schema_extra={"minLength": 1, "maxLength": 255, "pattern": f"^{_KEY.pattern}$"},
        ),
    ] = None,
) -> Once | None:
    """The request as one that may come twice; None without a key. Bodies that say the same JSON are the same."""
    if idempotency_key is None:
        return None
    if not _KEY.fullmatch(idempotency_key):
        raise Invalid.of("Idempotency-Key", "Give 1 to 255 printable ASCII characters.")
    said = json.dumps(parse(raw or b"{}"), sort_keys=True)
    return Once(
        client_id=actor.id or "",
        method=request.method,
        path=request.url.path,
        key=idempotency_key,
        body_hash=hashlib.sha256(said.encode()).hexdigest(),
        asked_at=clock.now(),
    )


Repeatable = Annotated[Once | None, Depends(_once)]
