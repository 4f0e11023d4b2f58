"""What the dialogs share that take a file: choosing it, what each of its lines comes to, and doing what is good of it."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from console.components import ui
from console.state.words import words


def file_dialog(
    state: Any, *, is_read: Any, read: rx.Component, choice: rx.Component, title: Any, description: Any, footer: Any
) -> rx.Component:
    """The dialog over `state.is_open`: why a file cannot be taken, then the choice of one, or what was `read` in it."""
    return ui.dialog(
        rx.el.div(
            rx.cond(state.problem != "", ui.banner(state.problem, tone="danger", glyph="circle-alert"), rx.fragment()),
            rx.cond(is_read, read, choice),
            class_name="flex flex-col gap-4",
        ),
        title=title,
        description=description,
        footer=[footer],
        wide=True,
        open=state.is_open,
        on_open_change=state.set_open,
    )


def download_link(label: rx.Var[str], *, href: Any, name: str) -> rx.Component:
    """A file to begin with."""
    return rx.el.a(
        ui.icon("download", size=14),
        label,
        href=href,
        download=name,
        target="_blank",
        class_name="inline-flex items-center gap-1.5 self-start text-sm text-accent-ink hover:underline",
    )


def pasted_lines(id: str, example: str, on_submit: Any) -> rx.Component:
    """The same lines without a file."""
    return rx.el.form(
        ui.field(
            words.members_file_paste,
            ui.textarea,
            name="pasted",
            rows=5,
            required=True,
            max_length=900_000,
            spell_check=False,
            placeholder=example,
        ),
        id=id,
        on_submit=on_submit,
    )


def lines_table(
    state: Any, *, label: rx.Var[str], who: rx.Var[str], told: Callable[[Any], rx.Component]
) -> rx.Component:
    """What each line comes to. `told` says whom a line is about, under the heading `who`."""
    return rx.fragment(
        ui.table(
            [
                ui.column(words.members_file_line, class_name="w-12 text-right max-sm:hidden"),
                ui.column(who),
                ui.column(words.members_file_what),
                ui.column(words.members_file_detail, class_name="max-sm:hidden"),
            ],
            rx.foreach(state.lines, lambda line: _line(line, told(line))),
            label=label,
            class_name="max-h-80 overflow-y-auto",
            tab_index=0,
        ),
        rx.cond(
            state.unshown > 0,
            rx.el.p(words.fill("members_file_more", count=state.unshown), class_name="text-sm text-muted"),
            rx.fragment(),
        ),
    )


def line_acts(state: Any, *, act: str, act_good: str, form: str, **working: Any) -> rx.Component:
    """Another file, or what is good of this one (a word for all of it and one for a part); else look at what is pasted."""
    return rx.cond(
        state.lines.length() > 0,
        rx.fragment(
            ui.button(words.members_file_another, kind="ghost", on_click=state.start_over),
            rx.cond(
                state.good > 0,
                ui.button(
                    rx.cond(state.bad > 0, words.fill(act_good, count=state.good), words.fill(act, count=state.good)),
                    kind="primary",
                    on_click=state.apply,
                    **working,
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(words.members_file_check, kind="primary", type="submit", form=form),
        ),
    )


def _line(line: Any, told: rx.Component) -> rx.Component:
    return ui.row(
        ui.cell(line.line, class_name="text-right align-top py-2 text-faint max-sm:hidden"),
        ui.cell(
            told,
            rx.el.p(
                line.detail, class_name="mt-1 max-w-40 whitespace-normal text-xs text-muted empty:hidden sm:hidden"
            ),
            class_name="align-top py-2",
        ),
        ui.cell(ui.badge(line.told, line.tone), class_name="align-top py-2"),
        ui.cell(
            rx.el.p(line.detail, class_name="whitespace-normal text-xs text-muted"),
            class_name="align-top py-2 max-sm:hidden",
        ),
        key=line.line,
    )
