"""`/app/[app_id]/clients`: the systems that call the API for the app, and their secrets."""

import reflex as rx

from console.components import ui
from console.components.client_form import client_forms
from console.components.client_keys import client_keys
from console.components.frame import frame
from console.components.listing import listing
from console.components.permitted import permitted
from console.components.usage_chart import usage_chart, usage_days
from console.state.client_rows import ClientRow
from console.state.clients import PAGE_SIZE, ClientsState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, ClientsState.load]

_WIDE = "max-md:hidden"
"""Columns that a narrow screen does without."""
_BROAD = "max-xl:hidden"
_SMALL = "text-xs text-faint"


def page() -> rx.Component:
    """The table, and the dialogs over it."""
    return frame(
        _search(),
        listing(ClientsState, _table(), rx.cond(ClientsState.clients > 0, _none_found(), _nothing())),
        _pages(),
        client_forms(),
        client_keys(
            ClientsState.keys,
            ClientsState.set_keys_open,
            title=words.fill("client_secret_title", name=ClientsState.chosen.name),
            description=words.client_secret_hint,
        ),
        _rotating(),
        _deleting(),
        usage_days(),
        title=words.clients,
        actions=[
            permitted(
                "edit_clients",
                ui.button(words.client_add, kind="primary", glyph="plus", on_click=ClientsState.open_new),
            )
        ],
    )


def _nothing() -> rx.Component:
    return ui.empty_state(words.client_none, words.client_none_hint, glyph="key-round")


def _none_found() -> rx.Component:
    return ui.empty_state(words.client_none_found, words.client_none_found_hint, glyph="search")


def _search() -> rx.Component:
    """A few clients are found by looking."""
    return rx.cond(
        ClientsState.clients > PAGE_SIZE,
        ui.search_input(
            words.client_search,
            value=ClientsState.search,
            on_change=ClientsState.search_for,
            class_name="w-full sm:w-64",
        ),
        rx.fragment(),
    )


def _pages() -> rx.Component:
    return rx.cond(
        ClientsState.is_last & (ClientsState.page == 0),
        rx.fragment(),
        ui.pagination(
            ClientsState.page_told,
            first=ClientsState.page == 0,
            last=ClientsState.is_last,
            on_previous=ClientsState.turn(-1),
            on_next=ClientsState.turn(1),
        ),
    )


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.member_name),
            ui.column(words.client_scopes, class_name=_WIDE),
            ui.column(words.client_apps, class_name=_BROAD),
            ui.column(words.client_usage, class_name=_WIDE),
            ui.column(words.client_last_use, class_name=_BROAD),
            ui.column(words.member_status),
            ui.column("", class_name="w-10"),
        ],
        rx.foreach(ClientsState.rows, _row),
        label=words.clients,
    )


def _row(row: ClientRow) -> rx.Component:
    return ui.row(
        ui.cell(
            rx.el.p(row.name, class_name=rx.cond(row.is_disabled, "truncate text-faint", "truncate font-medium")),
            rx.el.p(row.id, class_name=f"truncate font-mono {_SMALL}", title=row.id),
            rx.el.p(words.client_last_use, ": ", row.last_used, class_name=f"truncate {_SMALL} xl:hidden"),
            rx.el.p(row.remark, class_name=f"whitespace-normal {_SMALL} empty:hidden md:hidden"),
            rx.el.div(usage_chart(row), class_name="-mx-1 mt-1 md:hidden"),
            class_name="w-full max-w-0 py-1.5",
        ),
        ui.cell(row.scopes_told, class_name=f"text-muted {_WIDE}"),
        ui.cell(
            rx.el.p(row.apps_told, class_name="max-w-56 truncate", title=row.apps_told),
            class_name=f"text-muted {_BROAD}",
        ),
        ui.cell(usage_chart(row), class_name=f"py-0 {_WIDE}"),
        ui.cell(row.last_used, class_name=f"text-muted {_BROAD}"),
        ui.cell(
            ui.badge(row.status_label, row.tone),
            rx.el.p(row.remark, class_name=f"mt-0.5 {_SMALL} empty:hidden {_WIDE}"),
            class_name="py-1.5",
        ),
        ui.cell(rx.cond(row.is_ours, _acts(row), rx.fragment()), class_name="text-right"),
        data_client=row.id,
    )


def _acts(row: ClientRow) -> rx.Component:
    return ui.menu(
        ui.icon_button("ellipsis", words.fill("acts_on_member", name=row.name)),
        ui.menu_item(words.change, glyph="pencil", on_select=ClientsState.open_edit(row.id)),
        ui.menu_item(words.client_rotate, glyph="refresh-cw", on_select=ClientsState.ask_to_rotate(row.id)),
        rx.cond(
            row.is_disabled,
            ui.menu_item(words.client_enable, glyph="play", on_select=ClientsState.enable(row.id)),
            ui.menu_item(words.client_disable, glyph="pause", on_select=ClientsState.disable(row.id)),
        ),
        ui.menu_separator(),
        ui.menu_item(words.client_delete, glyph="trash-2", danger=True, on_select=ClientsState.ask_first(row.id)),
        align="end",
    )


def _rotating() -> rx.Component:
    return ui.question(
        _chosen(),
        title=words.client_rotate_title,
        description=words.client_rotate_hint,
        act=words.client_rotate_now,
        on_act=ClientsState.rotate(ClientsState.chosen.id),
        open=ClientsState.form == "rotate",
        on_open_change=ClientsState.set_form_open,
    )


def _deleting() -> rx.Component:
    return ui.question(
        _chosen(),
        title=words.client_delete_title,
        description=words.client_delete_hint,
        act=words.client_delete,
        on_act=ClientsState.delete,
        open=ClientsState.is_asking,
        on_open_change=ClientsState.set_asking,
    )


def _chosen() -> rx.Component:
    return rx.fragment(
        rx.el.p(ClientsState.chosen.name, class_name="font-medium"),
        rx.el.p(ClientsState.chosen.id, class_name="break-all font-mono text-xs text-muted"),
    )
