"""What a page lists, in whichever state it is."""

import reflex as rx

from console.components import ui
from console.components.loading import loaded


def listing(
    state: type[rx.State], table: rx.Component, nothing: rx.Component | None = None, *, rows: int = 3
) -> rx.Component:
    """The table of the state's rows, `nothing` where there are none; until then bars, or why there is nothing to see."""
    content = rx.cond(state.rows.length() > 0, table, nothing) if nothing else table
    return loaded(state, content, ui.skeleton_rows(rows, tall=True))
