"""When the call is, on everybody's clock, and what is known about it."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.section import section
from console.components.source_badge import source_badge
from console.components.status_badge import status_badge, waiting_badge
from console.state.call_drawer import CallDrawerState
from console.state.session import SessionState
from console.state.words import words


def customer_name(state: type[CallDrawerState]) -> rx.Component:
    """Whose call it is; it leads to the customer's page where this person may look at that."""
    sheet = state.sheet
    return rx.cond(
        sheet.customer_id != "",
        ui.link(
            sheet.row.customer,
            to="/app/" + SessionState.app + "/customers/" + sheet.customer_id.to(str),
            class_name="rounded-sm underline decoration-line-strong underline-offset-4 hover:decoration-current",
        ),
        rx.fragment(sheet.row.customer),
    )


def when(state: type[CallDrawerState]) -> rx.Component:
    """Status and source, and the time on the viewer's clock; the customer's and the agent's where theirs differ."""
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
        _elsewhere("user-round", "customers_time", sheet.customer_time, sheet.customer_zone),
        _elsewhere("headset", "agents_time", sheet.agent_time, sheet.agent_zone),
    )


def facts(state: type[CallDrawerState]) -> rx.Component:
    """How the customer is reached, who takes the call and on which terms, what came of it, and the keys to it."""
    sheet = state.sheet
    return section(
        words.section_details,
        rx.el.dl(
            rx.cond(
                sheet.phone != "",
                _fact(words.book_for_phone, _way(sheet.phone, "tel:" + sheet.phone.replace(" ", ""))),
                rx.fragment(),
            ),
            rx.cond(
                sheet.email != "",
                _fact(words.book_for_email, _way(sheet.email, "mailto:" + sheet.email)),
                rx.fragment(),
            ),
            rx.cond(
                sheet.whatsapp_link != "", _fact(words.channel_whatsapp, _write(sheet.whatsapp_link)), rx.fragment()
            ),
            rx.cond(sheet.declined != "", _fact(words.declined, rx.el.span(sheet.declined)), rx.fragment()),
            rx.foreach(sheet.facts, lambda fact: _fact(fact.label, rx.el.span(fact.value))),
            rx.cond(sheet.join_url != "", _fact(words.agents_link, _link(sheet.join_url)), rx.fragment()),
            rx.cond(sheet.call_page != "", _fact(words.customers_call_page, _link(sheet.call_page)), rx.fragment()),
            rx.cond(sheet.manage_url != "", _fact(words.manage_link, _link(sheet.manage_url)), rx.fragment()),
            class_name="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm",
        ),
    )


def _elsewhere(glyph: str, name: str, time: rx.Var[str], zone: rx.Var[str]) -> rx.Component:
    """The time on another clock; nothing where that shows the same."""
    return rx.cond(
        time != "",
        rx.el.p(
            ui.icon(glyph, size=14, class_name="text-faint"),
            words.fill(name, time=time, zone=zone),
            class_name="mt-2 flex items-center gap-1.5 text-sm text-muted tabular",
        ),
        rx.fragment(),
    )


def _fact(label: rx.Var[str], value: rx.Component) -> rx.Component:
    return rx.fragment(
        rx.el.dt(label, class_name="text-faint"),
        rx.el.dd(value, class_name="min-w-0 whitespace-pre-line break-words text-ink"),
    )


def _way(said: rx.Var[str], address: rx.Var[str]) -> rx.Component:
    return rx.el.a(said, href=address, class_name="text-accent-ink hover:underline tabular")


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
