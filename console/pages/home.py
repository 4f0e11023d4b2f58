"""`/`: where a signed-in person is sent on to their app, and anybody else to the sign-in page."""

import reflex as rx


def page() -> rx.Component:
    """An empty page; the server redirects before it is seen."""
    return rx.el.main(rx.el.h1("Callboard"))
