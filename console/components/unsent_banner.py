"""The banner that counts messages which did not go out, with the way to them."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.state.session import SessionState
from console.state.unsent import UnsentState
from console.state.words import words


def unsent_banner(*, with_link: bool = True) -> rx.Component:
    """Nothing while every message finds its way."""
    link = ReactRouterLink.create(
        words.outbox_open,
        to="/app/" + SessionState.app + "/outbox",
        class_name="ml-2 font-medium underline underline-offset-2",
    )
    return rx.cond(
        UnsentState.told != "",
        ui.banner(UnsentState.told, *([link] if with_link else []), tone="warning", glyph="mail-warning"),
        rx.fragment(),
    )
