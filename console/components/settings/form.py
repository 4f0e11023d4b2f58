"""A section's form: it begins anew with what was saved elsewhere, and the page is not left with it typed over."""

import reflex as rx

from console.components import ui
from console.state.app_settings import AppSettingsState
from console.state.words import words


def section_form(*fields: rx.Component, saved: rx.Var[str], id: str) -> rx.Component:
    """The fields and their *Save*. `saved` is all that they begin with, in one text."""
    return rx.el.form(
        *fields,
        rx.el.div(ui.button(words.save, kind="primary", type="submit"), class_name="flex justify-end"),
        key=saved,
        id=id,
        on_submit=AppSettingsState.save,
        custom_attrs={"data-guarded": ""},
        class_name="mt-4 flex flex-col gap-4",
    )
