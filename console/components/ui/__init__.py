"""The kit: every control of the console, each with its states (hover, focus, disabled, busy, error) in both themes.

`from console.components import ui`, then `ui.button(...)`. `console.pages.gallery` shows them all in development.
"""

from console.components.ui.badge import badge
from console.components.ui.button import button, icon_button, link, link_button, spinner, way_out
from console.components.ui.dialog import dialog, drawer, question
from console.components.ui.empty_state import empty_state, not_loaded
from console.components.ui.field import checkbox, field, search_input, select, text_input, textarea
from console.components.ui.icon import icon
from console.components.ui.menu import (
    menu,
    menu_choice,
    menu_download,
    menu_form,
    menu_item,
    menu_label,
    menu_link,
    menu_separator,
    menu_story,
)
from console.components.ui.notice import banner, notice
from console.components.ui.pagination import pagination
from console.components.ui.panel import panel
from console.components.ui.skeleton import skeleton, skeleton_form, skeleton_rows, skeleton_text, waiting
from console.components.ui.table import cell, column, row, table
from console.components.ui.tabs import tabs

__all__ = [
    "badge",
    "banner",
    "button",
    "cell",
    "checkbox",
    "column",
    "dialog",
    "drawer",
    "empty_state",
    "field",
    "icon",
    "icon_button",
    "link",
    "link_button",
    "menu",
    "menu_choice",
    "menu_download",
    "menu_form",
    "menu_item",
    "menu_label",
    "menu_link",
    "menu_separator",
    "menu_story",
    "not_loaded",
    "notice",
    "pagination",
    "panel",
    "question",
    "row",
    "search_input",
    "select",
    "skeleton",
    "skeleton_form",
    "skeleton_rows",
    "skeleton_text",
    "spinner",
    "table",
    "tabs",
    "text_input",
    "textarea",
    "waiting",
    "way_out",
]
