"""The bell: a person's notices behind a button with their number, and the dialog in which they choose what comes."""

import reflex as rx

from console.components import ui
from console.components.herald import Herald, HeraldSwitch
from console.scheduling.messages.notice_rows import NoticeRow
from console.state.bell import BellState, ChoiceRow
from console.state.words import words

_MOST_TOLD = 99
"""More is hardly more, and has no room."""


def bell(align: str = "start") -> rx.Component:
    """The button with its list; nothing for who is told nothing."""
    return rx.cond(BellState.choices.length() > 0, _bell(align), rx.fragment())


def bell_parts() -> rx.Component:
    """What a page has once, wherever its bells are: the dialog, and what speaks."""
    return rx.fragment(
        Herald.create(
            notice=BellState.spoken.id,
            loud=BellState.spoken.is_loud,
            title=BellState.spoken.said,
            text=BellState.spoken.detail,
            unread=BellState.unread,
            on_open=BellState.open_spoken,
        ),
        _choices(),
    )


def _bell(align: str) -> rx.Component:
    state = BellState
    return ui.menu(
        rx.el.button(
            ui.icon("bell"),
            rx.cond(
                state.unread > 0,
                rx.el.span(
                    rx.cond(state.unread > _MOST_TOLD, f"{_MOST_TOLD}+", state.unread.to_string()),
                    aria_hidden="true",
                    class_name=(
                        "absolute -right-0.5 -top-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 "
                        "text-[10px] font-semibold leading-none text-on-accent tabular"
                    ),
                ),
                rx.fragment(),
            ),
            type="button",
            aria_label=rx.cond(state.unread > 0, words.fill("notices_unread", count=state.unread), words.notices),
            class_name=(
                "relative grid size-9 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
            ),
        ),
        ui.menu_label(words.notices),
        rx.cond(
            state.rows.length() > 0,
            rx.el.div(
                rx.foreach(state.rows, _notice),
                role="group",
                aria_label=words.notices,
                tab_index=0,  # it scrolls
                class_name="max-h-[60dvh] overflow-y-auto outline-none",
            ),
            rx.el.p(words.notices_none, class_name="px-2 py-3 text-sm text-muted"),
        ),
        ui.menu_separator(),
        rx.cond(
            state.unread > 0,
            ui.menu_item(words.notices_read_all, glyph="check-check", on_select=state.read_all),
            rx.fragment(),
        ),
        ui.menu_item(words.notices_choose, glyph="sliders-horizontal", on_select=state.set_choosing(True)),
        align=align,
        class_name="w-80",
    )


def _notice(row: NoticeRow) -> rx.Component:
    return ui.menu_story(
        rx.el.span(
            aria_hidden="true",
            class_name=["mt-1.5 size-2 shrink-0 rounded-full", rx.cond(row.is_read, "", "bg-accent")],
        ),
        rx.el.span(
            rx.el.span(
                row.said, class_name=["block break-words", rx.cond(row.is_read, "text-muted", "font-medium text-ink")]
            ),
            rx.el.span(
                rx.cond(row.is_read, rx.fragment(), rx.el.span(words.notices_new, " ", class_name="sr-only")),
                rx.cond(row.detail != "", row.detail + " · ", ""),
                row.ago,
                class_name="block text-xs text-faint tabular",
            ),
            class_name="min-w-0 flex-1",
        ),
        to=row.path,
        on_select=BellState.read(row.id),
    )


def _choices() -> rx.Component:
    state = BellState
    return ui.dialog(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(words.notices_of, scope="col", class_name="py-1.5 text-left font-medium"),
                    *(
                        rx.el.th(name, scope="col", class_name="w-16 py-1.5 text-center font-medium")
                        for name in (words.by_email, words.in_browser)
                    ),
                    class_name="text-xs text-muted",
                )
            ),
            rx.el.tbody(rx.foreach(state.choices, _choice)),
            class_name="w-full text-sm",
        ),
        rx.el.h3(words.notices_this_browser, class_name="mt-5 text-sm font-semibold"),
        rx.el.div(
            HeraldSwitch.create(
                name="desktop",
                label=words.notices_desktop,
                hint=words.notices_desktop_hint,
                refused=words.notices_desktop_refused,
            ),
            HeraldSwitch.create(name="sound", label=words.notices_sound, hint=words.notices_sound_hint, refused=""),
            class_name="mt-2 flex flex-col gap-3",
        ),
        title=words.notices_choose,
        description=words.notices_choose_hint,
        footer=[ui.button(words.close, on_click=state.set_choosing(False))],
        open=state.is_choosing,
        on_open_change=state.set_choosing,
    )


def _choice(row: ChoiceRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            row.label,
            rx.el.span(row.hint, class_name="block text-xs font-normal text-faint"),
            scope="row",
            class_name="py-2 pr-3 text-left font-normal",
        ),
        *(
            rx.el.td(
                rx.el.input(
                    type="checkbox",
                    checked=value,
                    on_change=lambda wanted, way=way: BellState.choose(row.topic, way, wanted),
                    aria_label=words.fill(name, topic=row.label),
                    class_name="size-4 rounded-sm accent-accent",
                ),
                class_name="text-center",
            )
            for way, value, name in (
                ("email", row.email, "notices_by_email"),
                ("browser", row.browser, "notices_in_browser"),
            )
        ),
        class_name="border-t border-line",
    )
