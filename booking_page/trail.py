"""The steps in the browser's history, so that its back button goes back one step and not off the page."""

import reflex as rx


class Steps(rx.Component):
    """Follows `step`, and tells where the person goes back to. Shows nothing."""

    library = "$/public/steps.js"
    tag = "Steps"

    step: rx.Var[str]

    on_back: rx.EventHandler[rx.event.passthrough_event_spec(str)]
