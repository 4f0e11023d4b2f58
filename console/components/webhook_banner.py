"""The banner that says which webhooks do not deliver, with the way to them."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.state.session import SessionState
from console.state.webhook_health import WebhookHealthState
from console.state.words import words


def webhook_banner() -> rx.Component:
    """Nothing while every webhook does well, and on the page of webhooks itself, which says more."""
    return rx.cond(
        (WebhookHealthState.told != "") & (SessionState.place != "webhooks"),
        ui.banner(
            WebhookHealthState.told,
            ReactRouterLink.create(
                words.webhooks_look,
                to="/app/" + SessionState.app + "/webhooks",
                class_name="ml-2 font-medium underline underline-offset-2",
            ),
            tone="warning",
            glyph="webhook",
        ),
        rx.fragment(),
    )
