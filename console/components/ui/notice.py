"""What the system says in passing. The frame shows it; `NoticeState._say` and `NoticeState.show` speak it."""

import reflex as rx

from console.components.ui.badge import TONES
from console.components.ui.button import icon_button
from console.components.ui.icon import icon
from console.state.notice import NoticeState
from console.state.words import words


def notice(close: rx.Var[str] = words.close) -> rx.Component:
    """The notice area: announced to screen readers; good news fades by itself, bad news waits to be closed by `close`."""
    return rx.el.div(
        rx.cond(NoticeState.text != "", _notice(close), rx.fragment()),
        aria_live="polite",
        class_name="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex justify-center px-4 md:bottom-6",
    )


def banner(*children, tone: str = "neutral", glyph: str = "info", class_name: str = "") -> rx.Component:
    """A standing remark inside a page: neutral, accent, success, warning or danger."""
    return rx.el.div(
        icon(glyph, class_name="mt-0.5"),
        rx.el.div(*children, class_name="min-w-0 flex-1"),
        class_name=["flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm", TONES[tone], class_name],
    )


def _notice(close: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.match(
            NoticeState.kind,
            ("success", icon("circle-check", class_name="text-success-ink")),
            ("danger", icon("circle-alert", class_name="text-danger-ink")),
            icon("info", class_name="text-accent-ink"),
        ),
        rx.el.p(NoticeState.text, class_name="min-w-0 flex-1 text-sm"),
        icon_button("x", close, on_click=NoticeState.close, class_name="-my-1 -me-2"),
        key=NoticeState.number,
        data_state="open",
        class_name=[
            "pop pointer-events-auto flex w-full max-w-md items-center gap-3",
            "rounded-md bg-raised px-4 py-3 shadow-high",
            rx.cond(NoticeState.kind == "danger", "", "fade-after-a-while"),
        ],
    )
