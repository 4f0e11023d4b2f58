"""What the audit log tells of: every administrative act, by the thing it is done to."""

from collections.abc import Mapping

ACTS: Mapping[str, tuple[str, ...]] = {
    "member": ("invited", "changed", "disabled", "enabled", "link_made", "withdrawn", "second_factor_off"),
    "hours": ("changed",),
    "exception": ("added", "removed"),
    "preset": ("created", "changed", "activated", "archived"),
    "app": ("created", "changed", "channels_changed", "widget_key_rotated", "copied_as_test", "test_deleted"),
    "client": ("created", "changed", "secret_rotated", "disabled", "enabled", "deleted"),
    "webhook": ("created", "changed", "paused", "resumed", "rotated", "deleted", "replayed", "replay_stopped"),
    "sending": ("restored", "paused", "resumed", "skipped"),
    "bookings": ("exported", "bulk_cancelled", "bulk_cancel_stopped"),
    "insights": ("exported",),
    "customer": ("changed", "merged", "exported", "erased", "forgotten"),
    "note": ("removed",),
    "calendar": ("added", "removed"),
    "calendar_feed": ("renewed", "revoked"),
    "view": ("saved", "changed", "deleted"),
    "installation": ("set_up",),
    "audit": ("exported",),
}
"""Thing -> what is done to it; an entry's act is both with a dot between. Acts on one's own account belong to no app."""


def acts_of(thing: str, act: str = "") -> tuple[str, ...]:
    """The entries' acts that a filter by thing, and one of its acts, means; none for what there is not."""
    return tuple(f"{thing}.{one}" for one in ACTS.get(thing, ()) if act in ("", one))
