"""The call that an agent has in hand: when, how to reach its customer, how it went, and what is known about them."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.components.countdown import countdown
from console.components.own_acts import how_it_went, running_late, way_in, what_was_said
from console.components.status_badge import status_badge, status_icon
from console.components.ticking import Ticking
from console.scheduling.rules import limits
from console.state.call_drawer import MyDrawerState
from console.state.my_schedules import MySchedulesState
from console.state.next_call import NextCallState
from console.state.words import words

_card, _about = NextCallState.card, NextCallState.about
_BESIDE = "sm:max-lg:col-start-2 sm:max-lg:row-span-2 sm:max-lg:row-start-1 xl:col-start-2 xl:row-span-2 xl:row-start-1"
"""In the second column, where the page leaves room for two."""


def next_call() -> rx.Component:
    """The call that runs or comes next; nothing when there is none. Who waits for the agent is said aloud."""
    return rx.fragment(
        rx.el.p(MySchedulesState.news, role="status", aria_live="polite", class_name="sr-only"),
        rx.foreach(MySchedulesState.pressing, _pressing),
        rx.cond(
            _card.row.id != "",
            rx.el.section(
                _head(),
                stands_out(_card),
                _acts(),
                rx.cond(_card.may_say, _ending(), rx.fragment()),
                _parts(),
                key=_card.row.id,
                aria_labelledby="next",
                class_name="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4",
            ),
            rx.fragment(),
        ),
    )


def thumb_bar() -> rx.Component:
    """On a phone the way to the customer stays where the thumb is, however far one has scrolled."""
    return rx.cond(_card.way != "", rx.fragment(rx.el.div(class_name="h-12 md:hidden"), _bar()), rx.fragment())


def _bar() -> rx.Component:
    """It stands before the page's end, which is moved up by as much."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(_card.row.customer, class_name="truncate text-sm font-semibold"),
            rx.el.p(_countdown(), class_name="text-xs text-accent-ink"),
            aria_hidden="true",  # the card says so
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            _card.may_say & ((_card.stands_out == "") | (_card.standing == "over")),
            ui.button(
                words.own_how_it_went,
                size="lg",
                on_click=rx.call_function(
                    "() => document.getElementById('how-it-went')?.scrollIntoView({block: 'center'})"
                ),
            ),
            rx.fragment(),
        ),
        way_in(_card, size="lg"),
        role="group",
        aria_label=words.next_call,
        class_name=(
            "fixed inset-x-0 bottom-14 z-10 flex items-center gap-2 border-t border-line bg-surface px-4 py-2 "
            "md:hidden [&_:is(a,button)]:px-4 [&_:is(a,button)]:text-base"
        ),
    )


def stands_out(card: rx.Var) -> rx.Component:
    """That somebody waits, or that the call runs on past its end, with the time since then; nothing otherwise."""
    return rx.cond(
        card.stands_out != "",
        rx.el.div(
            ui.icon("hourglass", class_name="shrink-0"),
            rx.el.span(card.stands_out, class_name="min-w-0 flex-1"),
            rx.el.span(
                Ticking.create(since=card.counts_from, now=MySchedulesState.as_of),
                aria_hidden="true",
                class_name="font-semibold tabular",
            ),
            data_standing=card.standing,
            class_name=[
                "flex items-center gap-2.5 rounded-md px-3 py-2 text-sm",
                rx.cond(card.standing == "over", "bg-warning-soft text-warning-ink", "bg-danger-soft text-danger-ink"),
            ],
        ),
        rx.fragment(),
    )


def _head() -> rx.Component:
    row = _card.row
    return rx.el.div(
        rx.el.div(
            rx.el.h2(
                rx.cond(row.status == "started", words.call_now, words.next_call),
                id="next",
                class_name="text-xs font-medium text-faint",
            ),
            rx.el.p(row.customer, class_name="mt-0.5 truncate text-xl font-semibold"),
            class_name="min-w-0",
        ),
        rx.el.p(_countdown(), class_name="mt-4 shrink-0 text-right text-xl font-semibold text-accent-ink"),
        rx.el.p(
            rx.el.span(row.day, ", ", row.time, class_name="text-ink"),
            rx.el.span(_about.zone),
            rx.cond(_about.customers_clock != "", _customers_clock(), rx.fragment()),
            rx.el.span(row.preset),
            status_badge(row.status, row.status_label),
            class_name="col-span-2 mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-muted tabular",
        ),
        class_name="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4",
    )


def _customers_clock() -> rx.Component:
    return rx.cond(
        _about.caution != "",
        rx.el.span(
            ui.icon("moon", size=14),
            _about.customers_clock,
            ", ",
            _about.caution,
            class_name="inline-flex items-center gap-1 text-warning-ink",
        ),
        rx.el.span(_about.customers_clock),
    )


def _countdown() -> rx.Component:
    row = _card.row
    runs = row.status == "started"
    return countdown(
        row.starts_at,
        MySchedulesState.as_of,
        row.how_far,
        after=rx.cond(runs, words.countdown_running, words.countdown_after),
    )


def _acts() -> rx.Component:
    return rx.el.div(
        rx.el.div(way_in(_card), class_name="max-md:hidden empty:hidden"),  # a phone has it at the thumb
        running_late(_card),
        ui.button(
            words.act_open,
            data_booking=_card.row.id,
            on_click=MyDrawerState.open_call(_card.row.id),
        ),
        rx.cond(_card.opens != "", rx.el.span(_card.opens, class_name="text-sm text-faint tabular"), rx.fragment()),
        class_name="flex flex-wrap items-center gap-2",
    )


def _ending() -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.own_how_it_went, class_name="text-sm font-medium"),
        what_was_said(_card),
        how_it_went(_card),
        id="how-it-went",
        class_name="flex scroll-mb-40 flex-col gap-2 rounded-md bg-sunken p-3",
    )


def _parts() -> rx.Component:
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
                href=rx.cond(row.contact.contains("@"), "mailto:", "tel:") + row.contact,
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


def _pressing(card: rx.Var) -> rx.Component:
    """A call for which somebody waits while another one still runs: short, with its acts."""
    return rx.el.section(
        rx.el.div(
            rx.el.button(
                card.row.customer,
                type="button",
                data_booking=card.row.id,
                on_click=MyDrawerState.open_call(card.row.id),
                class_name="min-w-0 truncate rounded-sm text-left text-base font-semibold hover:underline",
            ),
            rx.el.span(card.row.time, class_name="text-sm text-muted tabular"),
            class_name="flex items-baseline gap-3",
        ),
        stands_out(card),
        rx.el.div(way_in(card), running_late(card), class_name="flex flex-wrap items-center gap-2"),
        key=card.row.id,
        aria_label=card.row.customer,
        class_name="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4",
    )
