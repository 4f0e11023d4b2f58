"""The row of named views, and the form that keeps or changes one."""

import reflex as rx

from console.components import ui
from console.state.saved_views import SavedViewsState
from console.state.words import words

_VIEW = (
    "inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 text-sm text-muted hover:bg-hover "
    "hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
)
"""Quieter than the tabs of the pages above."""
_PENCIL = (
    "grid size-6 shrink-0 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink "
    "[@media(hover:hover)]:opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
)
"""In sight where the pointer is; always where there is none."""


def saved_views(is_loaded: rx.Var[bool]) -> rx.Component:
    """All calls, and each view that one keeps or is shown; nothing before there is one to show or to keep."""
    state = SavedViewsState
    return rx.cond(
        has_views(),
        rx.el.div(
            rx.el.nav(
                ui.link(
                    words.all_calls,
                    to=state.plain,
                    aria_current=rx.cond(state.is_plain, "page", "false"),
                    class_name=_VIEW,
                ),
                rx.foreach(state.tabs, _tab),
                aria_label=words.views,
                class_name="-ml-2.5 flex min-w-0 gap-1 overflow-x-auto p-0.5",
            ),
            rx.cond(
                _is_new() & is_loaded,
                ui.button(words.view_save, kind="ghost", size="sm", glyph="bookmark-plus", on_click=state.open_new),
                rx.fragment(),
            ),
            class_name="flex items-center justify-between gap-3",
        ),
        rx.fragment(),
    )


def has_views() -> rx.Var[bool]:
    """Whether the tabs are there."""
    return (SavedViewsState.tabs.length() > 0) | _is_new()


def _is_new() -> rx.Var[bool]:
    """Whether what is shown is kept under no name yet."""
    return (SavedViewsState.current == "") & ~SavedViewsState.is_plain


def view_form() -> rx.Component:
    """A view's name and who is shown it; for one that is kept already, other filters or its end too."""
    state = SavedViewsState
    is_kept = state.edited.id != ""
    return ui.dialog(
        rx.el.form(
            ui.field(
                words.view_name,
                name="name",
                id="view-name",
                default_value=state.edited.name,
                required=True,
                max_length=60,
                auto_complete="off",
                error=state.problem,
            ),
            rx.cond(
                state.may_share,
                ui.checkbox(
                    words.view_shared,
                    hint=words.view_shared_hint,
                    name="is_shared",
                    default_checked=state.edited.is_shared,
                ),
                rx.fragment(),
            ),
            rx.cond(
                is_kept,
                rx.el.div(
                    rx.cond(
                        state.current != state.edited.id,
                        ui.button(words.view_replace, size="sm", glyph="refresh-cw", on_click=state.replace),
                        rx.fragment(),
                    ),
                    ui.button(words.view_delete, size="sm", glyph="trash-2", on_click=state.set_deleting(True)),
                    class_name="flex flex-wrap gap-2 border-t border-line pt-4",
                ),
                rx.fragment(),
            ),
            id="view-form",
            key=state.edited.id,
            on_submit=state.save,
            class_name="flex flex-col gap-4",
        ),
        title=rx.cond(is_kept, words.view_change, words.view_save),
        description=rx.cond(is_kept, "", words.view_save_hint),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(words.save, type="submit", form="view-form", kind="primary"),
        ],
        open=state.is_open,
        on_open_change=state.set_open,
    )


def view_question() -> rx.Component:
    """Before a view goes."""
    state = SavedViewsState
    return ui.question(
        title=words.fill("view_delete_title", name=state.edited.name),
        description=rx.cond(state.edited.is_shared, words.view_delete_hint_shared, words.view_delete_hint),
        act=words.view_delete,
        on_act=state.delete,
        open=state.is_deleting,
        on_open_change=state.set_deleting,
    )


def _tab(tab: rx.Var) -> rx.Component:
    return rx.el.span(
        ui.link(
            rx.cond(tab.is_shared, ui.icon("users", size=14, class_name="text-faint"), rx.fragment()),
            tab.name,
            to=tab.address,
            title=tab.hint,
            aria_current=rx.cond(SavedViewsState.current == tab.id, "page", "false"),
            class_name=_VIEW,
        ),
        rx.cond(
            tab.may_change,
            rx.el.button(
                ui.icon("pencil", size=12),
                type="button",
                aria_label=words.fill("view_change_named", name=tab.name),
                on_click=SavedViewsState.open_edit(tab.id),
                class_name=_PENCIL,
            ),
            rx.fragment(),
        ),
        key=tab.id,
        class_name="group inline-flex shrink-0 items-center gap-0.5",
    )
