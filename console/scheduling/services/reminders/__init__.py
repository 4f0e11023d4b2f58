"""Messages to customers: planned inside the booking's own transaction, sent by the jobs."""

from .planning import cancel, plan, plan_conflict_notice

__all__ = ["cancel", "plan", "plan_conflict_notice"]
