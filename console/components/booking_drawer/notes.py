"""Internal notes: what colleagues wrote about the call, a line to add one, and a way for admins to remove one."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.section import section
from console.components.call_acts import refusal
from console.scheduling.rules import limits
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def notes(state: type[CallDrawerState]) -> rx.Component:
    """Nothing where there are none and none can be added."""
    sheet = state.sheet
    can = sheet.acts.contains("add_note")
    return rx.cond(
        can | (sheet.notes.length() > 0),
        section(
            words.section_notes,
            rx.el.ul(
                rx.foreach(sheet.notes, lambda note: _note(state, note)), class_name="flex flex-col gap-2 empty:hidden"
            ),
            refusal(state.note_refusal, "note-refusal"),
            rx.cond(can, _form(state), rx.fragment()),
        ),
        rx.fragment(),
    )


def _note(state: type[CallDrawerState], note: rx.Var) -> rx.Component:
    """The text, and who wrote it when; of one that was removed, who did that in its place."""
    can_go = state.sheet.acts.contains("remove_note") & (note.removed == "")
    return rx.el.li(
        rx.cond(
            note.removed == "",
            rx.el.p(note.body, class_name="whitespace-pre-line break-words text-sm"),
            rx.el.p(note.removed, class_name="text-sm italic text-faint"),
        ),
        rx.el.div(
            rx.el.p(note.author, " · ", note.when, class_name="mr-auto text-xs text-faint tabular"),
            rx.cond(
                can_go & (state.removing != note.id),
                ui.icon_button(
                    "trash-2",
                    words.fill("note_remove_of", author=note.author, when=note.when),
                    on_click=state.ask_to_remove_note(note.id),
                    class_name="-my-1.5 -mr-1.5 size-7",
                ),
                rx.fragment(),
            ),
            class_name="mt-0.5 flex items-center gap-2",
        ),
        rx.cond(state.removing == note.id, _question(state), rx.fragment()),
        class_name="rounded-md bg-sunken px-3 py-2",
    )


def _question(state: type[CallDrawerState]) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.note_remove_question, class_name="text-sm"),
        rx.el.div(
            ui.button(words.act_back, kind="ghost", size="sm", on_click=state.keep_note, auto_focus=True),
            ui.button(words.act_remove, kind="danger", size="sm", on_click=state.remove_note),
            class_name="flex justify-end gap-2",
        ),
        role="group",
        aria_label=words.note_remove_question,
        class_name="mt-2 flex flex-col gap-2 border-t border-line pt-2",
    )


def _form(state: type[CallDrawerState]) -> rx.Component:
    return rx.el.form(
        rx.debounce_input(
            ui.textarea(
                name="body",
                aria_label=words.add_note_label,
                placeholder=words.add_note_label,
                rows=2,
                required=True,
                max_length=limits.NOTES_LENGTH,
                value=state.note,
                on_change=state.write_note,
            ),
            debounce_timeout=400,
        ),
        rx.el.div(ui.button(words.add_note, type="submit", size="sm"), class_name="flex justify-end"),
        on_submit=state.add_note,
        class_name="mt-2 flex flex-col gap-2",
    )
