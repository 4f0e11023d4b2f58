"""A year of small months, as `assets/year.js` drives it: by pointer, by keys, and for screen readers.

year(year=State.year, marks=State.marks, on_choose=State.choose_days, ...)
"""

import reflex as rx

from console.state.exception_rows import YearDay


class Year(rx.Component):
    """Days are `YYYY-MM-DD`. `marks` are the days that are not like the others, `kinds` the words of what they can be."""

    library = "$/public/year.js"
    tag = "Year"

    year: rx.Var[int]
    marks: rx.Var[list[YearDay]]
    today: rx.Var[str]
    locale: rx.Var[str]
    first_day: rx.Var[int]
    """The day that a week begins with; 0 is Sunday."""
    kinds: rx.Var[dict[str, str]]
    label: rx.Var[str]
    can_choose: rx.Var[bool]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]  # pyright: ignore[reportCallIssue]
    """The first and the last day that were chosen."""


year = Year.create
