"""What is shown only to people who may do it in the whole app. The core decides anyway, at every act."""

import reflex as rx

from console.scheduling.rules.permissions import Verb
from console.state.session import SessionState


def may(verb: Verb) -> rx.Var[bool]:
    """Whether the person may do this in the whole app."""
    return SessionState.duties.contains(verb)


def permitted(verb: Verb | None, component: rx.Component) -> rx.Component:
    """The component, for people who may do this; None: for everybody."""
    return component if verb is None else rx.cond(may(verb), component, rx.fragment())
