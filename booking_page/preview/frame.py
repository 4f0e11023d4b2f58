"""The frame on the console's pages: the booking page's own parts, as wide as a customer's screen, light or dark."""

from typing import Any

import reflex as rx

from booking_page import steps
from booking_page.page import sheet
from booking_page.preview.shades import Shade
from booking_page.preview.state import PreviewState
from console.components import ui
from console.state.app_settings import AppSettingsState
from console.state.presets import PresetsState
from console.state.words import words


def of_terms(form: str) -> rx.Component:
    """What the terms in the preset's form with this id make of the booking page."""
    return _preview(form, PreviewState.show_terms, anew=rx.Var.create(PresetsState.questions).length().to_string())


def of_brand(form: str) -> rx.Component:
    """What the logo and the accent in the form with this id make of it, and whether the accent can be read."""
    return rx.el.div(
        rx.el.ul(
            rx.foreach(PreviewState.shades, _shade),
            aria_live="polite",
            class_name="mb-4 flex flex-col gap-2 empty:hidden",
        ),
        _preview(form, PreviewState.show_brand, anew=AppSettingsState.accent_shown),
    )


def _preview(form: str, on_typed: Any, *, anew: rx.Var[str] | str) -> rx.Component:
    return rx.el.section(
        rx.el.header(
            rx.el.p(PreviewState.free_times, class_name="min-w-0 flex-1 text-sm text-muted"),
            _choice(
                words.preview_step,
                PreviewState.step,
                PreviewState.show_step,
                ("time", "calendar-days", words.preview_times),
                ("details", "text-cursor-input", words.preview_form),
            ),
            _choice(
                words.preview_device,
                PreviewState.device,
                PreviewState.show_on,
                ("phone", "smartphone", words.preview_phone),
                ("desktop", "monitor", words.preview_desktop),
            ),
            _choice(
                words.theme,
                PreviewState.theme,
                PreviewState.show_in,
                ("light", "sun", words.theme_light),
                ("dark", "moon", words.theme_dark),
            ),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(
            PreviewState.behind,
            role="status",
            class_name="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning-ink empty:hidden",
        ),
        rx.el.div(
            _Frame.create(
                rx.el.style(PreviewState.accent),
                rx.el.div(
                    sheet(PreviewState, rx.el.div(steps.waiting(), class_name="p-4 sm:p-8 md:col-span-2")),
                    class_name="min-h-dvh bg-surface text-lg md:bg-canvas md:px-6 md:py-12",
                ),
                form=form,
                anew=anew,
                label=words.preview_of_page,
                width=rx.cond(PreviewState.device == "phone", 390, 1100),
                theme=PreviewState.theme,
                on_typed=on_typed,
            ),
            class_name="overflow-hidden border-line-strong",
            style=_screen(rx.Var.create(PreviewState.device) == "phone"),
        ),
        rx.el.p(words.preview_hint, class_name="text-xs text-faint"),
        aria_label=words.preview,
        on_mount=PreviewState.begin,
        class_name="flex min-w-0 flex-col gap-3",
    )


def _screen(is_phone: rx.Var[bool]) -> dict[str, Any]:
    """What stands around the page: a telephone, or a window."""
    return {
        "width": "100%",
        "max_width": rx.cond(is_phone, "404px", "none"),
        "height": rx.cond(is_phone, "min(44rem, calc(100dvh - 20rem))", "auto"),
        "aspect_ratio": rx.cond(is_phone, "auto", "4 / 3"),
        "margin": "0 auto",
        "border_width": rx.cond(is_phone, "7px", "1px"),
        "border_radius": rx.cond(is_phone, "28px", "12px"),
    }


def _choice(label: rx.Var[str], chosen: Any, choose: Any, *options: tuple[str, str, rx.Var[str]]) -> rx.Component:
    return rx.el.div(
        *(
            ui.icon_button(
                glyph,
                name,
                aria_pressed=chosen == value,
                on_click=choose(value),
                class_name=rx.cond(chosen == value, "bg-accent-soft text-accent-ink", ""),
            )
            for value, glyph, name in options
        ),
        role="group",
        aria_label=label,
        class_name="flex shrink-0 rounded-md border border-line",
    )


def _shade(shade: Shade) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            "Aa",
            aria_hidden="true",
            style={"background": shade.used, "color": shade.words},
            class_name="grid size-8 shrink-0 place-items-center rounded-sm text-sm font-medium",
        ),
        rx.el.p(
            rx.el.span(shade.theme, " ", class_name="font-medium"),
            shade.told,
            class_name=["min-w-0 text-sm", rx.cond(shade.is_other, "text-warning-ink", "text-muted")],
        ),
        class_name="flex items-center gap-3",
    )


class _Frame(rx.Component):
    """See `assets/preview.js`."""

    library = "$/public/preview.js"
    tag = "Preview"

    form: rx.Var[str]
    anew: rx.Var[str]
    label: rx.Var[str]
    width: rx.Var[int]
    theme: rx.Var[str]

    on_typed: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]
