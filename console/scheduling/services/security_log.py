"""What the operator's log says of security: who was let in and who was refused, and how people's accounts changed.

A line an event: its name, then what is known as `name=value`. Values are ids, network addresses and words of ours, never
what somebody typed; what else they are, no value ends its line or reads as another. The audit log has what was changed.
"""

import json
import logging

log = logging.getLogger("callboard.security")


def info(event: str, **facts: str | None) -> None:
    """Something happened, as it may."""
    log.info("%s", _line(event, facts))


def warning(event: str, **facts: str | None) -> None:
    """Somebody was turned away at the door: many of these are an attack."""
    log.warning("%s", _line(event, facts))


def _line(event: str, facts: dict[str, str | None]) -> str:
    return " ".join([event, *(f"{name}={json.dumps(value)}" for name, value in facts.items() if value)])
