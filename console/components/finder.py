"""The search in the frame: a field that Cmd/Ctrl-K leads to, and below it whom, or which call, the letters lead to."""

import reflex as rx

from console.components import ui
from console.components.combobox import Combobox
from console.components.status_badge import status_badge
from console.scheduling.messages.customers import CustomerLine
from console.state.finder import FinderState
from console.state.session import SessionState
from console.state.words import words

_OPTION = (
    "flex w-full items-center gap-2.5 rounded-sm px-2 py-1.5 text-left text-sm text-ink "
    "aria-selected:bg-hover hover:bg-hover"
)


def finder() -> rx.Component:
    """The field and its list."""
    return Combobox.create(
        ui.icon("search", size=14, class_name="pointer-events-none absolute left-2 top-2 text-faint"),
        rx.el.input(
            type="text",
            role="combobox",
            aria_label=words.find_customer,
            aria_controls="finder-list",
            aria_autocomplete="list",
            aria_keyshortcuts="Control+K Meta+K",
            placeholder=words.find_customer,
            auto_complete="off",
            spell_check=False,
            on_change=FinderState.look_for.debounce(150),
            class_name=(
                "peer h-8 w-full rounded-sm border border-line-strong bg-surface pl-7 pr-12 text-sm text-ink "
                "hover:border-control focus-visible:border-accent focus-visible:outline-offset-0"
            ),
        ),
        rx.el.kbd(
            "Ctrl K",
            aria_hidden="true",
            class_name=(
                "pointer-events-none absolute right-1.5 top-1.5 rounded-[4px] border border-line bg-sunken px-1 "
                "text-[11px] leading-[18px] text-faint peer-focus:hidden max-xl:hidden"
            ),
        ),
        _found(),
        answered=FinderState.answered,
        shortcut="k",
        class_name="group relative",
    )


def _found() -> rx.Component:
    state = FinderState
    return rx.el.div(
        rx.el.p(
            rx.cond(state.answered == "", words.find_hint, state.told),
            role="status",
            class_name="px-2 py-1.5 text-sm text-muted empty:hidden",
        ),
        rx.el.div(
            rx.cond(state.call.id != "", _call(), rx.fragment()),
            rx.foreach(state.customers, _customer),
            rx.cond(state.may_book, _book(), rx.fragment()),
            id="finder-list",
            role="listbox",
            aria_label=words.find_customer,
        ),
        class_name=(
            "pop absolute left-0 top-10 z-40 hidden w-96 rounded-md border border-line bg-raised p-1 shadow-high "
            "group-data-[open=true]:block"
        ),
    )


def _call() -> rx.Component:
    call = FinderState.call
    return rx.el.a(
        ui.icon("calendar-days", class_name="shrink-0 text-faint"),
        rx.el.span(
            rx.el.span(call.reference, " · ", call.customer, class_name="block truncate font-medium"),
            rx.el.span(call.day, ", ", call.time, " · ", call.agent, class_name="block truncate text-xs text-muted"),
            class_name="min-w-0 flex-1",
        ),
        status_badge(call.status, call.status_label),
        to="/app/" + SessionState.app + "/scheduled-calls?call=" + call.id,
        role="option",
        tab_index=-1,
        class_name=_OPTION,
    )


def _customer(customer: CustomerLine) -> rx.Component:
    return rx.el.a(
        ui.icon("user-round", class_name="shrink-0 text-faint"),
        rx.el.span(
            rx.el.span(customer.name, class_name="block truncate font-medium"),
            rx.el.span(customer.contact, class_name="block truncate text-xs text-muted tabular"),
            class_name="min-w-0 flex-1",
        ),
        rx.el.span(
            rx.cond(
                customer.next != "",
                words.fill("customer_next", time=customer.next),
                rx.cond(customer.last != "", words.fill("customer_last", time=customer.last), ""),
            ),
            class_name=["shrink-0 text-xs tabular", rx.cond(customer.next != "", "text-accent-ink", "text-muted")],
        ),
        to="/app/" + SessionState.app + "/customers/" + customer.id,
        role="option",
        tab_index=-1,
        class_name=_OPTION,
    )


def _book() -> rx.Component:
    return rx.el.button(
        ui.icon("plus", class_name="shrink-0 text-faint"),
        rx.el.span(words.fill("find_call_now", typed=FinderState.answered), class_name="truncate"),
        type="button",
        role="option",
        tab_index=-1,
        on_click=FinderState.book,
        class_name=_OPTION,
    )
