"""The address of a calendar feed: made, copied, replaced and revoked."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_field
from console.state.calendar_feeds import FeedState
from console.state.words import words


def calendar_feed(state: type[FeedState], *, id: str, may_edit: rx.Var[bool] | bool = True) -> rx.Component:
    """The address and what may be done with it; `id` tells its field from others on the page."""
    return rx.fragment(
        rx.cond(state.url != "", _address(state, id, may_edit), _make(state, may_edit)),
        _question(state),
    )


def _make(state: type[FeedState], may_edit: rx.Var[bool] | bool) -> rx.Component:
    make = ui.button(words.feed_make, glyph="calendar-plus", on_click=state.renew)
    return rx.el.div(rx.cond(may_edit, make, rx.fragment()), class_name="mt-3")


def _address(state: type[FeedState], id: str, may_edit: rx.Var[bool] | bool) -> rx.Component:
    acts = rx.el.div(
        ui.button(words.feed_renew, size="sm", on_click=state.ask_to("renew")),
        ui.button(words.feed_revoke, size="sm", on_click=state.ask_to("revoke")),
        class_name="flex justify-end gap-2",
    )
    return rx.el.div(
        copy_field(words.feed_address, state.url, id=id),
        rx.cond(may_edit, acts, rx.fragment()),
        class_name="mt-3 flex flex-col gap-3",
    )


def _question(state: type[FeedState]) -> rx.Component:
    is_renewal = state.question == "renew"
    return ui.dialog(
        title=rx.cond(is_renewal, words.feed_renew_title, words.feed_revoke_title),
        description=words.feed_end_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.ask_to("")),
            rx.cond(
                is_renewal,
                ui.button(words.feed_renew, kind="danger", on_click=state.renew),
                ui.button(words.feed_revoke, kind="danger", on_click=state.revoke),
            ),
        ],
        open=state.question != "",
        on_open_change=state.set_asking,
    )
