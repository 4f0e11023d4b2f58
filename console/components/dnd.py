"""Do not disturb: quick blocks from now on, one of one's own choosing, those that are set, and the question before."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.components.impact import impact
from console.state.dnd import DndState
from console.state.words import words

_QUICK = (15, 30, 60)


def dnd() -> rx.Component:
    """The whole panel, with its question."""
    return rx.el.section(
        rx.el.h2(words.do_not_disturb, id="dnd", class_name="text-base font-semibold"),
        rx.el.p(words.dnd_hint, class_name="mt-0.5 text-sm text-muted"),
        _windows(),
        rx.el.div(
            *(
                ui.button(words.fill("for_minutes", minutes=str(minutes)), on_click=DndState.set_for(minutes))
                for minutes in _QUICK
            ),
            role="group",
            aria_label=words.from_now,
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        _between(),
        refusal(DndState.refusal, "dnd-refusal"),
        impact(),
        aria_labelledby="dnd",
        class_name="rounded-lg border border-line bg-surface p-4",
    )


def _windows() -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            DndState.windows,
            lambda window: rx.el.li(
                ui.icon("bell-off", size=14, class_name="text-faint"),
                rx.el.span(window.time, class_name="min-w-0 flex-1 tabular"),
                rx.cond(window.is_now, ui.badge(words.at_this_moment, "warning"), rx.fragment()),
                ui.icon_button("x", words.fill("remove_dnd", time=window.time), on_click=DndState.remove(window.id)),
                class_name="flex h-9 items-center gap-2 text-sm",
            ),
        ),
        class_name="mt-3 flex flex-col empty:hidden",
    )


def _between() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            words.dnd_other_times,
            class_name="w-fit cursor-pointer list-none rounded-sm text-sm text-accent-ink hover:underline",
        ),
        rx.el.form(
            ui.field(words.from_date, name="from_day", type="date", required=True),
            ui.field(words.label_time, name="from_clock", type="time", required=True),
            ui.field(words.to_date, name="to_day", type="date", required=True),
            ui.field(words.label_time, name="to_clock", id="to_clock", type="time", required=True),
            ui.button(words.set_dnd, type="submit", class_name="col-span-2 justify-self-end"),
            on_submit=DndState.set_between,
            class_name="mt-3 grid grid-cols-[3fr_2fr] gap-3",
        ),
        class_name="mt-3",
    )
