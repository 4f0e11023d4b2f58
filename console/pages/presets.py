"""`/app/[app_id]/presets`: the app's named terms, which of them is active, and the form for one."""

import reflex as rx

from console.components import ui
from console.components.frame import frame
from console.components.impact import impact
from console.components.listing import listing
from console.components.permitted import permitted
from console.components.preset_form import preset_form
from console.state.preset_rows import PresetRow
from console.state.presets import PresetsState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, PresetsState.load]

_WIDE = "max-lg:hidden"
"""Columns that a narrow screen does without."""
_BROAD = "max-xl:hidden"


def page() -> rx.Component:
    """The table, and the form over it."""
    return frame(
        listing(PresetsState, _table()),
        preset_form("new", words.preset_new, words.preset_new_hint),
        preset_form("change", words.fill("change_member", name=PresetsState.chosen_name), words.preset_change_hint),
        impact(),
        title=words.presets,
        actions=[
            permitted(
                "edit_presets",
                ui.button(words.preset_add, kind="primary", glyph="plus", on_click=PresetsState.open_new),
            )
        ],
    )


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.preset_name),
            ui.column(words.preset_lengths, class_name=_WIDE),
            ui.column(words.preset_call_kind, class_name=_WIDE),
            ui.column(words.preset_assignment_mode, class_name=_WIDE),
            ui.column(words.preset_agents_offered, class_name=_BROAD),
            ui.column(words.member_status),
            ui.column("", class_name="w-10"),
        ],
        rx.foreach(PresetsState.rows, _row),
        label=words.presets,
    )


def _row(row: PresetRow) -> rx.Component:
    return ui.row(
        ui.cell(
            rx.el.p(row.name, class_name="truncate font-medium"),
            rx.el.p(row.slug, class_name="truncate text-xs text-faint"),
            class_name="max-w-48 py-1.5",
        ),
        ui.cell(row.lengths, class_name=f"text-muted {_WIDE}"),
        ui.cell(row.call_kind, class_name=f"text-muted {_WIDE}"),
        ui.cell(row.assignment, class_name=f"text-muted {_WIDE}"),
        ui.cell(row.agents, class_name=f"text-muted {_BROAD}"),
        ui.cell(
            rx.cond(row.is_active, ui.badge(words.preset_active, "success"), rx.fragment()),
            rx.cond(row.is_off, ui.badge(words.preset_off, "warning"), rx.fragment()),
            class_name="space-x-1",
        ),
        ui.cell(permitted("edit_presets", _acts(row)), class_name="text-right"),
    )


def _acts(row: PresetRow) -> rx.Component:
    return ui.menu(
        ui.icon_button("ellipsis", words.fill("acts_on_member", name=row.name)),
        ui.menu_item(words.change, glyph="pencil", on_select=PresetsState.open_change(row.id)),
        rx.cond(
            row.is_active,
            rx.fragment(),
            ui.menu_item(words.preset_activate, glyph="check", on_select=PresetsState.activate(row.id)),
        ),
        align="end",
    )
