"""Taking along what the master view shows: a file of every call that matches its filters."""

import reflex as rx

from console.components import ui
from console.state.bookings import BookingsState
from console.state.session import SessionState
from console.state.words import words


def export_menu() -> rx.Component:
    """The button with the two kinds of file; nothing for who may not."""
    return rx.cond(
        BookingsState.may_export,
        ui.menu(
            ui.button(rx.el.span(words.export, class_name="max-sm:sr-only"), kind="ghost", glyph="download"),
            ui.menu_label(words.export_hint),
            ui.menu_download(words.export_csv, to=_address("csv"), glyph="file-text"),
            ui.menu_download(words.export_xlsx, to=_address("xlsx"), glyph="table"),
            align="end",
        ),
        rx.fragment(),
    )


def _address(kind: str) -> rx.Var[str] | str:
    return "/app/" + SessionState.app + f"/scheduled-calls.{kind}" + BookingsState.exported
