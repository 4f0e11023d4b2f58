"""The people who take an app's calls."""

from fastapi import APIRouter
from starlette.responses import Response

from api.answers import success
from api.auth import Reader
from console.scheduling.services import members

router = APIRouter(prefix="/api/v1/video/{appId}/agents", tags=["Agents and presets"])


@router.get("", summary="List agents")
def find(actor: Reader) -> Response:
    """The active members who take calls, by name."""
    return success(
        {
            "agents": [
                {
                    "id": agent.id,
                    "name": agent.name,
                    "timezone": agent.timezone,
                    "team": agent.team,
                    "languages": list(agent.languages),
                }
                for agent in members.agents(actor)
                if agent.takes_calls
            ]
        }
    )
