"""The example that runs through the document: Acme's client books Jane a call with Ada."""

from collections.abc import Mapping
from typing import Any

SITE = "https://calls.example.com"


def _id(prefix: str, end: str) -> str:
    return f"{prefix}_01kq3v7m2p8x4t6r9c0d5e1{end}"


APP = _id("app", "acm")
PRESET = _id("pre", "std")
ADA = _id("per", "ada")
BEN = _id("per", "ben")
CLIENT = _id("cli", "crm")
BOOKING = _id("bkg", "jan")
HOLD = _id("hold", "abc")
TOKEN = "cbt_this-is-only-an-example-of-a-token"  # noqa: S105
CLIENT_SECRET = "cbs_this-is-only-an-example-of-a-secret"  # noqa: S105
CURSOR = "MTdfZXhhbXBsZS1vZi1hLWN1cnNvcg=="

NOW = "2027-04-28T14:03:21.512Z"
START, END = "2027-05-03T15:00:00.000Z", "2027-05-03T15:30:00.000Z"
NEW_START, NEW_END = "2027-05-04T16:00:00.000Z", "2027-05-04T16:30:00.000Z"

CALL: Mapping[str, Any] = {
    "id": BOOKING,
    "reference": "KDM-4821",
    "app_id": APP,
    "preset_id": PRESET,
    "series_id": None,
    "booking_source": "api",
    "status": "scheduled",
    "call_kind": "link",
    "assignment_method": "round_robin",
    "assigned_agent_id": ADA,
    "guest_name": "Jane Doe",
    "guest_phone": "+573005550100",
    "guest_email": "jane@example.com",
    "guest_timezone": "America/Bogota",
    "guest_language": "es",
    "guest_intake_notes": "Wants to compare the two plans.",
    "intake": {"company": "Doe & Sons"},
    "scheduled_at": START,
    "ends_at": END,
    "duration_minutes": 30,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 10,
    "app_timezone": "America/Bogota",
    "require_confirmation": False,
    "confirmed_at": None,
    "started_at": None,
    "completed_at": None,
    "outcome": None,
    "absent": None,
    "cancelled_at": None,
    "cancellation_reason": None,
    "join_url": f"{SITE}/join/g-01kq3v7m2p8x4t6r9c0d5e1jan-example",
    "manage_url": f"{SITE}/manage/m-01kq3v7m2p8x4t6r9c0d5e1jan-example",
    "metadata": {"deal": "D-1042"},
    "version": 1,
    "created_at": NOW,
    "updated_at": NOW,
}
MOVED = {**CALL, "scheduled_at": NEW_START, "ends_at": NEW_END, "version": 2, "updated_at": "2027-04-29T08:12:44.020Z"}
REASSIGNED = {**CALL, "assigned_agent_id": BEN, "version": 2, "updated_at": "2027-04-29T08:12:44.020Z"}
WITHOUT_PHONE = {**CALL, "guest_phone": None, "version": 2, "updated_at": "2027-04-29T08:12:44.020Z"}
CANCELLED = {
    **CALL,
    "status": "cancelled",
    "cancelled_at": "2027-04-29T08:12:44.020Z",
    "cancellation_reason": "Found another time",
    "version": 2,
    "updated_at": "2027-04-29T08:12:44.020Z",
}
BY_CUSTOMER = {"actor_type": "customer", "actor_id": _id("cus", "jan")}
BY_CLIENT = {"actor_type": "api", "actor_id": CLIENT}
BY_AGENT = {"actor_type": "agent", "actor_id": ADA}
BY_CLOCK = {"actor_type": "system", "actor_id": None}

