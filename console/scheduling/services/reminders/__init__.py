"""Messages to customers: planned inside the booking's own transaction, sent by the jobs."""

from .planning import call_off, cancel, plan, plan_conflict_notice, replan
from .sending import Due, Sent, claim_due, has_due, let_go, record, take_back

__all__ = [
    "Due",
    "Sent",
    "call_off",
    "cancel",
    "claim_due",
    "has_due",
    "let_go",
    "plan",
    "plan_conflict_notice",
    "record",
    "replan",
    "take_back",
]
