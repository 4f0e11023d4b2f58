"""What a preset says to customers: which messages on which channels, when not, and by which WhatsApp templates."""

import reflex as rx

from console.components import ui
from console.components.preset_form.fields import error, group
from console.state.preset_terms import CHANNELS, KINDS, OCCASIONS, default_template, message_box, template_field
from console.state.presets import PresetsState
from console.state.words import words


def messages() -> rx.Component:
    """The messages and their channels as a table, the quiet hours, and the templates folded."""
    return group(
        words.preset_messages,
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(words.preset_message, scope="col", class_name="pb-1 text-left font-medium"),
                    *(
                        rx.el.th(getattr(words, f"channel_{channel}"), scope="col", class_name="w-24 pb-1 font-medium")
                        for channel in CHANNELS
                    ),
                    class_name="text-xs text-faint",
                )
            ),
            rx.el.tbody(*(_message(kind) for kind in KINDS)),
            class_name="w-full text-sm",
        ),
        error("reminders"),
        _quiet_hours(),
        _templates(),
    )


def _message(kind: str) -> rx.Component:
    name = getattr(words, f"message_{kind}")
    return rx.el.tr(
        rx.el.th(name, scope="row", class_name="h-9 border-t border-line text-left font-normal"),
        *(
            rx.el.td(
                rx.el.input(
                    type="checkbox",
                    name=message_box(kind, channel),
                    default_checked=PresetsState.ticked.contains(message_box(kind, channel)),
                    aria_label=name + ", " + getattr(words, f"channel_{channel}"),
                    class_name="size-4 align-middle accent-accent",
                ),
                class_name="border-t border-line text-center",
            )
            for channel in CHANNELS
        ),
    )


def _quiet_hours() -> rx.Component:
    return rx.el.div(
        ui.checkbox(
            words.preset_quiet_hours,
            name="quiet_hours",
            default_checked=PresetsState.ticked.contains("quiet_hours"),
            hint=words.preset_quiet_hours_hint,
        ),
        rx.el.div(
            _time("quiet.start", words.preset_quiet_from),
            _time("quiet.end", words.preset_quiet_until),
            class_name="grid max-w-80 grid-cols-2 gap-3 pl-6",
        ),
        error("quiet_hours"),
        class_name="flex flex-col gap-2",
    )


def _time(name: str, label: rx.Var[str]) -> rx.Component:
    return ui.text_input(type="time", name=name, default_value=PresetsState.values[name], aria_label=label)


def _templates() -> rx.Component:
    """Folded: most installations have the templates of the README approved, and name none."""
    return rx.el.details(
        rx.el.summary(
            words.preset_whatsapp_templates,
            class_name="w-fit cursor-pointer rounded-sm text-sm text-accent-ink hover:underline",
        ),
        rx.el.p(words.preset_whatsapp_templates_hint, class_name="mt-1 text-xs text-faint"),
        rx.el.ul(*(_template(occasion) for occasion in OCCASIONS), class_name="mt-3 flex flex-col gap-3"),
        error("whatsapp_templates"),
    )


def _template(occasion) -> rx.Component:
    title, default = getattr(words, f"message_{occasion}"), default_template(occasion)
    labels = {
        "name": words.template_name,
        "language": words.template_language,
        "variables": words.template_variables,
    }
    return rx.el.li(
        rx.el.p(title, class_name="mb-1 text-sm"),
        rx.el.div(
            *(
                ui.text_input(
                    name=template_field(part, occasion),
                    default_value=PresetsState.values[template_field(part, occasion)],
                    placeholder=default[part] or words.template_language_hint,
                    aria_label=title + ", " + label,
                    class_name="col-span-full font-mono text-xs" if part == "variables" else "font-mono text-xs",
                )
                for part, label in labels.items()
            ),
            class_name="grid grid-cols-[minmax(0,1fr)_7rem] gap-2",
        ),
    )
