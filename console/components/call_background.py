"""What is known about the customer of the call in hand: what they said, notes of colleagues, and their calls before it."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.components.status_badge import status_icon
from console.scheduling.rules import limits
from console.state.call_drawer import MyDrawerState
from console.state.next_call import NextCallState
from console.state.words import words

_card, _about = NextCallState.card, NextCallState.about
_BESIDE = "sm:max-lg:col-start-2 sm:max-lg:row-span-2 sm:max-lg:row-start-1 xl:col-start-2 xl:row-span-2 xl:row-start-1"
"""In the second column, where the page leaves room for two."""


def call_background() -> rx.Component:
    """Side by side; on a phone each unfolds under its button."""
    return rx.el.div(
        rx.el.div(
            _unfolds("about", words.own_about),
            _unfolds("notes", words.own_notes, _about.notes.length()),
            _unfolds("history", words.own_history, _about.past.length()),
            class_name="grid grid-cols-3 gap-1 rounded-md bg-sunken p-1 sm:hidden",
        ),
        rx.el.div(
            _part("about", words.own_about, _facts()),
            _part("notes", words.own_notes, _notes()),
            _part("history", words.own_history, _history(), class_name=_BESIDE),
            class_name="grid gap-x-8 gap-y-4 max-sm:[&>*]:mt-3 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2",
        ),
        class_name="border-t border-line pt-4",
    )


def _unfolds(part: str, label: rx.Var[str], *count: rx.Var[int]) -> rx.Component:
    return ui.button(
        label,
        *(rx.cond(each > 0, rx.el.span(each, class_name="text-faint tabular"), rx.fragment()) for each in count),
        kind="ghost",
        on_click=NextCallState.unfold(part),
        aria_expanded=NextCallState.unfolded == part,
        aria_controls=f"own-{part}",
        class_name="min-w-0 aria-expanded:bg-surface aria-expanded:text-ink aria-expanded:shadow-low",
    )


def _part(part: str, label: rx.Var[str], *content: rx.Component, class_name: str = "") -> rx.Component:
    return rx.el.div(
        rx.el.h3(label, class_name="mb-1.5 text-xs font-medium text-faint max-sm:sr-only"),
        *content,
        id=f"own-{part}",
        class_name=["min-w-0", class_name, rx.cond(NextCallState.unfolded == part, "", "max-sm:hidden")],
    )


def _facts() -> rx.Component:
    row = _card.row
    return rx.el.dl(
        _fact(
            words.own_contact,
            rx.el.a(
                row.contact,
                href=row.contact_link,
                class_name="break-all text-accent-ink underline underline-offset-2 tabular max-md:inline-block max-md:py-2.5",
            ),
        ),
        _fact(words.own_reference, rx.el.span(row.reference, class_name="font-mono")),
        rx.foreach(_about.facts, lambda fact: _fact(fact.label, fact.value)),
        class_name="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm",
    )


def _fact(label: rx.Var[str], value: rx.Component | rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.el.dt(label, class_name="max-w-40 self-center text-muted"),
        rx.el.dd(value, class_name="min-w-0 self-center whitespace-pre-line break-words"),
    )


def _notes() -> rx.Component:
    booking_id = _card.row.id
    return rx.el.div(
        rx.el.ul(
            rx.foreach(
                _about.notes,
                lambda note: rx.el.li(
                    rx.cond(
                        note.removed == "",
                        rx.el.p(note.body, class_name="whitespace-pre-line break-words"),
                        rx.el.p(note.removed, class_name="italic text-faint"),
                    ),
                    rx.el.p(note.author, " · ", note.when, class_name="text-xs text-faint tabular"),
                    key=note.id,
                    class_name="rounded-md bg-sunken px-3 py-2 text-sm",
                ),
            ),
            class_name="mb-2 flex max-h-60 flex-col gap-1.5 overflow-y-auto empty:hidden",
        ),
        refusal(NextCallState.note_refusal, "own-note-refusal"),
        rx.cond(
            _card.acts.contains("add_note"),
            rx.el.form(
                rx.debounce_input(
                    ui.textarea(
                        name="body",
                        rows=2,
                        aria_label=words.add_note_label,
                        placeholder=words.add_note_label,
                        required=True,
                        max_length=limits.NOTES_LENGTH,
                        value=rx.cond(NextCallState.notes.contains(booking_id), NextCallState.notes[booking_id], ""),
                        on_change=lambda typed: NextCallState.write_note(booking_id, typed),
                        class_name="field-sizing-content",
                    ),
                    debounce_timeout=400,
                ),
                ui.button(words.add_note, type="submit", size="sm"),
                on_submit=NextCallState.add_note(booking_id),
                class_name="flex flex-col items-end gap-2",
            ),
            rx.fragment(),
        ),
    )


def _history() -> rx.Component:
    return rx.cond(
        _about.past.length() > 0,
        rx.el.ul(
            rx.foreach(
                _about.past,
                lambda call: rx.el.li(
                    rx.el.button(
                        rx.el.span(
                            status_icon(call.status),
                            rx.el.span(call.result, class_name="min-w-0 flex-1 truncate font-medium text-ink"),
                            rx.el.span(call.when, class_name="shrink-0 text-xs text-faint tabular"),
                            class_name="flex items-center gap-2",
                        ),
                        rx.el.span(
                            rx.el.span(call.reference, class_name="font-mono"),
                            rx.cond(call.note != "", " · " + call.note.to(str), ""),
                            class_name="block pl-[22px] text-xs text-muted",
                        ),
                        type="button",
                        data_booking=call.id,
                        on_click=MyDrawerState.open_call(call.id),
                        class_name="-mx-2 w-[calc(100%+1rem)] rounded-sm px-2 py-1.5 text-left text-sm hover:bg-hover",
                    ),
                    key=call.id,
                ),
            ),
        ),
        rx.el.p(words.own_first_call, class_name="text-sm text-muted"),
    )
