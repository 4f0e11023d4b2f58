"""What is said of a time that is kept, counted in the browser: quiet words, and the seconds only when its end is near."""

from typing import Any

import reflex as rx

from console.state.words import booking_words as words


class _Keeping(rx.Component):
    library = "$/public/keeping.js"
    tag = "Keeping"

    until: rx.Var[str]
    now: rx.Var[str]
    calm: rx.Var[str]
    counting: rx.Var[str]
    near: rx.Var[str]
    over: rx.Var[str]
    keep: rx.Var[str]
    button_class_name: rx.Var[str]

    on_stay: rx.EventHandler[rx.event.no_args_event_spec]


def keeping(until: Any, now: Any, on_stay: Any) -> rx.Component:
    """`until` is when the time is given away, `now` the server's time when it said so; both ISO 8601.

    `on_stay` is called when the person does anything at the page, at most each 45 seconds, and by the button.
    """
    return _Keeping.create(
        until=until,
        now=now,
        calm=words.kept_for_you,
        counting=words.kept_for_time,
        near=words.kept_not_for_long,
        over=words.kept_no_more,
        keep=words.keep_for_me,
        on_stay=on_stay,
        class_name="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 text-base text-muted tabular-nums",
        button_class_name=(
            "min-h-11 rounded-md border border-line-strong bg-surface px-4 font-medium text-accent-ink hover:border-accent"
        ),
    )
