"""The event feed: what happened, for receivers that were away."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.answers import success
from api.auth import Reader
from api.schemas.events import EventQuery
from console.scheduling.messages.instants import iso
from console.scheduling.services import event_feed

router = APIRouter(prefix="/api/v1/video/{appId}/events", tags=["Events"])


@router.get("", summary="Read the event feed")
def read(actor: Reader, query: Annotated[EventQuery, Query()]) -> Response:
    """Everything that happened to calls, in commit order: what webhooks tell, kept for 30 days.

    Walk on with `after` until `hasMore` is false; ask again later with the last `nextCursor`, before which nothing new
    ever appears. A cursor that is refused as `unknown_cursor` is from before a backup was put back: begin again without
    it, and skip the events whose `id` you have.
    """
    page = event_feed.read(actor, query.after, query.limit)
    pagination = {"limit": query.limit, "hasMore": page.has_more, "nextCursor": page.next_cursor}
    events = [
        {
            "id": each.id,
            "event": each.event,
            "sequence": each.sequence,
            "occurred_at": iso(each.occurred_at),
            "payload": each.payload,
        }
        for each in page.events
    ]
    return success({"events": events}, pagination=pagination)
