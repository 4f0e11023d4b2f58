"""The named terms of an app."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.answers import success
from api.auth import Reader
from console.scheduling.services import presets
from console.scheduling.services.presets import PresetView

router = APIRouter(prefix="/api/v1/video/{appId}/presets", tags=["Agents and presets"])


@router.get("", summary="List presets")
def find(actor: Reader) -> Response:
    """The app's presets, the active one first. `agents` null: every active member with hours."""
    return success({"presets": [_preset(each) for each in presets.list_presets(actor)]})


def _preset(view: PresetView) -> dict[str, Any]:
    named = view.agents and [{"id": agent.agent_id, "weight": agent.weight} for agent in view.agents]
    return {"id": view.id, "active": view.active, **view.terms.model_dump(mode="json"), "agents": named}
