"""What the booking page tells the site that it is embedded in: its height, and the call that was booked."""

import reflex as rx


class Framed(rx.Component):
    """Tells of the call `reference`, once; nothing beside what stands here. Shows nothing."""

    library = "$/public/framed.js"
    tag = "Framed"

    reference: rx.Var[str]
    start: rx.Var[str]
    minutes: rx.Var[int]
