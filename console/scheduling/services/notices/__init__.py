"""Notices to staff: owed in the transaction of what they tell, shown in the console or sent by the jobs, each once."""

from .accounts import of_account
from .calls import Act, of_acts
from .choosing import Choice, choices, choose
from .failures import of_calendar, of_message
from .listing import NoticeList, NoticeView, latest, read
from .owing import SETTLES, NewNotice, owe
from .sending import AT_A_TIME, DueNotice, SentNotice, claim_due, has_due, let_go, record, take_back

__all__ = [
    "AT_A_TIME",
    "SETTLES",
    "Act",
    "Choice",
    "DueNotice",
    "NewNotice",
    "NoticeList",
    "NoticeView",
    "SentNotice",
    "choices",
    "choose",
    "claim_due",
    "has_due",
    "latest",
    "let_go",
    "of_account",
    "of_acts",
    "of_calendar",
    "of_message",
    "owe",
    "read",
    "record",
    "take_back",
]
