"""What the browser tells of the person before it: whether they see the page, and whether a list is under their hand."""

import reflex as rx


class _Presence(rx.Component):
    library = "$/public/presence.js"


class Presence(_Presence):
    """Tells when another tab covers the page, and when it is seen again. Shows nothing."""

    tag = "Presence"

    on_change: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


class Hand(_Presence):
    """Tells when the rows in an element with `data_rows` should stay where they are, and when no more. Shows nothing.

    It sees scrolling, marked text and typing itself; `busy` is what the server knows beside, `held` what was told last.
    Rows that were brought, as `waiting` and `arrived` say, are put into sight.
    """

    tag = "Hand"

    busy: rx.Var[bool]
    held: rx.Var[bool]
    waiting: rx.Var[str]
    arrived: rx.Var[list[str]]

    on_change: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
