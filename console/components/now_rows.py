"""What needs somebody at this moment: a card a heading, a row a call, and beside it what can be done."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.components.now_acts import now_acts
from console.components.ticking import Ticking
from console.state.call_drawer import MasterDrawerState
from console.state.now import NowState
from console.state.session import SessionState
from console.state.words import words

_LOOKS = {
    "waiting": ("hourglass", "text-danger-ink"),
    "late": ("user-x", "text-danger-ink"),
    "over": ("timer", "text-warning-ink"),
    "soon": ("clock", "text-accent-ink"),
    "outcome": ("circle-help", "text-warning-ink"),
    "unconfirmed": ("circle-dashed", "text-warning-ink"),
    "failed": ("mail-warning", "text-danger-ink"),
}


def now_board() -> rx.Component:
    """The headings under which something stands, or what stands in their place; a new guest who waits is said aloud."""
    return rx.fragment(
        rx.el.p(NowState.news, role="status", aria_live="polite", class_name="sr-only"),
        rx.cond(
            NowState.is_loading,
            _bars(),
            rx.cond(
                NowState.problem != "",
                _problem(),
                rx.cond(
                    NowState.blocks.length() > 0,
                    rx.el.div(rx.foreach(NowState.blocks, _block), class_name="flex flex-col gap-6"),
                    _calm(),
                ),
            ),
        ),
    )


def _block(block: rx.Var) -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            _glyph(block.heading),
            rx.el.span(block.title, id="now-" + block.heading.to(str)),
            rx.el.span(block.count, class_name="font-normal text-faint tabular"),
            rx.el.span(block.hint, class_name="truncate text-sm font-normal text-muted max-sm:hidden"),
            class_name="mb-2 flex items-center gap-2 text-sm font-semibold",
        ),
        rx.el.ul(
            rx.foreach(block.rows, lambda row: _row(block, row)),
            class_name="overflow-hidden rounded-lg border border-line bg-surface",
        ),
        rx.cond(block.more != "", _more(block), rx.fragment()),
        aria_labelledby="now-" + block.heading.to(str),
        data_heading=block.heading,
    )


def _glyph(heading: rx.Var) -> rx.Component:
    cases = [(code, ui.icon(glyph, class_name=tone)) for code, (glyph, tone) in _LOOKS.items()]
    return rx.match(heading, *cases, rx.fragment())


def _row(block: rx.Var, row: rx.Var) -> rx.Component:
    return rx.el.li(
        _clock(row),
        _who(row),
        rx.el.div(_said(row), now_acts(block, row), class_name=_ACTS),
        key=row.key,
        data_row=row.key,
        class_name=(
            "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2.5 "
            "last:border-0 md:grid-cols-[9rem_minmax(0,1fr)_auto]"
        ),
    )


_ACTS = "flex flex-wrap items-center gap-1.5 max-md:order-3 max-md:col-span-2 md:justify-end empty:hidden"


def _clock(row: rx.Var) -> rx.Component:
    """The seconds are for the eye; what is read aloud is the instant."""
    return rx.el.div(
        rx.cond(
            row.ticks_from != "",
            rx.el.p(
                Ticking.create(since=row.ticks_from, now=NowState.as_of),
                aria_hidden="true",
                class_name="text-base font-semibold leading-5 tabular",
            ),
            rx.fragment(),
        ),
        rx.el.p(row.clock, class_name="text-xs text-muted tabular"),
        class_name="max-md:order-2 max-md:text-right",
    )


def _who(row: rx.Var) -> rx.Component:
    call = row.call
    return rx.el.div(
        rx.el.button(
            call.customer,
            type="button",
            data_booking=call.id,
            on_click=MasterDrawerState.open_call(call.id),
            class_name="block max-w-full truncate rounded-sm text-left text-sm font-medium text-ink hover:underline",
        ),
        rx.el.p(
            rx.el.span(call.agent, class_name="text-ink"),
            " · ",
            rx.el.span(call.day, ", ", call.time, class_name="tabular whitespace-nowrap"),
            rx.el.span(" · ", call.preset, class_name="max-lg:hidden"),
            rx.el.span(" · ", class_name="max-sm:hidden"),
            rx.el.a(
                call.contact,
                href=call.contact_link,
                class_name="text-accent-ink underline underline-offset-2 tabular max-sm:block max-sm:w-fit max-sm:py-0.5",
            ),
            class_name="text-xs text-muted sm:truncate",
        ),
        rx.cond(
            row.lost != "",
            rx.el.p(row.lost, title=row.lost, class_name="truncate text-xs text-danger-ink"),
            rx.fragment(),
        ),
        class_name="min-w-0",
    )


def _said(row: rx.Var) -> rx.Component:
    return rx.cond(
        row.told != "",
        ui.badge(row.told, rx.cond(row.is_told, "success", "danger"), class_name="tabular"),
        rx.fragment(),
    )


def _more(block: rx.Var) -> rx.Component:
    return ReactRouterLink.create(
        block.more,
        ui.icon("arrow-right", size=14),
        to="/app/" + SessionState.app + "/" + block.more_at.to(str),
        class_name="mt-2 inline-flex items-center gap-1 text-sm text-accent-ink hover:underline",
    )


def _bars() -> rx.Component:
    return ui.waiting(
        *(
            rx.el.div(
                ui.skeleton(class_name="h-5 w-48"),
                ui.skeleton(class_name="h-28 w-full rounded-lg sm:h-14"),
                class_name="flex flex-col gap-2",
            )
            for _ in range(3)
        ),
        class_name="flex flex-col gap-6",
    )


def _calm() -> rx.Component:
    return rx.el.div(
        ui.empty_state(words.now_calm, words.now_calm_hint, glyph="coffee"),
        class_name="rounded-lg border border-line bg-surface",
    )


def _problem() -> rx.Component:
    return ui.not_loaded(words.not_loaded, NowState.problem, ui.button(words.try_again, on_click=NowState.load))
