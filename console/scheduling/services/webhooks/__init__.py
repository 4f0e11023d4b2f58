"""Webhooks: the addresses that an app tells what happens, what is owed to them, and every try to deliver it.

The delivery row is the truth. A worker claims it in one transaction (`claim_due`), posts with none open, and records
what came back in another (`record`); both are fenced, so that any number of workers may run and any may be killed.
"""

from ...queries.delivery_log import LogFilter
from .delivering import Reply, Tried, claim_due, has_due, let_go, record, settle_rotations, take_back
from .health import Unwell, unwell
from .log import AttemptView, DeliveryDetail, DeliveryView, LogPage, deliveries, delivery
from .overview import SubscriptionView, list_subscriptions, subscription
from .replaying import Progress, failed_since, replay, replay_failed, replay_progress, replay_these, stop_replay
from .subscriptions import (
    EVENTS,
    NewSubscription,
    change,
    delete,
    end_all,
    pause,
    resume,
    rotate,
    subscribe,
    test_send,
)

__all__ = [
    "EVENTS",
    "AttemptView",
    "DeliveryDetail",
    "DeliveryView",
    "LogFilter",
    "LogPage",
    "NewSubscription",
    "Progress",
    "Reply",
    "SubscriptionView",
    "Tried",
    "Unwell",
    "change",
    "claim_due",
    "delete",
    "deliveries",
    "delivery",
    "end_all",
    "failed_since",
    "has_due",
    "let_go",
    "list_subscriptions",
    "pause",
    "record",
    "replay",
    "replay_failed",
    "replay_progress",
    "replay_these",
    "resume",
    "rotate",
    "settle_rotations",
    "stop_replay",
    "subscribe",
    "subscription",
    "take_back",
    "test_send",
    "unwell",
]
