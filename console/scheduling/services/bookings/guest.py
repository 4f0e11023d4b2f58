"""A customer's details as they come in, brought into the form they are stored in."""

from collections.abc import Mapping
from typing import Any

from ...errors import Problem
from ...rules import contacts, limits
from ...rules.zones import checked_zone

_CHECKS = {
    "guest_name": limits.guest_name,
    "guest_phone": lambda value: contacts.phone(limits.text(value, "guest_phone", 50, required=True)),
    "guest_email": lambda value: contacts.email(limits.text(value, "guest_email", 254, required=True)),
    "guest_timezone": lambda value: checked_zone(value, "guest_timezone"),
    "guest_language": limits.language,
    "guest_intake_notes": limits.notes,
}


def checked(fields: Mapping[str, Any], findings: limits.Findings) -> dict[str, Any]:
    """The given guest fields in stored form, an empty one as None; what is wrong goes to `findings`."""
    return {
        name: findings.take(_CHECKS[name], value) if value not in (None, "") or name == "guest_name" else None
        for name, value in fields.items()
    }


def require_reachable(phone: str | None, email: str | None, findings: limits.Findings) -> None:
    """One of phone and e-mail must be there."""
    if not phone and not email:
        findings.problems.append(Problem("guest_phone", "Give a phone number or an e-mail address.", "required"))
