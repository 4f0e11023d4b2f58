"""The contract's table of who may do what, as data (CONTRACT sections 4 and 9)."""

from collections.abc import Mapping
from typing import Literal

Verb = Literal[
    "create",
    "reschedule",
    "update",
    "cancel",
    "reassign",
    "assign_to",
    "take_over",
    "confirm",
    "start",
    "done",
    "no_show",
    "join",
    "hold",
    "send_reminder",
    "send_again",
    "choose_messages",
    "ask_for_links",
    "bulk_cancel",
    "bulk_reassign",
    "see_bookings",
    "see_booking",
    "see_events",
    "see_pool",
    "see_availability",
    "see_fairness",
    "see_insights",
    "see_links",
    "see_notes",
    "see_deliveries",
    "see_call_messages",
    "add_note",
    "remove_note",
    "export",
    "keep_views",
    "share_views",
    "edit_own_dnd",
    "edit_own_calendars",
    "see_app_feed",
    "edit_hours",
    "edit_exceptions",
    "edit_presets",
    "see_members",
    "edit_members",
    "edit_owners",
    "resume_sending",
    "edit_settings",
    "edit_webhooks",
    "edit_clients",
    "edit_test_apps",
    "see_audit",
    "see_messages",
    "invite",
    "see_customers",
    "edit_customer",
    "merge_customers",
    "export_customer",
    "erase_customer",
]
Hat = Literal[
    "owner", "admin", "lead", "supervisor", "agent", "onlooker", "visitor", "guest", "reader", "writer", "clock"
]
Reach = Literal["app", "team", "own", "pool", "booking", "self"]
"""How far a hat's verb goes: the whole app, the actor's team, the actor's own bookings, calls of a pool that the actor
belongs to, the one booking that a link opens, or the actor's own person."""

_ACTS: tuple[Verb, ...] = (
    "create",
    "reschedule",
    "update",
    "cancel",
    "reassign",
    "assign_to",
    "take_over",
    "confirm",
    "start",
    "done",
    "no_show",
)
_SIGHT: tuple[Verb, ...] = (
    "see_bookings",
    "see_booking",
    "see_availability",
    "see_fairness",
    "see_notes",
    "see_deliveries",
    "see_call_messages",
    "see_customers",
    "see_members",
    "see_insights",
    "export",
)
_OWN: tuple[Verb, ...] = ("edit_own_dnd", "edit_own_calendars")
_DESK: tuple[Verb, ...] = (
    *("bulk_cancel", "bulk_reassign", "see_links", "add_note", "send_reminder", "send_again"),
    *("edit_hours", "edit_exceptions"),
)
_FILES: tuple[Verb, ...] = ("merge_customers", "export_customer", "erase_customer")
_OFFICE: tuple[Verb, ...] = (
    "remove_note",
    "edit_presets",
    "edit_members",
    "edit_settings",
    "edit_webhooks",
    "edit_clients",
    "edit_test_apps",
    "see_audit",
    "see_messages",
    "invite",
)

_ADMIN: dict[Verb, Reach] = {
    **dict.fromkeys((*_ACTS, *_SIGHT, *_DESK, *_OFFICE, *_FILES), "app"),
    **dict.fromkeys(("edit_customer", "hold", "see_pool", "see_app_feed", "share_views"), "app"),
    **dict.fromkeys((*_OWN, "keep_views"), "self"),
}
_LEAD: dict[Verb, Reach] = {
    **dict.fromkeys((*_ACTS, *_SIGHT, *_DESK, "edit_customer"), "team"),
    **dict.fromkeys(("hold", "see_availability", "see_fairness", "see_pool"), "app"),
    **dict.fromkeys((*_OWN, "keep_views", "share_views"), "self"),
}
_READER: dict[Verb, Reach] = dict.fromkeys(("see_bookings", "see_booking", "see_events", "see_availability"), "app")

TABLE: Mapping[Hat, Mapping[Verb, Reach]] = {
    "owner": {**_ADMIN, **dict.fromkeys(("edit_owners", "resume_sending"), "app")},
    "admin": _ADMIN,
    "lead": _LEAD,
    "supervisor": {
        **dict.fromkeys((*_SIGHT, "see_app_feed", "export_customer"), "app"),
        "keep_views": "self",
    },
    "agent": {
        **dict.fromkeys(
            ("create", "reschedule", "update", "cancel", "reassign", "confirm", "start", "done", "no_show", "join"),
            "own",
        ),
        **dict.fromkeys(("see_bookings", "see_booking", "see_links", "see_notes", "see_call_messages"), "own"),
        **dict.fromkeys(("add_note", "send_reminder"), "own"),
        **dict.fromkeys(("see_customers", "edit_customer"), "own"),
        **dict.fromkeys(("assign_to", "hold", "see_availability"), "app"),
        **dict.fromkeys(("take_over", "see_pool"), "pool"),
        **dict.fromkeys(_OWN, "self"),
    },
    "onlooker": {
        **dict.fromkeys(("see_bookings", "see_booking", "see_notes", "see_call_messages", "see_availability"), "own"),
        **dict.fromkeys(("see_customers", "edit_customer"), "own"),
        "keep_views": "self",
    },
    "visitor": dict.fromkeys(("create", "hold", "see_availability", "ask_for_links"), "app"),
    "guest": {
        **dict.fromkeys(
            ("see_booking", "reschedule", "cancel", "confirm", "join", "see_links", "choose_messages"), "booking"
        ),
        **dict.fromkeys(("hold", "see_availability"), "app"),
    },
    "reader": _READER,
    "writer": dict.fromkeys(
        (
            "create",
            "reschedule",
            "update",
            "cancel",
            "reassign",
            "assign_to",
            "hold",
            "send_reminder",
            "see_links",
            "see_availability",  # a refusal tells what is free instead
        ),
        "app",
    ),
    "clock": dict.fromkeys(("start", "done", "no_show", "cancel", "see_bookings", "see_booking"), "app"),
}
