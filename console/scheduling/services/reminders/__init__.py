"""Messages to customers: planned inside the booking's own transaction, sent by the jobs."""

from .planning import (
    allows_a_move,
    call_off,
    cancel,
    free_moment,
    plan,
    plan_conflict_notice,
    replan,
    sends_at,
    tell_agent,
    will_be_asked,
    will_be_told,
)
from .sending import AT_A_TIME, Due, Sent, claim_due, has_due, let_go, record, take_back

__all__ = [
    "AT_A_TIME",
    "Due",
    "Sent",
    "allows_a_move",
    "call_off",
    "cancel",
    "claim_due",
    "free_moment",
    "has_due",
    "let_go",
    "plan",
    "plan_conflict_notice",
    "record",
    "replan",
    "sends_at",
    "take_back",
    "tell_agent",
    "will_be_asked",
    "will_be_told",
]
