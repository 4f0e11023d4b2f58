"""What a page lists, in whichever state it is."""

import reflex as rx

from console.components import ui


def listing(
    state: type[rx.State], table: rx.Component, nothing: rx.Component | None = None, *, rows: int = 3
) -> rx.Component:
    """The table of the state's rows; why there is nothing to see; `nothing` where there are none; until then a skeleton."""
    return rx.cond(
        state.refusal != "",
        ui.empty_state(state.refusal, glyph="lock"),
        rx.cond(
            state.is_loaded,
            rx.cond(state.rows.length() > 0, table, nothing) if nothing else table,
            ui.skeleton_rows(rows),
        ),
    )
