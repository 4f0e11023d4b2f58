"""The settings page's part about test apps: what one is, the app's own, and a way to make and to delete one."""

import reflex as rx

from console.components import ui
from console.components.client_keys import client_keys
from console.state.app_copies import AppCopiesState, CopyRow
from console.state.session import SessionState
from console.state.words import words

_NAME = "block truncate text-sm font-medium"
_LINK = "text-accent-ink hover:underline"


def app_copies() -> rx.Component:
    """The app's test apps; in a test app, whose it is."""
    return rx.fragment(
        rx.cond(AppCopiesState.original != "", _within(), _copies()),
        client_keys(
            AppCopiesState.keys,
            AppCopiesState.set_keys_open,
            title=words.fill("test_app_ready", name=AppCopiesState.chosen.name),
            description=words.test_app_ready_hint,
        ),
        _question(),
    )


def _within() -> rx.Component:
    return rx.fragment(
        rx.el.p(words.fill("test_app_of", name=AppCopiesState.original), class_name="mt-0.5 text-sm text-muted"),
        rx.el.div(
            ui.button(words.test_app_delete, glyph="trash-2", on_click=AppCopiesState.ask_to_delete(SessionState.app)),
            class_name="mt-4 flex justify-end border-t border-line pt-4",
        ),
    )


def _copies() -> rx.Component:
    return rx.fragment(
        rx.el.p(words.test_apps_hint, class_name="mt-0.5 text-sm text-muted"),
        rx.cond(
            AppCopiesState.copies.length() > 0,
            rx.el.ul(
                rx.foreach(AppCopiesState.copies, _copy),
                aria_label=words.test_apps,
                class_name="mt-4 divide-y divide-line rounded-md border border-line",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            ui.button(
                words.copy_as_test, glyph="copy-plus", busy=AppCopiesState.is_copying, on_click=AppCopiesState.copy
            ),
            class_name="mt-4 flex justify-end border-t border-line pt-4",
        ),
    )


def _copy(copy: CopyRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(
                copy.is_ours,
                ui.link(copy.name, to="/app/" + copy.id + "/scheduled-calls", class_name=f"{_NAME} {_LINK}"),
                rx.el.span(copy.name, class_name=_NAME),
            ),
            rx.el.p(copy.id, class_name="truncate font-mono text-xs text-faint"),
            rx.el.p(copy.made, class_name="truncate text-xs text-faint"),
            class_name="min-w-0 flex-1",
        ),
        ui.icon_button(
            "trash-2",
            words.fill("test_app_delete_named", name=copy.name),
            on_click=AppCopiesState.ask_to_delete(copy.id),
        ),
        class_name="flex items-center gap-2 py-2 pl-3 pr-2",
    )


def _question() -> rx.Component:
    return ui.question(
        rx.el.p(AppCopiesState.chosen.name, class_name="font-medium"),
        rx.el.p(AppCopiesState.chosen.id, class_name="break-all font-mono text-xs text-muted"),
        title=words.test_app_delete_title,
        description=words.test_app_delete_hint,
        act=words.test_app_delete,
        on_act=AppCopiesState.delete,
        open=AppCopiesState.is_deleting,
        on_open_change=AppCopiesState.set_deleting,
    )
