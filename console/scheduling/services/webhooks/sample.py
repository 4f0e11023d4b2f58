"""The invented call that a test-send carries: shaped exactly as a real one."""

from datetime import datetime, timedelta
from typing import Any

from ...actors import Actor
from ...models import Booking
from ...settings import settings
from ..calls import call_object

SAMPLE_ID = "bkg_sample"


def sample_payload(app_id: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """The payload of a test-send, of a call that starts tomorrow."""
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    call = Booking(
        id=SAMPLE_ID,
        reference="TEST-1",
        app_id=app_id,
        preset_id="pre_sample",
        customer_id="cus_sample",
        booking_source="admin",
        status="scheduled",
        call_kind="link",
        assignment_method="manual",
        agent_id="per_sample",
        guest_name="Sample Customer",
        guest_email="customer@example.com",
        guest_timezone="UTC",
        guest_language="en",
        scheduled_at=start,
        ends_at=start + timedelta(minutes=30),
        duration_minutes=30,
        app_timezone="UTC",
        created_at=now,
        updated_at=now,
    )
    change = {"actor_type": actor.kind, "actor_id": actor.id, "reason": None, "previous": {}}
    return {"scheduled_call": call_object(call, None), "change": change}


def sample_links() -> dict[str, str]:
    """Links of the right shape that lead to no call."""
    return {"join_url": f"{settings().base_url}/join/sample", "manage_url": f"{settings().base_url}/manage/sample"}
