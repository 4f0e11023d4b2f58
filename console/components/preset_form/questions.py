"""What a preset asks customers when they book."""

import reflex as rx

from console.components import ui
from console.components.preset_form.fields import error, group
from console.state.preset_terms import QUESTION_KINDS, QuestionRow
from console.state.presets import PresetsState
from console.state.words import words


def questions() -> rx.Component:
    """The questions, each in a row of its own, and a button for one more."""
    return group(
        words.preset_intake,
        rx.el.ul(rx.foreach(PresetsState.questions, _question), class_name="flex flex-col gap-4 empty:hidden"),
        error("intake"),
        rx.el.div(ui.button(words.question_add, glyph="plus", on_click=PresetsState.add_question)),
    )


def _question(row: QuestionRow) -> rx.Component:
    def name(part: str) -> rx.Var[str]:
        return rx.Var.create(f"question-{part}-").to(str) + row.key

    return rx.el.li(
        rx.el.div(
            ui.text_input(
                name=name("label"),
                default_value=row.label,
                aria_label=words.question_label,
                placeholder=words.question_label,
            ),
            rx.el.div(
                ui.select(
                    name=name("kind"),
                    options=[(kind, getattr(words, f"question_{kind}")) for kind in QUESTION_KINDS],
                    default_value=row.kind,
                    on_change=PresetsState.set_question_kind(row.key),
                    aria_label=words.question_kind,
                ),
                class_name="w-40 shrink-0",
            ),
            ui.icon_button("x", words.question_remove, on_click=PresetsState.remove_question(row.key)),
            class_name="flex items-center gap-2",
        ),
        ui.textarea(
            name=name("options"),
            rows=2,
            default_value=row.options,
            aria_label=words.question_options,
            placeholder=words.question_options,
            class_name=rx.cond(row.kind == "choice", "", "hidden"),
        ),
        ui.checkbox(words.question_required, name=name("required"), default_checked=row.is_required),
        key=row.key,
        class_name="flex flex-col gap-2",
    )
