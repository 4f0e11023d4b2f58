"""The form for another password."""

import reflex as rx

from console.components import ui
from console.state.own_password import OwnPasswordState
from console.state.session import SessionState
from console.state.words import words


def own_password() -> rx.Component:
    """The panel of one's profile; its rules are told before."""
    problems = OwnPasswordState.problems
    return ui.panel(
        words.password,
        rx.el.form(
            _whose(),
            ui.field(
                words.password_now,
                name="old",
                type="password",
                required=True,
                auto_complete="current-password",
                error=problems["old"],
            ),
            ui.field(
                words.password_new,
                name="new",
                type="password",
                required=True,
                auto_complete="new-password",
                hint=words.password_hint,
                error=problems["new"],
            ),
            rx.cond(
                problems.contains("form"),
                ui.banner(problems["form"], tone="danger", glyph="circle-alert"),
                rx.fragment(),
            ),
            rx.el.div(ui.button(words.change_password, kind="primary", type="submit"), class_name="flex justify-end"),
            key=OwnPasswordState.changes,
            on_submit=OwnPasswordState.change,
            class_name="mt-4 flex flex-col gap-4",
        ),
        hint=words.password_section_hint,
        id="password",
    )


def _whose() -> rx.Component:
    """For password managers, which keep a password by its account."""
    return rx.el.input(
        name="username",
        value=SessionState.email,
        read_only=True,
        auto_complete="username",
        tab_index=-1,
        aria_hidden="true",
        class_name="hidden",
    )
