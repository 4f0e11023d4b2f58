"""The one time a client's secret is shown: with the client's id, and a first call to paste."""

from typing import Any

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_code, copy_field
from console.state.words import words

_CODE_ROWS = 12


def client_keys(keys: Any, set_open: Any, *, title: rx.Var[str], description: rx.Var[str]) -> rx.Component:
    """A dialog that is open while `keys`, a Var of `ShownKeys`, holds a secret; `set_open(False)` takes it away."""
    code = (
        ("curl", "curl", keys.curl),
        ("python", "Python", keys.python),
        ("javascript", "JavaScript", keys.javascript),
    )
    return ui.dialog(
        rx.el.div(
            copy_field(words.client_id, keys.client_id, id="new-client-id"),
            copy_field(words.client_secret, keys.client_secret, id="client-secret"),
            rx.el.section(
                rx.el.h3(words.client_first_call, class_name="mb-1 text-sm font-medium text-ink"),
                ui.tabs(
                    [
                        (key, name, copy_code(name, snippet, id=f"code-{key}", rows=_CODE_ROWS))
                        for key, name, snippet in code
                    ],
                    default="curl",
                ),
                class_name="min-w-0",
            ),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        title=title,
        description=description,
        footer=[ui.button(words.done, kind="primary", on_click=set_open(False))],
        open=keys.client_secret != "",
        on_open_change=set_open,
        wide=True,
    )
