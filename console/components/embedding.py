"""Booking on one's own site: the sites that may show the booking page, the lines to paste, and a link's code to scan."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_code
from console.state.embedding import EmbeddingState, LinkCodeState
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


def code_button(name: rx.Var[str] | str, url: rx.Var[str] | str) -> rx.Component:
    """Opens the link's code."""
    return ui.button(
        words.qr_code,
        glyph="qr-code",
        kind="ghost",
        aria_label=words.fill("qr_code_of", name=name),
        on_click=LinkCodeState.show(name, url),
    )


def link_code() -> rx.Component:
    """The dialog with the code of one link."""
    return ui.dialog(
        rx.el.img(
            src=LinkCodeState.svg,
            alt=words.fill("qr_code_of", name=LinkCodeState.name),
            class_name="mx-auto size-56 rounded-md bg-white",
        ),
        rx.el.div(
            _file("SVG", LinkCodeState.svg, "svg"),
            _file("PNG", LinkCodeState.png, "png"),
            class_name="mt-4 flex justify-center gap-2",
        ),
        title=LinkCodeState.name,
        description=words.qr_code_hint,
        open=LinkCodeState.is_open,
        on_open_change=LinkCodeState.set_open,
    )


def _file(label: str, address: rx.Var[str], ending: str) -> rx.Component:
    return rx.el.a(
        ui.icon("download", size=14),
        label,
        href=address,
        download="booking-link." + ending,
        class_name=(
            "inline-flex h-8 items-center gap-1.5 rounded-sm border border-line-strong px-3 text-sm hover:bg-hover"
        ),
    )
