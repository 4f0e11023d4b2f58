"""The app's face: its logo and its accent, and what customers would see of both."""

from collections.abc import Callable

import reflex as rx

from console.components import ui
from console.components.settings.form import section_form
from console.state.app_settings import AppSettingsState
from console.state.words import words

_FORM = "brand-form"


def brand_section(preview: Callable[[str], rx.Component]) -> rx.Component:
    """The form, and below it the `preview` of what it says."""
    return ui.panel(
        words.brand,
        section_form(
            ui.field(
                words.brand_logo,
                name="logo",
                type="url",
                default_value=AppSettingsState.logo,
                placeholder="https://www.example.com/logo.svg",
                hint=words.brand_logo_hint,
                error=AppSettingsState.problems["logo"],
                spell_check=False,
                auto_complete="off",
            ),
            rx.el.div(
                ui.field(
                    words.brand_accent,
                    name="accent",
                    default_value=AppSettingsState.accent_shown,
                    key=AppSettingsState.accent_shown,  # begins anew with what was picked
                    placeholder="#4a52d9",
                    on_change=AppSettingsState.type_accent.debounce(300),
                    hint=words.brand_accent_hint,
                    error=AppSettingsState.problems["accent"],
                    spell_check=False,
                    auto_complete="off",
                    max_length=7,
                    class_name="flex-1 [&_input]:font-mono",
                ),
                rx.el.input(
                    type="color",
                    aria_label=words.brand_pick,
                    title=words.brand_pick,
                    value=AppSettingsState.swatch,
                    on_change=AppSettingsState.pick_accent.debounce(150),
                    class_name="mt-6.5 size-8 shrink-0 cursor-pointer",  # beside the control
                ),
                class_name="flex items-start gap-2",
            ),
            saved=AppSettingsState.logo + AppSettingsState.accent,
            id=_FORM,
        ),
        rx.el.div(preview(_FORM), class_name="mt-4 border-t border-line pt-4"),
        hint=words.brand_hint,
        id="brand",
    )
