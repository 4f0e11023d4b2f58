"""Where calls take place, and by which preset one is booked when none is named."""

import reflex as rx

from console.components import ui
from console.components.settings.form import section_form
from console.state.app_settings import AppSettingsState
from console.state.session import SessionState
from console.state.words import words


def default_preset_section() -> rx.Component:
    """The active preset."""
    return ui.panel(
        words.default_preset,
        rx.el.form(
            ui.field(
                words.default_preset_label,
                ui.select,
                name="default_preset",
                options=AppSettingsState.preset_choices,
                default_value=AppSettingsState.active_preset,
            ),
            rx.el.div(
                ui.link(
                    words.default_preset_all,
                    to="/app/" + SessionState.app + "/presets",
                    class_name="mr-auto text-sm text-accent-ink hover:underline",
                ),
                ui.button(words.save, kind="primary", type="submit"),
                class_name="flex items-center justify-end gap-3",
            ),
            key=AppSettingsState.active_preset,
            on_submit=AppSettingsState.activate,
            custom_attrs={"data-guarded": ""},
            class_name="mt-4 flex flex-col gap-4",
        ),
        hint=words.default_preset_hint,
        id="default-preset",
    )


def meeting_section() -> rx.Component:
    """The template, and where it would lead the two sides of a call."""
    return ui.panel(
        words.meeting_section,
        section_form(
            ui.field(
                words.meeting_url,
                name="meeting_url",
                default_value=AppSettingsState.meeting_url,
                placeholder="https://meet.example/{room}",
                on_change=AppSettingsState.try_meeting_url.debounce(300),
                hint=words.meeting_url_hint,
                error=AppSettingsState.problems["meeting_url_template"],
                spell_check=False,
                auto_complete="off",
                class_name="[&_input]:font-mono",
            ),
            rx.cond(AppSettingsState.meeting_examples.length() > 0, _examples(), rx.fragment()),
            saved=AppSettingsState.meeting_url,
            id="meeting-form",
        ),
        hint=words.meeting_hint,
        id="meeting",
    )


def _examples() -> rx.Component:
    return rx.el.dl(
        rx.foreach(
            AppSettingsState.meeting_examples,
            lambda example: rx.fragment(
                rx.el.dt(
                    rx.cond(example[0] == "guest", words.a_guest_goes_to, words.an_agent_goes_to),
                    class_name="text-faint",
                ),
                rx.el.dd(example[1], class_name="min-w-0 break-all font-mono"),
            ),
        ),
        aria_live="polite",
        class_name="-mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2 text-xs",
    )
