"""What the app is called, where it is at home, how customers reach a person, and which language they read."""

import reflex as rx

from console.components import ui
from console.components.settings.form import section_form
from console.components.zone_select import zone_select
from console.state.app_settings import LANGUAGES, AppSettingsState
from console.state.words import words


def app_section() -> rx.Component:
    """Name, zone and contact."""
    problems = AppSettingsState.problems
    return ui.panel(
        words.app_section,
        section_form(
            ui.field(
                words.app_name_label,
                name="app_name",
                default_value=AppSettingsState.name,
                required=True,
                error=problems["name"],
            ),
            ui.field(
                words.app_timezone,
                zone_select,
                name="timezone",
                chosen=AppSettingsState.timezone,
                hint=words.app_timezone_hint,
                error=problems["timezone"],
            ),
            _contact(),
            saved=AppSettingsState.name
            + AppSettingsState.timezone
            + AppSettingsState.contact_email
            + AppSettingsState.contact_phone,
            id="app-form",
        ),
        hint=words.app_section_hint,
        id="app",
    )


def language_section() -> rx.Component:
    """The app's own language, and those in which customers are spoken to."""
    return ui.panel(
        words.languages_section,
        section_form(
            ui.field(
                words.app_language,
                ui.select,
                name="language",
                options=AppSettingsState.language_choices,
                default_value=AppSettingsState.language,
                hint=words.app_language_hint,
                error=AppSettingsState.problems["language"],
            ),
            rx.el.div(
                rx.el.p(words.languages_spoken, class_name="mb-2 text-sm"),
                rx.el.ul(
                    *(rx.el.li(ui.badge(name)) for _, name in LANGUAGES),
                    class_name="flex flex-wrap gap-2",
                ),
            ),
            saved=AppSettingsState.language,
            id="language-form",
        ),
        hint=words.languages_hint,
        id="languages",
    )


def _contact() -> rx.Component:
    problems = AppSettingsState.problems
    return rx.el.fieldset(
        rx.el.legend(words.contact, class_name="mb-1 text-sm font-medium"),
        rx.el.p(words.contact_hint, class_name="mb-3 text-xs text-faint"),
        rx.el.div(
            ui.field(
                words.contact_email,
                name="contact_email",
                type="email",
                default_value=AppSettingsState.contact_email,
                error=problems["contact_email"],
                auto_complete="off",
            ),
            ui.field(
                words.contact_phone,
                name="contact_phone",
                type="tel",
                default_value=AppSettingsState.contact_phone,
                placeholder="+57 300 555 0100",
                error=problems["contact_phone"],
                auto_complete="off",
            ),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
    )
