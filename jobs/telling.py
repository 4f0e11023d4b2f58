"""What the log and the figures are told of a message: whether it went out, and why not, but never to whom."""

import logging
import re

from console.scheduling.services import counting

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"\S*@\S*|\+?\d(?:[ ()-]{0,2}\d){6,}")
"""An e-mail address or a telephone number, which mail servers like to repeat."""
_LONGEST = 160


def tell(channel: str, message_id: str, attempt: int | None, problem: str | None) -> None:
    """One try to send a message on this channel; staff's notices are a channel of their own."""
    counting.tell("message", channel=channel, result="failed" if problem else "sent")
    facts = {"channel": channel, "message_id": message_id, "attempt": attempt}
    if problem:
        log.warning("Message not sent.", extra={**facts, "problem": without_addresses(problem)})
    else:
        log.info("Message sent.", extra=facts)


def without_addresses(said: str) -> str:
    """What a server said, without whom it was about."""
    return _ADDRESS.sub("...", said)[:_LONGEST]
