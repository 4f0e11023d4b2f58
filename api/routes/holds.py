"""Holds: a time kept for one customer while they decide."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from api.answers import success
from api.auth import Writer
from api.reading import body
from api.repeats import REPLAYED, Repeatable
from api.schemas.times import NewHold
from console.scheduling.services import holds
from console.scheduling.services.once import AnsweredBefore

router = APIRouter(prefix="/api/v1/video/{appId}/holds", tags=["Holds"])


@router.post("", summary="Hold a time", status_code=201)
def hold(actor: Writer, new: Annotated[NewHold, Depends(body(NewHold))], once: Repeatable) -> Response:
    """Keep a time until `expires_at`: others see it as taken. A call is booked into it by its `holdId`."""
    try:
        kept = holds.hold(actor, new.to_core(), once=once)
    except AnsweredBefore as first:
        return success(first.body, status=201, headers=REPLAYED, at=first.answered_at)
    return success({"hold": holds.hold_object(kept)}, status=201, at=once.asked_at if once else None)


@router.delete("/{id}", summary="Release a hold")
def release(actor: Writer, hold_id: Annotated[str, Path(alias="id")]) -> Response:
    """Let others have the time at once. One that has expired, or was booked, is not found."""
    holds.release(actor, hold_id)
    return success({})
