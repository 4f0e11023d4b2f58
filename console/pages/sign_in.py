"""`/sign-in` inside the app: reached when a session ended, it leaves the app for the plain page of the same address."""

import reflex as rx


def page() -> rx.Component:
    """Nothing to see: `console.http` answers this address as soon as the document is loaded anew."""
    return rx.el.main(on_mount=rx.call_function("() => window.location.reload()"))
