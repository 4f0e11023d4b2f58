"""What the system says in passing: one notice at a time, shown by the frame. (A returned toast needs `unsafe-eval`.)"""

import logging
from typing import Literal

import reflex as rx
from redis.exceptions import RedisError
from structlog.contextvars import get_contextvars

from console.scheduling.errors import CallboardError, SignInNeeded
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.state.gate import open_to

log = logging.getLogger(__name__)

Kind = Literal["info", "success", "danger"]


@open_to("anyone")
class NoticeState(rx.State):
    """The notice on the screen. Handlers speak with `yield NoticeState.show("success", word("booked"))`."""

    kind: str = "info"
    text: str = ""
    number: int = 0
    """Counts notices, so that the same sentence twice is seen twice."""

    @rx.event
    def show(self, kind: Kind, text: str):
        """Show one sentence; it takes the place of the one before."""
        self.kind, self.text, self.number = kind, text, self.number + 1

    @rx.event
    def close(self):
        """Take the notice away."""
        self.text = ""


def say_error(exception: Exception):
    """What no page caught: the core's refusals in their own words, anything else as one kind sentence and a log entry.

    Nothing can be said in a tab whose state cannot be had (`console.state.tabs`): it is about to be opened anew.
    """
    if isinstance(exception, RedisError):
        log.warning("A tab's state could not be read or kept: %s", exception)
        return None
    if isinstance(exception, SignInNeeded):
        return rx.redirect("/sign-in")
    if isinstance(exception, CallboardError):
        return NoticeState.show("danger", said(exception.message))
    log.error("A handler failed.", exc_info=exception)
    number = get_contextvars().get("request_id")
    return NoticeState.show("danger", word("unexpected_named", id=number) if number else word("unexpected"))
