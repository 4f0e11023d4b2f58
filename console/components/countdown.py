"""How far it is to an instant, counted in the browser: minutes until the last two, then seconds."""

import reflex as rx

from console.state.words import words


class Countdown(rx.Component):
    """`in 25 min`, `in 1:45`, `3 min ago`. `until` is an ISO 8601 instant, `now` the server's time when it was said."""

    library = "$/public/countdown.js"
    tag = "Countdown"

    until: rx.Var[str]
    now: rx.Var[str]
    far: rx.Var[str]
    """What stands there while it is more than a day."""
    before: rx.Var[str]
    after: rx.Var[str]
    here: rx.Var[str]
    hours: rx.Var[str]
    minutes: rx.Var[str]


def countdown(until: rx.Var[str], now: rx.Var[str], far: rx.Var[str], *, after: rx.Var[str]) -> rx.Component:
    """For the eye: what is read aloud is the time itself, which stands beside it. `after` is said once it has come."""
    return rx.el.span(
        Countdown.create(
            until=until,
            now=now,
            far=far,
            before=words.countdown_before,
            after=after,
            here=words.at_this_moment,
            hours=words.hours_short,
            minutes=words.minutes_short,
        ),
        aria_hidden="true",
        class_name="whitespace-nowrap tabular",
    )
