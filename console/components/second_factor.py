"""The second step of signing in: where one stands, and the dialog that sets it up, renews its codes or turns it off."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copied
from console.state.second_factor import SecondFactorState
from console.state.words import words

_FORM = "second-step-form"
_FEW = 3
"""With so few recovery codes left it is time for others."""


def second_factor() -> rx.Component:
    """The panel of one's profile, and its dialog."""
    state = SecondFactorState
    return ui.panel(
        words.second_step,
        rx.cond(
            state.is_loaded,
            rx.el.div(rx.cond(state.is_on, _on(), _off()), class_name="mt-4"),
            ui.skeleton(class_name="mt-4 h-8 w-40"),
        ),
        _dialog(),
        hint=words.second_step_hint,
        id="second-step",
    )


def _off() -> rx.Component:
    return ui.button(words.second_step_set_up, glyph="smartphone", on_click=SecondFactorState.ask_for("password"))


def _on() -> rx.Component:
    state = SecondFactorState
    return rx.el.div(
        rx.el.p(
            ui.badge(words.second_step_on, "success"),
            rx.el.span(words.fill("recovery_codes_left", left=state.codes_left), class_name="text-muted"),
            class_name="flex flex-wrap items-center gap-2 text-sm",
        ),
        rx.cond(
            state.codes_left <= _FEW,
            ui.banner(words.recovery_codes_few, tone="warning", glyph="triangle-alert"),
            rx.fragment(),
        ),
        rx.el.div(
            ui.button(words.recovery_codes_renew, on_click=state.ask_for("renew")),
            ui.button(words.second_step_turn_off, on_click=state.ask_for("off")),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="flex flex-col gap-3",
    )


def _dialog() -> rx.Component:
    state = SecondFactorState
    return ui.dialog(
        rx.match(
            state.step,
            ("password", _form(_password(), on_submit=state.begin)),
            ("app", _app()),
            ("codes", _codes()),
            ("renew", _form(_password(), _code(words.code_or_recovery), on_submit=state.renew)),
            ("off", _form(_password(), _code(words.code_or_recovery), on_submit=state.turn_off)),
            rx.fragment(),
        ),
        title=rx.match(
            state.step,
            ("codes", words.recovery_codes),
            ("renew", words.recovery_codes_renew),
            ("off", words.second_step_turn_off),
            words.second_step_set_up,
        ),
        description=rx.match(
            state.step,
            ("app", words.second_step_app_hint),
            ("codes", words.recovery_codes_hint),
            ("renew", words.recovery_codes_renew_hint),
            ("off", words.second_step_turn_off_hint),
            words.second_step_password_hint,
        ),
        footer=[
            rx.cond(
                state.step == "codes",
                ui.button(words.recovery_codes_kept, kind="primary", on_click=state.set_open(False)),
                rx.fragment(
                    ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
                    ui.button(
                        rx.match(
                            state.step,
                            ("app", words.second_step_turn_on),
                            ("renew", words.recovery_codes_renew),
                            ("off", words.second_step_turn_off),
                            words.next,
                        ),
                        kind="primary",
                        type="submit",
                        form=_FORM,
                    ),
                ),
            )
        ],
        open=state.step != "",
        on_open_change=state.set_open,
    )


def _form(*fields, on_submit) -> rx.Component:
    problems = SecondFactorState.problems
    return rx.el.form(
        *fields,
        rx.cond(
            problems.contains("form"), ui.banner(problems["form"], tone="danger", glyph="circle-alert"), rx.fragment()
        ),
        id=_FORM,
        on_submit=on_submit,
        class_name="flex flex-col gap-4",
    )


def _password() -> rx.Component:
    return ui.field(
        words.password_now,
        name="password",
        id="second-step-password",
        type="password",
        required=True,
        auto_complete="current-password",
        error=SecondFactorState.problems["password"],
    )


def _code(label: rx.Var[str], **more) -> rx.Component:
    return ui.field(
        label,
        name="code",
        id="second-step-given",
        required=True,
        auto_complete="one-time-code",
        spell_check=False,
        auto_capitalize="none",
        error=SecondFactorState.problems["code"],
        **more,
    )


def _app() -> rx.Component:
    """What the authenticator app is given, and the first code that it shows."""
    state = SecondFactorState
    return rx.el.div(
        rx.el.div(
            rx.el.img(src=state.qr_code, alt=words.qr_code_for_app, class_name="size-44 rounded-sm bg-white"),
            class_name="flex justify-center",
        ),
        rx.el.div(
            rx.el.p(words.second_step_secret, class_name="text-xs text-faint"),
            rx.el.div(
                rx.el.code(
                    state.secret, id="second-step-secret", class_name="min-w-0 flex-1 break-words font-mono text-sm"
                ),
                ui.icon_button("copy", words.second_step_copy_secret, on_click=copied("second-step-secret")),
                class_name="flex items-center gap-1",
            ),
            class_name="rounded-md bg-sunken px-3 py-2",
        ),
        _form(_code(words.second_step_code, input_mode="numeric", auto_focus=True), on_submit=state.turn_on),
        class_name="flex flex-col gap-4",
    )


def _codes() -> rx.Component:
    state = SecondFactorState
    return rx.el.div(
        rx.el.ol(
            rx.foreach(state.codes, lambda code: rx.el.li(code + "\n", class_name="tabular")),
            id="recovery-codes",
            class_name=(
                "grid grid-cols-2 gap-x-4 gap-y-1.5 whitespace-pre rounded-md bg-sunken px-4 py-3 font-mono text-sm "
                "max-sm:text-xs"
            ),
        ),
        rx.el.div(
            ui.button(words.copy, glyph="copy", on_click=copied("recovery-codes")),
            ui.button(words.download, glyph="download", on_click=state.download),
            class_name="flex gap-2",
        ),
        class_name="flex flex-col gap-3",
    )
