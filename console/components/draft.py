"""What is typed into a form outlives a restart of the server: the tab keeps it until the form is sent or closed."""

from typing import Any

import reflex as rx

from console.state.session import SessionState


def draft(form: str, *, begun: rx.Var[int], is_open: rx.Var[bool], on_lost: rx.event.EventType[Any]) -> rx.Component:
    """Stands beside the form with this id; `on_lost` takes its fields back. `begun` counts how often it was opened."""
    owner = rx.cond(SessionState.here, SessionState.app + " " + SessionState.email, "")
    return _Draft.create(form=form, owner=owner, begun=begun, open=is_open, on_lost=on_lost)


class _Draft(rx.Component):
    library = "$/public/draft.js"
    tag = "Draft"

    form: rx.Var[str]
    owner: rx.Var[str]
    begun: rx.Var[int]
    open: rx.Var[bool]

    on_lost: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]
