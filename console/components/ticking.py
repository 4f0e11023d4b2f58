"""Minutes and seconds that pass in the browser, counted from an instant or until it."""

import reflex as rx


class Ticking(rx.Component):
    """`4:12`. `since` is the instant in ISO 8601, `now` the server's time when it was said."""

    library = "$/public/ticking.js"
    tag = "Ticking"

    since: rx.Var[str]
    now: rx.Var[str]
