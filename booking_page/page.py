"""`/book/{app_id}?key={widgetKey}`: a customer books a call, mostly on a phone, once."""

from collections.abc import Sequence

import reflex as rx

from booking_page import steps
from booking_page.boot import TEST_LINE
from booking_page.done import done_step
from booking_page.framed import Framed
from booking_page.returning import customer
from booking_page.state import BookingPageState
from booking_page.trail import Steps
from console.components import ui
from console.components.connection import connection
from console.components.tongue import tongue
from console.state.words import booking_words as words


def page() -> rx.Component:
    """The app's face, what is booked so far, and the step at hand."""
    return rx.el.div(
        rx.el.style(BookingPageState.accent),
        customer(BookingPageState, BookingPageState.settle),
        Steps.create(step=BookingPageState.step, on_back=BookingPageState.back),
        Framed.create(
            reference=BookingPageState.summary.reference,
            start=BookingPageState.summary.start,
            minutes=BookingPageState.duration,
        ),
        sheet(BookingPageState, _boot(), ("done", done_step())),
        _foot(),
        ui.notice(words.close_notice),
        connection(words.reconnecting_guest, words.connected_again_guest),
        tongue(),
        class_name=(
            "min-h-dvh bg-surface text-lg in-data-framed:min-h-0 md:bg-canvas md:px-6 md:py-12 md:in-data-framed:p-1"
        ),
    )


def sheet(state: steps.State, opening: rx.Component, *more: tuple[str, rx.Component]) -> rx.Component:
    """What a customer books by: what is settled, and the step at hand; `opening` until the first step is known.

    `more` are steps, each with its name, that stand beside those which every such state has.
    """
    return rx.el.main(
        rx.cond(state.step == "", opening, rx.fragment(_so_far(state), _step(state, more))),
        class_name=[
            "mx-auto w-full border-line bg-surface md:rounded-lg md:border md:shadow-low",
            rx.cond(state.step == "shut", "max-w-xl", "max-w-5xl md:grid md:grid-cols-[16rem_minmax(0,1fr)]"),
        ],
    )


def _foot() -> rx.Component:
    """For who has booked already."""
    return rx.cond(
        (BookingPageState.find_path != "") & (BookingPageState.step != "done"),
        rx.el.footer(
            rx.el.a(
                words.find_my_call,
                href=BookingPageState.find_path,
                reload_document=True,
                class_name="inline-flex min-h-11 items-center rounded-sm px-2 text-lg text-muted underline underline-offset-2",
            ),
            class_name="mx-auto flex max-w-5xl justify-center px-4 py-3",
        ),
        rx.fragment(),
    )


def title() -> rx.Var[str]:
    """What the browser's tab says: as the HTML that `booking_page.shell` made, once the state knows it, too."""
    named = BookingPageState.preset_name + " · " + BookingPageState.app_name
    return rx.cond(BookingPageState.preset_name == "", words.choose_time, named).to(str)


def _boot() -> rx.Component:
    """What `booking_page.shell` wrote into the HTML; React leaves it alone. Grey bars where it wrote nothing."""
    return rx.fragment(
        rx.el.div(
            id="boot",
            class_name="peer contents",
            custom_attrs={"dangerouslySetInnerHTML": {"__html": ""}, "suppressHydrationWarning": True},
        ),
        rx.el.div(steps.waiting(), class_name="hidden p-4 peer-empty:block sm:p-8 md:col-span-2"),
    )


def _step(state: steps.State, more: Sequence[tuple[str, rx.Component]]) -> rx.Component:
    return rx.el.div(
        rx.match(
            state.step,
            ("agent", steps.agent_step(state)),
            ("time", steps.time_step(state)),
            ("details", steps.details_step(state)),
            ("shut", steps.shut_step(state)),
            *more,
            steps.waiting(),
        ),
        key=state.step,  # each step is mounted anew, and so takes the focus
        class_name="min-w-0 p-4 sm:p-8",
    )


def _so_far(state: steps.State) -> rx.Component:
    """Whose page this is, and what is settled: the call, its length, its agent."""
    return rx.el.header(
        rx.cond(
            state.logo != "",
            rx.el.img(
                src=state.logo,
                alt="",
                class_name="mb-2 h-8 max-w-40 self-start object-contain",
            ),
            rx.fragment(),
        ),
        rx.cond(state.is_test, rx.el.p(words.is_test_page, class_name=TEST_LINE), rx.fragment()),
        rx.el.p(rx.el.bdi(state.app_name), class_name="text-muted"),
        rx.el.h1(rx.el.bdi(state.preset_name), class_name="text-2xl font-semibold tracking-tight"),
        rx.cond(state.duration > 0, _facts(state), rx.fragment()),
        class_name=[
            "flex flex-col gap-1 border-b border-line px-4 py-5 text-lg sm:px-8 md:border-b-0 md:border-e md:py-8",
            rx.cond(state.step == "shut", "hidden", ""),
        ],
    )


def _facts(state: steps.State) -> rx.Component:
    kinds = {"link": ("video", words.by_link), "phone": ("phone", words.by_phone)}
    return rx.el.ul(
        _fact("clock", words.fill("minutes_long", minutes=state.duration)),
        rx.match(
            state.call_kind,
            *((kind, _fact(glyph, label)) for kind, (glyph, label) in kinds.items()),
            _fact("message-circle", words.by_whatsapp),
        ),
        rx.cond(state.agent_name != "", _agent(state), rx.fragment()),
        class_name="mt-3 flex flex-wrap gap-x-6 gap-y-2 text-muted md:flex-col",
    )


def _agent(state: steps.State) -> rx.Component:
    return rx.el.li(
        rx.cond(state.agent_photo != "", steps.face(state.agent_photo, "size-6"), ui.icon("user")),
        rx.el.bdi(state.agent_name, class_name="min-w-0 truncate"),
        rx.cond(
            state.picks & ((state.step == "time") | (state.step == "details")),
            rx.el.button(
                words.change_this,
                type="button",
                aria_label=words.change_agent,
                on_click=state.back("agent"),
                class_name="-my-2.5 min-h-11 rounded-sm px-1 text-accent-ink underline-offset-2 hover:underline",
            ),
            rx.fragment(),
        ),
        class_name="flex items-center gap-2",
    )


def _fact(glyph: str, label: rx.Var[str]) -> rx.Component:
    return rx.el.li(ui.icon(glyph), label, class_name="flex items-center gap-2")
