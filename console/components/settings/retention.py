"""Whether, and after how long, customers are forgotten by themselves."""

import reflex as rx

from console.components import ui
from console.state.retention import RetentionState
from console.state.words import words


def retention_section() -> rx.Component:
    """The number of months, and the question that says whom it concerns."""
    state = RetentionState
    return ui.panel(
        words.retention_section,
        rx.el.form(
            ui.field(
                words.retention_months,
                name="retention_months",
                type="number",
                min="1",
                max="120",
                default_value=state.months,
                hint=words.retention_months_hint,
                error=state.problems["retention_months"],
            ),
            rx.el.div(ui.button(words.save, kind="primary", type="submit"), class_name="flex justify-end"),
            key=state.months,
            id="retention-form",
            on_submit=state.ask,
            custom_attrs={"data-guarded": ""},
            class_name="mt-4 flex flex-col gap-4",
        ),
        ui.question(
            title=rx.cond(state.wanted == "", words.retention_keep_title, words.retention_forget_title),
            description=state.concerned,
            act=rx.cond(state.wanted == "", words.retention_keep, words.retention_forget),
            on_act=state.settle,
            open=state.is_asking,
            on_open_change=state.set_asking,
        ),
        hint=words.retention_hint,
        id="retention",
    )
