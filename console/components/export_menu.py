"""Taking along what a page shows: a file of everything that matches its filters."""

import reflex as rx

from console.components import ui
from console.state.session import SessionState
from console.state.words import words


def export_menu(table: str, filters: rx.Var[str], hint: rx.Var[str]) -> rx.Component:
    """The button with the two kinds of file of a table; `filters` is the page's own query, `hint` what is in the file."""

    def address(kind: str) -> rx.Var[str] | str:
        return "/app/" + SessionState.app + f"/{table}.{kind}" + filters

    return ui.menu(
        ui.button(rx.el.span(words.export, class_name="max-sm:sr-only"), kind="ghost", glyph="download"),
        ui.menu_label(hint),
        ui.menu_download(words.export_csv, to=address("csv"), glyph="file-text"),
        ui.menu_download(words.export_xlsx, to=address("xlsx"), glyph="table"),
        align="end",
    )
