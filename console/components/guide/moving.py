"""How to begin: with a test app, or with a client that was written for another API."""

import reflex as rx

from console.components.guide.prose import Parts, heading, prose, way
from console.components.guide.tables import fact, facts
from console.state.api_guide import ApiGuideState
from console.state.words import guide_words as words

_TOPICS = ("input", "source", "moved", "final", "hooks", "lists", "missing")


def trying() -> Parts:
    """Where nobody is disturbed."""
    return (
        prose(words.guide_trying_why),
        way(words.guide_trying_open, "settings", "settings"),
    )


def moving() -> Parts:
    """What to change in a client that calls another API of the same shape, and what is otherwise here."""
    steps = (
        words.fill("guide_moving_address", api=ApiGuideState.api),
        words.guide_moving_secret,
        words.fill("guide_moving_prefix", prefix=ApiGuideState.prefix),
    )
    return (
        prose(words.guide_moving_why),
        rx.el.ol(
            *(rx.el.li(prose(step), class_name="pl-1 marker:text-faint") for step in steps),
            class_name="flex list-decimal flex-col gap-2 pl-5",
        ),
        heading(words.guide_moving_differs),
        facts(
            words.guide_moving_differs,
            (words.guide_moving_topic, words.guide_moving_here),
            *(
                fact(getattr(words, f"guide_moving_topic_{topic}"), getattr(words, f"guide_moving_{topic}"), code=False)
                for topic in _TOPICS
            ),
        ),
    )
