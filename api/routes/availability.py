"""Free times, and why a time is not free."""

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.answers import success
from api.auth import Reader
from api.schemas.times import AvailabilityQuery, ExplainQuery
from console.scheduling.messages.instants import iso
from console.scheduling.messages.words import word
from console.scheduling.services import slots
from console.scheduling.services.slots import AgentReasons

router = APIRouter(prefix="/api/v1/video/{appId}/availability", tags=["Availability"])


@router.get("", summary="Find free times")
def available(actor: Reader, query: Annotated[AvailabilityQuery, Query()]) -> Response:
    """Every start that can be booked with the same terms, by start, then agent. Always fresh."""
    said = cache(iso)  # many agents are free at the same instants
    return success(
        {
            "slots": [
                {"startUtc": said(start_at), "endUtc": said(end_at), "agentId": agent_id}
                for start_at, end_at, agent_id in slots.available(actor, query.to_core())
            ]
        }
    )


@router.get("/explain", summary="Ask why a time is not free")
def explain(actor: Reader, query: Annotated[ExplainQuery, Query()]) -> Response:
    """For each agent whether the time can be booked, and else everything that stands in the way."""
    return success({"agents": [_agent(each) for each in slots.explain(actor, query.to_core())]})


def _agent(answer: AgentReasons) -> dict[str, Any]:
    return {
        "agentId": answer.agent_id,
        "bookable": answer.bookable,
        "reasons": [
            {
                "code": reason.code,
                "message": word(f"reason_{reason.code}"),
                "fromUtc": iso(reason.start),
                "toUtc": iso(reason.end),
            }
            for reason in answer.reasons
        ],
    }