TIMELINE = [
    {
        "id": _id("tle", "one"),
        "event_type": "created",
        **BY_CLIENT,
        "payload": {"booking_source": "api", "scheduled_at": START, "duration_minutes": 30},
        "created_at": NOW,
    },
    {
        "id": _id("tle", "two"),
        "event_type": "assigned",
        **BY_CLIENT,
        "payload": {
            "assignment_method": "round_robin",
            "assigned_agent_id": ADA,
            "why": "lowest_share",
            "considered_count": 2,
            "considered": [
                {
                    "agent_id": ADA,
                    "weight": 1,
                    "given": 4,
                    "credit": 0.0,
                    "share": 4.0,
                    "last_given_at": "2027-04-27T15:00:00.000Z",
                    "load_minutes": 60,
                },
                {
                    "agent_id": BEN,
                    "weight": 1,
                    "given": 5,
                    "credit": 0.0,
                    "share": 5.0,
                    "last_given_at": "2027-04-26T19:30:00.000Z",
                    "load_minutes": 30,
                },
            ],
        },
        "created_at": NOW,
    },
    {
        "id": _id("tle", "three"),
        "event_type": "rescheduled",
        **BY_CUSTOMER,
        "payload": {
            "scheduled_at": NEW_START,
            "ends_at": NEW_END,
            "previous": {"scheduled_at": START, "ends_at": END},
            "reason": "A day later suits me better",
        },
        "created_at": "2027-04-29T08:12:44.020Z",
    },
]
REMINDER = {
    "id": _id("rem", "one"),
    "fire_at": NOW,
    "reminder_kind": "reminder_custom",
    "channel": "email",
    "status": "pending",
}
SLOTS = [
    {"startUtc": "2027-05-03T15:00:00.000Z", "endUtc": "2027-05-03T15:30:00.000Z", "agentId": ADA},
    {"startUtc": "2027-05-03T15:00:00.000Z", "endUtc": "2027-05-03T15:30:00.000Z", "agentId": BEN},
    {"startUtc": "2027-05-03T15:30:00.000Z", "endUtc": "2027-05-03T16:00:00.000Z", "agentId": ADA},
]
ALTERNATIVES = [
    {"startUtc": "2027-05-03T15:30:00.000Z", "endUtc": "2027-05-03T16:00:00.000Z", "agentId": ADA},
    {"startUtc": "2027-05-03T15:45:00.000Z", "endUtc": "2027-05-03T16:15:00.000Z", "agentId": ADA},
    {"startUtc": "2027-05-03T16:00:00.000Z", "endUtc": "2027-05-03T16:30:00.000Z", "agentId": BEN},
]
KEPT = {
    "id": HOLD,
    "app_id": APP,
    "preset_id": PRESET,
    "agent_id": None,
    "start_at": START,
    "end_at": END,
    "duration_minutes": 30,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 10,
    "created_at": NOW,
    "expires_at": "2027-04-28T14:08:21.512Z",
}
AGENTS = [
    {"id": ADA, "name": "Ada Marín", "timezone": "America/Bogota", "team": "Sales", "languages": ["es", "en"]},
    {"id": BEN, "name": "Ben Ortiz", "timezone": "Europe/Madrid", "team": None, "languages": ["es"]},
]
STANDARD: Mapping[str, Any] = {
    "id": PRESET,
    "active": True,
    "name": "Standard",
    "slug": "standard",
    "scheduling_enabled": True,
    "call_kind": "link",
    "assignment_mode": "any_available",
    "durations": [15, 30, 60],
    "default_duration_minutes": 30,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 10,
    "notice_minutes": 60,
    "horizon_days": 60,
    "step_minutes": 15,
    "agent_day_limit": 8,
    "require_confirmation": False,
    "confirmation_deadline_minutes": None,
    "no_show_grace_minutes": 10,
    "hold_minutes": 5,
    "customer_may_reschedule": True,
    "customer_may_cancel": True,
    "change_notice_minutes": 120,
    "max_moves": 2,
    "limits": {"open": 5, "per_day": 5, "per_week": 20},
    "outcomes": ["sold", "call again"],
    "intake": [
        {"name": "company", "label": "Company", "kind": "text", "required": False, "options": [], "version": "1"}
    ],
    "reminders": [{"kind": "invitation", "channels": ["email", "whatsapp"]}],
    "quiet_hours": {"start": "21:00", "end": "08:00"},
    "whatsapp_templates": {},
    "agents": [{"id": ADA, "weight": 2}, {"id": BEN, "weight": 1}],
}


def event(name: str, sequence: int, call: Mapping[str, Any], by: Mapping[str, Any], **change: Any) -> dict[str, Any]:
    """An event as the feed tells it; `change` may hold `reason` and `previous`."""
    return {
        "id": _id("evt", f"{sequence:03}"),
        "event": f"scheduled.{name}",
        "sequence": sequence,
        "occurred_at": call["updated_at"],
        "payload": {
            "scheduled_call": dict(call),
            "change": {**by, "reason": change.get("reason"), "previous": change.get("previous", {})},
        },
    }
