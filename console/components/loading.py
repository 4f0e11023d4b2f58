"""What a page reads, in whichever state it is: see `console.state.reading`."""

import reflex as rx

from console.components import ui
from console.state.words import words


def loaded(
    state: type[rx.State], content: rx.Component, bars: rx.Component, *, again: rx.EventHandler | None = None
) -> rx.Component:
    """`content` once it is there, `bars` of its shape until then, or why there is nothing to see.

    What failed in passing says so in its place, above what was there before; *Try again* calls `state.load`, or over what
    is there already `again`, which keeps what was typed (`state.refresh`).
    """
    anew, once_more = (ui.button(words.try_again, on_click=handler) for handler in (state.load, again or state.refresh))
    return rx.cond(
        state.refusal != "",
        ui.empty_state(state.refusal, glyph="lock"),
        rx.cond(
            state.is_loaded,
            rx.fragment(rx.cond(state.failure != "", _failed_again(state.failure, once_more), rx.fragment()), content),
            rx.cond(state.failure != "", ui.not_loaded(words.not_read, state.failure, anew), bars),
        ),
    )


def _failed_again(why: rx.Var[str], retry: rx.Component) -> rx.Component:
    return rx.el.div(
        ui.banner(
            rx.el.div(why, retry, class_name="flex flex-wrap items-center justify-between gap-2"),
            tone="danger",
            glyph="cloud-off",
        ),
        role="alert",
    )
