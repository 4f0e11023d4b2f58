"""Booking on one's own site: the sites that may show the booking page, and the lines to paste."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_code
from console.state.embedding import EmbeddingState
from console.state.words import words


def embedding() -> rx.Component:
    """Which sites, and what goes there."""
    return rx.el.div(
        rx.el.form(
            ui.field(
                words.allowed_sites,
                ui.textarea,
                name="sites",
                rows=3,
                default_value=EmbeddingState.sites,
                placeholder="https://www.example.com",
                hint=words.allowed_sites_hint,
                error=EmbeddingState.problem,
                spell_check=False,
            ),
            rx.el.div(ui.button(words.save, kind="primary", type="submit"), class_name="flex justify-end"),
            key=EmbeddingState.form_number,
            on_submit=EmbeddingState.save,
            custom_attrs={"data-guarded": ""},
            class_name="flex flex-col gap-4",
        ),
        ui.field(
            words.embed_way,
            ui.select,
            name="embed_kind",
            options=EmbeddingState.kinds,
            value=EmbeddingState.kind,
            on_change=EmbeddingState.choose,
        ),
        copy_code("HTML", EmbeddingState.snippet, id="embed-snippet", rows=3),
        rx.el.p(words.embed_events, class_name="text-sm text-muted"),
        class_name="mt-4 flex flex-col gap-4",
    )
