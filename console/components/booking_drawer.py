"""One booking in full, beside the list it was opened from, with every act that the core allows."""

import reflex as rx

from console.components import ui
from console.components.call_acts import act_buttons, act_panel
from console.components.draw_table import draw_table
from console.components.source_badge import source_badge
from console.components.status_badge import status_badge, waiting_badge
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def booking_drawer(state: type[CallDrawerState]) -> rx.Component:
    """The drawer of a page; `state` carries the page's surface."""
    row = state.sheet.row
    return ui.drawer(
        rx.cond(
            state.is_missing,
            ui.empty_state(words.call_missing, words.call_missing_hint, glyph="circle-help"),
            _sheet(state),
        ),
        title=rx.cond(state.is_missing, words.scheduled_call, row.customer),
        description=rx.cond(state.is_missing, "", words.fill("reference_told", reference=row.reference)),
        opened_from='[data-booking="' + row.id + '"]',
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _sheet(state: type[CallDrawerState]) -> rx.Component:
    return rx.el.div(
        _when(state),
        act_buttons(state),
        act_panel(state),
        _facts(state),
        _notes(state),
        _story(state),
        _deliveries(state),
        class_name="flex flex-col gap-6",
    )


def _when(state: type[CallDrawerState]) -> rx.Component:
    sheet = state.sheet
    return rx.el.section(
        rx.el.div(
            status_badge(sheet.row.status, sheet.row.status_label, class_name="font-medium"),
            source_badge(sheet.row.source, sheet.row.source_label),
            waiting_badge(sheet.row),
            rx.cond(sheet.row.needs_outcome, ui.badge(words.needs_outcome, "warning"), rx.fragment()),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm",
        ),
        rx.el.p(sheet.own_time, class_name="mt-3 text-lg font-medium tabular"),
        rx.el.p(
            sheet.own_zone,
            rx.cond(sheet.row.how_far != "", " · " + sheet.row.how_far, ""),
            " · ",
            sheet.row.duration,
            class_name="text-sm text-muted tabular",
        ),
        rx.cond(
            sheet.customer_time != "",
            rx.el.p(
                ui.icon("user-round", size=14, class_name="text-faint"),
                words.fill("customers_time", time=sheet.customer_time, zone=sheet.customer_zone),
                class_name="mt-2 flex items-center gap-1.5 text-sm text-muted tabular",
            ),
            rx.fragment(),
        ),
    )


def _facts(state: type[CallDrawerState]) -> rx.Component:
    sheet = state.sheet
    return _section(
        words.section_details,
        rx.el.dl(
            rx.cond(sheet.phone != "", _fact(words.book_for_phone, _mail_or_call("tel:", sheet.phone)), rx.fragment()),
            rx.cond(
                sheet.email != "", _fact(words.book_for_email, _mail_or_call("mailto:", sheet.email)), rx.fragment()
            ),
            rx.cond(
                sheet.whatsapp_link != "", _fact(words.channel_whatsapp, _write(sheet.whatsapp_link)), rx.fragment()
            ),
            rx.cond(sheet.declined != "", _fact(words.declined, rx.el.span(sheet.declined)), rx.fragment()),
            rx.foreach(sheet.facts, lambda fact: _fact(fact.label, rx.el.span(fact.value))),
            rx.cond(sheet.join_url != "", _fact(words.agents_link, _link(sheet.join_url)), rx.fragment()),
            rx.cond(sheet.manage_url != "", _fact(words.manage_link, _link(sheet.manage_url)), rx.fragment()),
            class_name="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm",
        ),
    )


def _fact(label: rx.Var[str], value: rx.Component) -> rx.Component:
    return rx.fragment(
        rx.el.dt(label, class_name="text-faint"),
        rx.el.dd(value, class_name="min-w-0 whitespace-pre-line break-words text-ink"),
    )


def _mail_or_call(scheme: str, address: rx.Var[str]) -> rx.Component:
    return rx.el.a(address, href=scheme + address, class_name="text-accent-ink hover:underline tabular")


def _write(address: rx.Var[str]) -> rx.Component:
    """Opens WhatsApp with a text ready to be sent by hand."""
    return rx.el.a(
        words.write_on_whatsapp,
        ui.icon("external-link", size=14),
        href=address,
        target="_blank",
        rel="noopener noreferrer",
        class_name="inline-flex items-center gap-1 text-accent-ink hover:underline",
    )


def _link(address: rx.Var[str]) -> rx.Component:
    return rx.el.a(
        address,
        href=address,
        target="_blank",
        rel="noopener",
        class_name="block truncate text-accent-ink hover:underline",
    )


def _notes(state: type[CallDrawerState]) -> rx.Component:
    sheet = state.sheet
    can = sheet.acts.contains("add_note")
    return rx.cond(
        can | (sheet.notes.length() > 0),
        _section(
            words.section_notes,
            rx.el.ul(
                rx.foreach(
                    sheet.notes,
                    lambda note: rx.el.li(
                        rx.el.p(note.body, class_name="whitespace-pre-line break-words text-sm"),
                        rx.el.p(note.author, " · ", note.when, class_name="mt-0.5 text-xs text-faint tabular"),
                        class_name="rounded-md bg-sunken px-3 py-2",
                    ),
                ),
                class_name="flex flex-col gap-2 empty:hidden",
            ),
            rx.cond(can, _note_form(state), rx.fragment()),
        ),
        rx.fragment(),
    )


def _note_form(state: type[CallDrawerState]) -> rx.Component:
    return rx.el.form(
        ui.textarea(
            name="body",
            aria_label=words.add_note_label,
            placeholder=words.add_note_label,
            rows=2,
            required=True,
            max_length=5000,
        ),
        rx.el.div(ui.button(words.add_note, type="submit", size="sm"), class_name="flex justify-end"),
        on_submit=state.add_note,
        reset_on_submit=True,
        class_name="mt-2 flex flex-col gap-2",
    )


def _story(state: type[CallDrawerState]) -> rx.Component:
    return _section(
        words.section_timeline,
        rx.el.ol(
            rx.foreach(
                state.sheet.story,
                lambda line: rx.el.li(
                    rx.el.span(
                        class_name="absolute -left-[5px] top-1.5 size-2 rounded-full bg-line-strong ring-4 ring-raised"
                    ),
                    rx.el.p(
                        rx.el.span(line.who, class_name="font-medium text-ink"), " ", line.what, class_name="text-muted"
                    ),
                    rx.cond(line.detail != "", rx.el.p(line.detail, class_name="text-muted"), rx.fragment()),
                    rx.cond(
                        line.draw.rows.length() > 0,
                        draw_table(line.draw, on_show_all=state.show_whole_draw(line.id)),
                        rx.fragment(),
                    ),
                    rx.el.time(line.when, date_time=line.at, class_name="text-xs text-faint"),
                    data_event=line.event,
                    data_source=line.source,
                    class_name="relative pb-4 pl-5 text-sm tabular last:pb-0",
                ),
            ),
            class_name="ml-1 border-l border-line",
        ),
    )


def _deliveries(state: type[CallDrawerState]) -> rx.Component:
    tones = rx.Var.create({"delivered": "success", "failed": "danger", "pending": "neutral", "skipped": "neutral"})
    return rx.cond(
        state.sheet.deliveries.length() > 0,
        _section(
            words.section_deliveries,
            rx.el.details(
                rx.el.summary(state.sheet.deliveries_told, class_name="cursor-pointer text-sm"),
                rx.el.ul(
                    rx.foreach(
                        state.sheet.deliveries,
                        lambda line: rx.el.li(
                            rx.el.div(
                                rx.el.p(line.event, class_name="font-mono text-xs"),
                                rx.el.p(
                                    rx.el.span(line.receiver, class_name="truncate"),
                                    rx.el.span(line.when, class_name="shrink-0 tabular"),
                                    class_name="flex flex-wrap gap-x-2 text-xs text-faint",
                                ),
                                class_name="min-w-0 flex-1",
                            ),
                            rx.el.span(line.attempts, class_name="text-xs text-faint"),
                            ui.badge(line.status_label, tones[line.status]),
                            class_name="flex items-center gap-3 border-b border-line py-2 last:border-0",
                        ),
                    ),
                    class_name="mt-2 rounded-md border border-line px-3",
                ),
            ),
        ),
        rx.fragment(),
    )


def _section(title: rx.Var[str], *children) -> rx.Component:
    return rx.el.section(rx.el.h3(title, class_name="mb-2 text-xs font-medium text-faint"), *children)
