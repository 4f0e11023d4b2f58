"""The timeline as a story: who did what and why, day by day."""

import reflex as rx

from console.components.booking_drawer.section import section
from console.components.draw_table import draw_table
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def story(state: type[CallDrawerState]) -> rx.Component:
    """Oldest first, so that it reads from the booking on."""
    return section(
        words.section_timeline,
        rx.foreach(
            state.sheet.story,
            lambda day: rx.el.div(
                rx.el.h4(day.day, class_name="mb-2 text-xs font-medium text-muted"),
                rx.el.ol(
                    rx.foreach(day.lines, lambda line: _line(state, line)), class_name="ml-1 border-l border-line"
                ),
                class_name="mb-4 last:mb-0",
            ),
        ),
    )


def _line(state: type[CallDrawerState], line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="absolute -left-[5px] top-1.5 size-2 rounded-full bg-line-strong ring-4 ring-raised"),
        rx.el.p(
            rx.el.span(line.who, class_name="font-medium text-ink"),
            " ",
            line.what,
            class_name="break-words text-muted",
        ),
        rx.cond(line.detail != "", rx.el.p(line.detail, class_name="text-muted"), rx.fragment()),
        rx.cond(
            line.draw.rows.length() > 0,
            draw_table(line.draw, on_show_all=state.show_whole_draw(line.id)),
            rx.fragment(),
        ),
        rx.el.p(
            rx.el.time(line.when, date_time=line.at),
            rx.cond(line.via != "", " · " + line.via, ""),
            class_name="text-xs text-faint",
        ),
        data_event=line.event,
        data_source=line.source,
        class_name="relative pb-4 pl-5 text-sm tabular last:pb-0",
    )
