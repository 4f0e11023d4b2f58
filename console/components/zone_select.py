"""A choice of time zone by its city; typing the first letters finds it."""

import reflex as rx

from console.components import ui
from console.scheduling.services import places


def zone_select(*, chosen: rx.Var[str] | str, **props) -> rx.Component:
    """A select of every place. `chosen` is the IANA name to begin with, which also stands first: it may be an old name."""
    every = rx.Var.create([list(choice) for choice in places.choices()]).to(list[tuple[str, str]])
    return ui.select(options=every, placeholder="", default_value=chosen, **props)
