"""Webhooks: the addresses that an app tells what happens, what is owed to them, and every try to deliver it.

The delivery row is the truth. A worker claims it in one transaction (`claim_due`), posts with none open, and records
what came back in another (`record`); both are fenced, so that any number of workers may run and any may be killed.
"""

from .delivering import Reply, Tried, claim_due, has_due, let_go, record, settle_rotations, take_back
from .log import AttemptView, DeliveryDetail, DeliveryView, deliveries, delivery, replay, replay_failed
from .subscriptions import (
    EVENTS,
    NewSubscription,
    SubscriptionView,
    change,
    delete,
    end_all,
    list_subscriptions,
    pause,
    resume,
    rotate,
    subscribe,
    subscription,
    test_send,
)

__all__ = [
    "EVENTS",
    "AttemptView",
    "DeliveryDetail",
    "DeliveryView",
    "NewSubscription",
    "Reply",
    "SubscriptionView",
    "Tried",
    "change",
    "claim_due",
    "delete",
    "deliveries",
    "delivery",
    "end_all",
    "has_due",
    "let_go",
    "list_subscriptions",
    "pause",
    "record",
    "replay",
    "replay_failed",
    "resume",
    "rotate",
    "settle_rotations",
    "subscribe",
    "subscription",
    "take_back",
    "test_send",
]
