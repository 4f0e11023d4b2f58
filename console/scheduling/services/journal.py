"""Lines of the log that are true only once their transaction has committed, and are written then."""

import logging

from sqlmodel import Session


def note(session: Session, log: logging.Logger, said: str, **facts: str | int | None) -> None:
    """Say it at INFO after the commit, and not at all without one. Facts are ids and words of ours, never a customer's."""
    session.info.setdefault("journal", []).append((log, said, facts))


def write(session: Session) -> None:
    """Write what was noted: the transaction has committed."""
    for log, said, facts in session.info.pop("journal", ()):
        log.info(said, extra=facts)
