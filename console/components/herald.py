"""What the browser itself does for notices: their number, a desktop notification, a sound, and the boxes for both."""

import reflex as rx


class _Herald(rx.Component):
    library = "$/public/herald.js"


class Herald(_Herald):
    """Speaks once for each new `notice`, an id; aloud when `loud`; `on_open` gets the id when it is pressed.

    Says everywhere a browser can how many are `unread`. Shows nothing.
    """

    tag = "Herald"

    notice: rx.Var[str]
    loud: rx.Var[bool]
    title: rx.Var[str]
    text: rx.Var[str]
    unread: rx.Var[int]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class HeraldSwitch(_Herald):
    """A box for this browser alone: `name` is `desktop` or `sound`; `refused` is said when the browser does not allow it."""

    tag = "HeraldSwitch"

    name: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    refused: rx.Var[str]
