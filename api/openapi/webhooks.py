"""The document's webhooks: every event as a receiver gets it."""

from collections.abc import Mapping
from typing import Any

from api.documents.events import Webhook
from api.openapi import samples
from api.openapi.operation import REF

_CONFIRMED = {**samples.CALL, "status": "confirmed", "confirmed_at": "2027-04-28T18:40:02.118Z", "version": 2}
_STARTED = {**_CONFIRMED, "status": "started", "started_at": "2027-05-03T15:00:41.907Z", "version": 3}
_COMPLETED = {
    **_STARTED,
    "status": "completed",
    "completed_at": "2027-05-03T15:27:10.350Z",
    "outcome": "sold",
    "version": 4,
}
_NO_SHOW = {**samples.CALL, "status": "no_show", "absent": "guest", "version": 2}
_UPDATED = {**samples.CALL, "guest_name": "Jane Q. Doe", "version": 2}

_EVENTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "created": (
        "A call was booked, through any surface.",
        samples.event("created", 1, samples.CALL, samples.BY_CLIENT),
    ),
    "rescheduled": (
        "A call was moved to another time.",
        samples.event(
            "rescheduled",
            2,
            samples.MOVED,
            samples.BY_CUSTOMER,
            reason="A day later suits me better",
            previous={"scheduled_at": samples.START, "ends_at": samples.END},
        ),
    ),
    "cancelled": (
        "A call was cancelled.",
        samples.event("cancelled", 2, samples.CANCELLED, samples.BY_CLIENT, reason="Found another time"),
    ),
    "confirmed": ("The customer confirmed.", samples.event("confirmed", 2, _CONFIRMED, samples.BY_CUSTOMER)),
    "no_show": (
        "The call was over and somebody had not come: `absent` says who.",
        samples.event("no_show", 2, _NO_SHOW, samples.BY_CLOCK),
    ),
    "assigned": (
        "A call changed hands after it was booked.",
        samples.event(
            "assigned", 2, samples.REASSIGNED, samples.BY_CLIENT, previous={"assigned_agent_id": samples.ADA}
        ),
    ),
    "updated": (
        "The customer's details, or the length, changed.",
        samples.event("updated", 2, _UPDATED, samples.BY_AGENT, previous={"guest_name": "Jane Doe"}),
    ),
    "started": ("The call runs.", samples.event("started", 3, _STARTED, samples.BY_AGENT)),
    "completed": ("The call is over.", samples.event("completed", 4, _COMPLETED, samples.BY_AGENT)),
}

_SENT = "2027-05-03T15:27:11.004Z"
_ABOUT = """Posted to every subscription of the app that wants this event, at least once; order is not promised, `sequence` \
tells it. Answer any 2xx within 15 seconds, and do the work afterwards. Anything else, a redirect included, is tried again \
after 5 s, 5 min, 30 min, 2 h, 5 h and twice 10 h.

Verify before you read: `{prefix}-Signature` is `sha256=` and the hex HMAC-SHA256 of the raw body, keyed with the whole \
`whsec_…` text. Libraries for Standard Webhooks verify the `webhook-*` headers instead."""


def webhooks(prefix: str) -> dict[str, Any]:
    """The `webhooks` of the document. `prefix` is that of our own headers, which the operator may choose."""
    return {f"scheduled.{name}": {"post": _post(prefix, name, *told)} for name, told in _EVENTS.items()}


def _post(prefix: str, name: str, when: str, event: Mapping[str, Any]) -> dict[str, Any]:
    letter = {
        "id": event["id"],
        "event": event["event"],
        "deliveredAt": _SENT,
        "attempt": 1,
        "sequence": event["sequence"],
        "test": False,
        "payload": event["payload"],
    }
    return {
        "summary": when,
        "description": _ABOUT.format(prefix=prefix),
        "operationId": f"on{''.join(part.title() for part in name.split('_'))}",
        "parameters": _headers(prefix),
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": REF.format(model=Webhook.__name__)},
                    "examples": {name: {"summary": when, "value": letter}},
                }
            },
        },
        "security": [],
        "responses": {
            "2XX": {"description": "Got it. The body is not read."},
            "410": {"description": "No longer wanted: the subscription is paused at once."},
            "default": {"description": "Tried again later; `Retry-After` is honoured within bounds."},
        },
    }


def _headers(prefix: str) -> list[dict[str, Any]]:
    told = (
        (f"{prefix}-Signature", "Of the raw body, with the subscription's secret.", f"sha256={'0f' * 32}", True),
        (f"{prefix}-Signature-New", "While a secret is rotated: with the new one.", f"sha256={'1e' * 32}", False),
        (f"{prefix}-Event", "The event, as in the body.", "scheduled.created", True),
        (f"{prefix}-Delivery", "The subscription and the attempt.", "whk_01kq3v7m2p8x4t6r9c0d5e1acm:1", True),
        (f"{prefix}-Timestamp", "When this attempt was sent.", _SENT, True),
        (
            "webhook-id",
            "Standard Webhooks: the event's id, the same on every attempt.",
            samples.event("created", 1, samples.CALL, {})["id"],
            True,
        ),
        ("webhook-timestamp", "Standard Webhooks: epoch seconds.", "1809444431", True),
        (
            "webhook-signature",
            "Standard Webhooks, version 1; while a secret is rotated, of both, separated by a space.",
            "v1,RXhhbXBsZSBvZiBhIHNpZ25hdHVyZSwgMzIgYnl0ZXM=",
            True,
        ),
    )
    return [
        {
            "name": name,
            "in": "header",
            "required": required,
            "description": about,
            "schema": {"type": "string"},
            "example": example,
        }
        for name, about, example, required in told
    ]
