"""The console's pages, by their place in its addresses: `/app/{app_id}/scheduled-calls` is `scheduled_calls`."""

from . import (
    api_guide,
    app_settings,
    audit_log,
    availability,
    calendar,
    clients,
    customer,
    customers,
    fair_shares,
    insights,
    members,
    my_schedules,
    now,
    outbox,
    presets,
    profile,
    scheduled_calls,
    webhooks,
)

CONSOLE = {
    "now": now,
    "scheduled-calls": scheduled_calls,
    "calendar": calendar,
    "my-schedules": my_schedules,
    "availability": availability,
    "customers": customers,
    "insights": insights,
    "fair-shares": fair_shares,
    "presets": presets,
    "members": members,
    "audit-log": audit_log,
    "outbox": outbox,
    "webhooks": webhooks,
    "clients": clients,
    "api-guide": api_guide,
    "settings": app_settings,
    "profile": profile,
}
"""Each has a `page`, or one `with_preview` of the booking page, and in `ON_LOAD` what is loaded first; the word for its
title is called as its place is."""
OF_ONE = {"customers/[customer_id]": ("customer", customer)}
"""Pages about one thing of a list, with the words for their titles."""
