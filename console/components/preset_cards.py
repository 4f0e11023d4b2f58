"""The presets of an app as cards: what customers are offered, the link to it, and what can be done to each."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copied
from console.components.link_code import code_button
from console.components.permitted import permitted
from console.state.link_code import LinkCodeState
from console.state.preset_rows import PresetRow
from console.state.presets import PresetsState
from console.state.words import words

_MANY = 6
"""From here on there is a search."""


def preset_cards() -> rx.Component:
    """The search, and the cards that it finds."""
    return rx.el.div(
        rx.cond(
            PresetsState.rows.length() > _MANY,
            ui.search_input(
                words.preset_search, value=PresetsState.searched, on_change=PresetsState.search, class_name="max-w-sm"
            ),
            rx.fragment(),
        ),
        rx.el.ul(
            rx.foreach(PresetsState.shown, _card),
            aria_label=words.presets,
            class_name="grid gap-4",
            style={"gridTemplateColumns": "repeat(auto-fill, minmax(min(19rem, 100%), 1fr))"},
        ),
        rx.cond(
            PresetsState.shown.length() == 0,
            rx.el.p(words.preset_none_found, role="status", class_name="text-sm text-muted"),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-4",
    )


def put_away() -> rx.Component:
    """The question before a preset is put away."""
    return ui.question(
        rx.el.p(PresetsState.asked_of.name, class_name="font-medium"),
        rx.el.p(PresetsState.asked_of.url, class_name="break-all font-mono text-xs text-muted"),
        title=words.preset_archive_title,
        description=words.preset_archive_hint,
        act=words.preset_archive,
        on_act=PresetsState.archive,
        open=PresetsState.is_asking,
        on_open_change=PresetsState.set_asking,
    )


def _card(row: PresetRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h2(row.name, title=row.name, class_name="truncate text-base font-semibold"),
                rx.el.p(
                    row.url, id="link-" + row.id, title=row.url, class_name="truncate font-mono text-xs text-faint"
                ),
                class_name="min-w-0 flex-1",
            ),
            rx.cond(row.is_active, ui.badge(words.preset_active, "success"), rx.fragment()),
            rx.cond(row.is_off, ui.badge(words.preset_off, "warning"), rx.fragment()),
            permitted("edit_presets", _acts(row)),
            class_name="flex items-start gap-2",
        ),
        rx.el.ul(
            _fact("clock", row.lengths),
            rx.match(
                row.kind,
                ("link", _fact("video", row.call_kind)),
                ("phone", _fact("phone", row.call_kind)),
                _fact("message-circle", row.call_kind),
            ),
            _fact("users", row.assignment + " · " + row.agents),
            _fact("calendar-range", row.period),
            class_name="flex flex-1 flex-col gap-1.5 text-sm text-muted",
        ),
        rx.el.div(
            permitted(
                "edit_presets",
                ui.button(
                    words.change,
                    aria_label=words.fill("change_member", name=row.name),
                    glyph="pencil",
                    on_click=PresetsState.open_change(row.id),
                ),
            ),
            rx.el.span(class_name="flex-1"),
            ui.icon_button("copy", words.fill("copy_what", name=row.url), on_click=copied("link-" + row.id)),
            code_button(row.name, LinkCodeState.show_preset(row.id)),
            rx.el.a(
                ui.icon("external-link"),
                href=row.url,
                target="_blank",
                rel="noopener",
                aria_label=words.fill("preset_open", name=row.name),
                title=words.fill("preset_open", name=row.name),
                class_name="grid size-8 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink",
            ),
            class_name="flex items-center gap-1 border-t border-line pt-4",
        ),
        class_name="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4",
    )


def _fact(glyph: str, told: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        ui.icon(glyph, size=14, class_name="mt-0.5 shrink-0 text-faint"),
        rx.el.span(told, class_name="min-w-0 break-words"),
        class_name="flex items-start gap-2",
    )


def _acts(row: PresetRow) -> rx.Component:
    return ui.menu(
        ui.icon_button("ellipsis", words.fill("acts_on_member", name=row.name), class_name="-mr-2 -mt-1"),
        ui.menu_item(words.preset_copy, glyph="copy-plus", on_select=PresetsState.open_copy(row.id)),
        rx.cond(
            row.is_active,
            rx.fragment(),
            rx.fragment(
                ui.menu_item(words.preset_activate, glyph="check", on_select=PresetsState.activate(row.id)),
                ui.menu_item(words.preset_forward, glyph="arrow-left", on_select=PresetsState.move(row.id, -1)),
                ui.menu_item(words.preset_backward, glyph="arrow-right", on_select=PresetsState.move(row.id, 1)),
                ui.menu_separator(),
                ui.menu_item(
                    words.preset_archive, glyph="archive", danger=True, on_select=PresetsState.ask_to_archive(row.id)
                ),
            ),
        ),
        align="end",
    )
