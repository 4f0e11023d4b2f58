"""The links that customers book by, and the key that they all hang on."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_field
from console.components.link_code import code_button, link_code
from console.state.app_settings import AppSettingsState, PresetLink
from console.state.link_code import LinkCodeState
from console.state.words import words


def links_section() -> rx.Component:
    """Each link with its code, and the key's replacement."""
    shown = LinkCodeState.show(words.booking_page_link, AppSettingsState.booking_url)
    return ui.panel(
        words.booking_links,
        rx.el.div(
            copy_field(
                words.booking_page_link,
                AppSettingsState.booking_url,
                code_button(words.booking_page_link, shown),
                _open(AppSettingsState.booking_url),
                id="booking-link",
            ),
            rx.foreach(AppSettingsState.links, _short_link),
            class_name="mt-4 flex flex-col gap-4",
        ),
        link_code(),
        rx.el.div(
            ui.button(words.rotate_key, glyph="rotate-ccw-key", on_click=AppSettingsState.set_rotating(True)),
            class_name="mt-4 flex justify-end border-t border-line pt-4",
        ),
        _question(),
        hint=words.booking_links_hint,
        id="links",
    )


def _short_link(link: PresetLink) -> rx.Component:
    code = code_button(link.name, LinkCodeState.show_preset(link.id))
    return copy_field(link.name, link.url, code, _open(link.url), id="link-" + link.id)


def _open(url: rx.Var[str] | str) -> rx.Component:
    return rx.el.a(
        words.open_page,
        ui.icon("external-link", size=14),
        href=url,
        target="_blank",
        rel="noopener",
        class_name="inline-flex items-center gap-1 text-sm text-accent-ink hover:underline",
    )


def _question() -> rx.Component:
    return ui.question(
        title=words.rotate_title,
        description=words.rotate_hint,
        act=words.rotate_key,
        on_act=AppSettingsState.rotate,
        open=AppSettingsState.is_rotating,
        on_open_change=AppSettingsState.set_rotating,
    )
