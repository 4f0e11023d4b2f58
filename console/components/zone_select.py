"""A choice of time zone by its city; typing the first letters finds it."""

import reflex as rx

from console.components import ui
from console.scheduling.services import places
from console.state.words import WordsState


def zone_select(*, chosen: rx.Var[str] | str, **props) -> rx.Component:
    """A select of every place. `chosen` is the IANA name to begin with, which also stands first: it may be an old name."""
    return ui.select(options=zone_options(), placeholder="", default_value=chosen, **props)


def zone_options() -> rx.Var[list[tuple[str, str]]]:
    """Every place in the reader's language, for a select that follows the state."""
    english = rx.Var.create([list(choice) for choice in places.choices()]).to(list[tuple[str, str]])
    return rx.cond(WordsState.places.length() > 0, WordsState.places, english).to(list[tuple[str, str]])
