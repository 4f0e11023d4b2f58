"""`/app/[app_id]/profile`: one's own account, section by section: who one is, how one reads the console, how one signs in."""

import reflex as rx
from reflex.style import color_mode, set_color_mode

from console.components import ui
from console.components.browsers import browsers
from console.components.frame import frame
from console.components.own_password import own_password
from console.components.second_factor import second_factor
from console.components.zone_select import zone_select
from console.state.bell import BellState
from console.state.browsers import BrowsersState
from console.state.profile import LANGUAGES, ProfileState
from console.state.second_factor import SecondFactorState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, ProfileState.load, SecondFactorState.load, BrowsersState.load]

_THEMES = (
    ("light", words.theme_light, "sun"),
    ("dark", words.theme_dark, "moon"),
    ("system", words.theme_system, "monitor"),
)


def page() -> rx.Component:
    """The panels, one below the other."""
    return frame(
        rx.cond(
            ProfileState.is_loaded,
            rx.el.div(
                _name(),
                _times(),
                _theme(),
                _notices(),
                own_password(),
                second_factor(),
                browsers(),
                class_name="flex max-w-2xl flex-col gap-4",
            ),
            ui.skeleton_rows(),
        ),
        title=words.profile,
    )


def _name() -> rx.Component:
    return ui.panel(
        words.profile_name,
        rx.el.form(
            ui.field(
                words.your_name,
                name="name",
                default_value=ProfileState.name,
                required=True,
                auto_complete="name",
                error=ProfileState.problems["name"],
                class_name="flex-1",
            ),
            ui.button(words.save, kind="primary", type="submit", class_name="mt-6.5"),  # beside the control
            key=ProfileState.name,  # begins anew with what was saved elsewhere
            on_submit=ProfileState.save_name,
            class_name="mt-4 flex items-start gap-3",
        ),
        hint=words.fill("profile_name_hint", email=SessionState.email),
        id="name-section",
    )


def _times() -> rx.Component:
    state = ProfileState
    return ui.panel(
        words.profile_times,
        rx.el.form(
            ui.field(
                words.time_zone,
                zone_select,
                name="timezone",
                chosen=state.timezone,
                hint=words.profile_zone_hint,
                error=state.problems["timezone"],
            ),
            rx.el.div(
                ui.field(
                    words.show_times_in,
                    ui.select,
                    name="times",
                    options=[("mine", words.times_mine), ("app", words.times_app), ("agent", words.times_agent)],
                    default_value=state.times,
                ),
                ui.field(
                    words.language,
                    ui.select,
                    name="language",
                    options=LANGUAGES,
                    placeholder=words.language_of_app,
                    default_value=state.language,
                ),
                class_name="grid gap-4 sm:grid-cols-2",
            ),
            rx.el.div(ui.button(words.save, kind="primary", type="submit"), class_name="flex justify-end"),
            key=state.timezone + state.times + state.language,
            on_submit=state.save_times,
            class_name="mt-4 flex flex-col gap-4",
        ),
        hint=words.profile_times_hint,
        id="times",
    )


def _theme() -> rx.Component:
    return ui.panel(
        words.theme,
        rx.el.div(
            *(_one_theme(*theme) for theme in _THEMES),
            role="radiogroup",
            aria_labelledby="theme",
            class_name="mt-4 grid grid-cols-3 gap-2",
        ),
        hint=words.theme_hint,
        id="theme",
    )


def _one_theme(name: str, label: rx.Var[str], glyph: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="theme",
            value=name,
            checked=color_mode == name,
            on_change=set_color_mode(name),
            class_name="sr-only",
        ),
        ui.icon(glyph, size=18),
        label,
        class_name=(
            "relative flex cursor-pointer flex-col items-center gap-1.5 rounded-md border border-line px-2 py-3 text-sm "
            "text-muted hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium "
            "has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 "
            "has-focus-visible:outline-accent"
        ),
    )


def _notices() -> rx.Component:
    return rx.cond(
        BellState.choices.length() > 0,
        ui.panel(
            words.notices,
            rx.el.div(
                ui.button(words.notices_choose, glyph="sliders-horizontal", on_click=BellState.set_choosing(True)),
                class_name="mt-4",
            ),
            hint=words.notices_choose_hint,
            id="notices",
        ),
        rx.fragment(),
    )
