"""How to hear from Callboard: webhooks that can be believed, and a feed that misses nothing."""

from datetime import timedelta

from console.components.guide.prose import Parts, heading, prose, way
from console.components.guide.sample import sample
from console.scheduling.rules.deliveries import DEADLINE
from console.scheduling.services.upkeep import EVENTS_KEPT
from console.scheduling.services.webhooks.subscriptions import ROTATION
from console.state.api_guide import ApiGuideState
from console.state.words import guide_words as words

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def webhooks() -> Parts:
    """How to know that a delivery is ours, with either family of signatures."""
    header = ApiGuideState.prefix + "-Signature"
    rotation = {"hours": ROTATION // _HOUR, "header": f"`{header}`", "next_header": f"`{header}-New`"}
    own = words.fill("guide_hooks_own", header=header)
    return (
        prose(words.fill("guide_hooks_why", seconds=DEADLINE.seconds)),
        way(words.guide_hooks_open, "webhooks", "webhook"),
        heading(own),
        prose(words.guide_hooks_own_hint),
        sample("webhook", own),
        heading(words.guide_hooks_standard),
        prose(words.guide_hooks_standard_hint),
        sample("standard_webhook", words.guide_hooks_standard),
        prose(words.fill("guide_hooks_rotation", **rotation)),
        prose(words.guide_hooks_order),
    )


def feed() -> Parts:
    """How to read every event in order, and after any time away."""
    return (
        prose(words.fill("guide_feed_why", days=EVENTS_KEPT // _DAY)),
        sample("events", words.guide_feed_sample),
    )
