"""Closures from a calendar file, in one dialog: choose or drop it, see what would be added, and add it."""

import reflex as rx

from console.components import ui
from console.components.file_choice import file_choice
from console.components.file_dialog import file_dialog
from console.components.once import once
from console.state.closure_file import ClosureFileState, FileTimeRow
from console.state.exceptions import ExceptionsState
from console.state.words import words


def closure_file() -> rx.Component:
    """The dialog, which comes when it is first opened."""
    return once(closure_file_dialog, wanted=ClosureFileState.is_open)


@rx.memo
def closure_file_dialog() -> rx.Component:
    """The dialog, as `once` shows it."""
    state = ClosureFileState
    return file_dialog(
        state,
        is_read=state.is_read,
        read=_read(),
        choice=_choice(),
        title=words.closure_file_title,
        description=rx.cond(
            state.whose == "app",
            words.closure_file_of_app,
            words.fill("closure_file_of_agent", name=ExceptionsState.agent_name),
        ),
        footer=_footer(),
    )


def _choice() -> rx.Component:
    return rx.fragment(
        file_choice(
            "closure-file",
            label=words.closure_file_drop,
            limits=words.closure_file_limits,
            accept=".ics,.ical,text/calendar",
            on_read=ClosureFileState.take_file,
        ),
        rx.el.p(
            rx.cond(ClosureFileState.is_working, words.closure_file_reading, ""),
            role="status",
            class_name="text-sm text-muted empty:hidden",
        ),
    )


def _read() -> rx.Component:
    state = ClosureFileState
    return rx.fragment(
        rx.cond(
            state.rows.length() > 0,
            rx.el.ul(
                rx.foreach(state.rows, _row),
                tab_index=0,  # it scrolls: the keyboard must get there
                aria_label=words.closure_file_times,
                class_name="max-h-[50dvh] overflow-y-auto rounded-md border border-line",
            ),
            rx.el.p(words.closure_file_empty, class_name="rounded-md bg-sunken px-3 py-2.5 text-sm text-muted"),
        ),
        rx.cond(
            state.left_out != "",
            rx.el.p(words.fill("closure_file_left_out", what=state.left_out), class_name="text-sm text-muted"),
            rx.fragment(),
        ),
    )


def _row(row: FileTimeRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row.time, class_name="tabular"),
            rx.cond(row.name != "", rx.el.p(row.name, class_name="break-words text-xs text-faint"), rx.fragment()),
            class_name="min-w-0 flex-1",
        ),
        ui.badge(row.told, row.tone),
        class_name="flex min-h-10 items-center gap-2 border-t border-line px-3 py-1.5 text-sm first:border-t-0",
    )


def _footer() -> rx.Component:
    state = ClosureFileState
    return rx.cond(
        state.is_read,
        rx.fragment(
            ui.button(words.members_file_another, kind="ghost", on_click=state.start_over),
            rx.cond(
                state.good > 0,
                ui.button(words.fill("closure_file_act", count=state.good), kind="primary", on_click=state.apply),
                rx.fragment(),
            ),
        ),
        ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
    )
