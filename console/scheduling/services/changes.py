"""News of what is committed: who shows it, or waits for it, hears of it at once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """Something in an app changed; whoever shows it may want to look again."""

    app_id: str
    subject: Literal[
        "booking",
        "schedule",
        "delivery",
        "settings",
        "calendar",
        "usage",
        "webhook",
        "attempt",
        "notice",
        "customer",
        "bulk",
        "message",
        "moment",
        "session",
        "sending",
    ] = "booking"
    """`moment`: nothing but the time; doors tell it to themselves. `session`: who is signed in, of the agent's browsers."""
    subject_id: str | None = None
    """Which one it is; of a message, its booking."""
    agent_id: str | None = None
    """Whose it is, or was until now; None: anybody's."""
    is_pool: bool = False
    """Whether it is a call that others may take over."""


_listeners: list[tuple[Callable[[Change], None], Callable[[], None]]] = []


def subscribe(listener: Callable[[Change], None], missed: Callable[[], None] = lambda: None) -> Callable[[], None]:
    """Call `listener` with each change after its commit, in the committing thread; gives the way to stop.

    `missed` is called when changes may have been made of which nobody told us (`broadcast`). Both must return at once:
    hand on to an event loop or a queue.
    """
    entry = (listener, missed)
    _listeners.append(entry)
    return lambda: _listeners.remove(entry)


def announce(session: Session, change: Change) -> None:
    """Note a change; it is told when, and only if, the transaction commits."""
    session.info.setdefault("changes", []).append(change)


def noted(session: Session) -> list[Change]:
    """What this session's transaction announced, each once."""
    return list(dict.fromkeys(session.info.get("changes", [])))


def tell(changes: Sequence[Change]) -> None:
    """Call every listener of this process with each of them."""
    for change in changes:
        for listener, _ in tuple(_listeners):
            try:
                listener(change)
            except Exception:  # a listener's trouble must not undo what is committed
                log.exception("A listener failed on %s.", change)


def tell_missed() -> None:
    """Call every listener of this process that minds: changes may have been made that it was not told of."""
    for _, missed in tuple(_listeners):
        try:
            missed()
        except Exception:
            log.exception("A listener failed on what it had missed.")
