"""The browsers one is signed in with."""

import reflex as rx

from console.components import ui
from console.state.browsers import BrowserRow, BrowsersState
from console.state.words import words


def browsers() -> rx.Component:
    """The panel of one's profile."""
    state = BrowsersState
    return ui.panel(
        words.browsers,
        rx.cond(
            state.is_loaded,
            rx.el.ul(rx.foreach(state.rows, _row), aria_labelledby="browsers", class_name="mt-3"),
            ui.skeleton(class_name="mt-4 h-10"),
        ),
        rx.cond(
            state.rows.length() > 1,
            rx.el.div(
                ui.button(words.browsers_end_others, on_click=state.end_others),
                class_name="mt-3 flex justify-end border-t border-line pt-4",
            ),
            rx.fragment(),
        ),
        hint=words.browsers_hint,
        id="browsers",
    )


def _row(row: BrowserRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(row.is_phone, ui.icon("smartphone", size=18), ui.icon("monitor", size=18)), class_name="text-faint"
        ),
        rx.el.div(
            rx.el.p(row.name, class_name="truncate font-medium"),
            rx.el.p(
                rx.cond(row.address != "", row.address + " · ", ""), row.seen, class_name="text-xs text-muted tabular"
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            row.is_this,
            ui.badge(words.browser_this, "accent"),
            ui.button(
                words.sign_out,
                size="sm",
                aria_label=words.fill("browser_end", browser=row.name),
                on_click=BrowsersState.end(row.id),
            ),
        ),
        class_name="flex min-h-12 items-center gap-3 border-t border-line py-2 text-sm first:border-t-0",
    )
