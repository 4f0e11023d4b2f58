"""What somebody else has just done to the booking that is open."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.section import KEEP_PLACE
from console.components.mounted import mounted
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def news(state: type[CallDrawerState]) -> rx.Component:
    """Who changed it just now, and what; it stays until it is put away, or this person acts. It is announced."""
    return rx.el.div(
        rx.cond(
            state.news.title != "",
            ui.banner(
                rx.el.div(
                    rx.el.div(
                        rx.el.p(state.news.title, class_name="font-medium"),
                        rx.foreach(
                            state.news.lines,
                            lambda line: rx.el.p(line.who, " ", line.what, class_name="tabular break-words"),
                        ),
                        class_name="min-w-0 flex-1",
                    ),
                    ui.icon_button("x", words.close, on_click=state.put_news_away, class_name="-my-1.5 -mr-2"),
                    mounted(KEEP_PLACE),
                    class_name="flex items-start gap-2",
                ),
                tone="accent",
                glyph="user-pen",
            ),
            rx.fragment(),
        ),
        role="status",
        class_name="empty:hidden",
    )
