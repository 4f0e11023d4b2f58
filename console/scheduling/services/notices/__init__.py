"""Notices to staff: owed in the transaction of what they tell, sent by the jobs, each once however many of them run."""

from .owing import SETTLES, NewNotice, owe
from .sending import AT_A_TIME, DueNotice, SentNotice, claim_due, has_due, let_go, record, take_back

__all__ = [
    "AT_A_TIME",
    "SETTLES",
    "DueNotice",
    "NewNotice",
    "SentNotice",
    "claim_due",
    "has_due",
    "let_go",
    "owe",
    "record",
    "take_back",
]
