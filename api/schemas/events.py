"""Requests for the event feed."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.requests import LEFT_ALONE, Number, RequestModel
from console.scheduling.services import event_feed


class EventQuery(RequestModel):
    """Where in the event feed to read on."""

    after: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        LEFT_ALONE, description="`pagination.nextCursor` of the page before; left out: from the oldest event kept."
    )
    limit: Annotated[int, Field(ge=1, le=event_feed.MOST), Number] = Field(100, description="Events on a page.")
