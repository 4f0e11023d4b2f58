"""Calendars, both ways: people's own, whose busy times take time away, and feeds of our calls to subscribe to.

A busy calendar is claimed in one transaction (`claim_due`), fetched and read with none open, and what it said is kept in
another (`record`); both are fenced, so that any number of workers may run and any may be killed.
"""

from .feeds import Whose, feed_url, read_feed, renew_feed, revoke_feed
from .owning import CalendarView, add, of_agent, read_again, remove
from .reading import Look, Seen, claim_due, has_due, let_go, record, take_back

__all__ = [
    "CalendarView",
    "Look",
    "Seen",
    "Whose",
    "add",
    "claim_due",
    "feed_url",
    "has_due",
    "let_go",
    "of_agent",
    "read_again",
    "read_feed",
    "record",
    "remove",
    "renew_feed",
    "revoke_feed",
    "take_back",
]
