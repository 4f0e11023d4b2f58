"""A roster from a file, in one dialog: choose or drop it, see what each line comes to, and take it."""

import reflex as rx

from console.components import ui
from console.components.file_choice import file_choice
from console.state.roster import RosterState, ShiftLine
from console.state.words import words


def roster() -> rx.Component:
    """The dialog."""
    state = RosterState
    has_lines = state.lines.length() > 0
    return ui.dialog(
        rx.el.div(
            rx.cond(state.problem != "", ui.banner(state.problem, tone="danger", glyph="circle-alert"), rx.fragment()),
            rx.cond(has_lines, _lines(), _choice()),
            class_name="flex flex-col gap-4",
        ),
        title=words.roster_title,
        description=rx.cond(has_lines, state.summary, words.roster_hint),
        footer=[_footer()],
        wide=True,
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _choice() -> rx.Component:
    return rx.fragment(
        file_choice(
            "roster-file",
            label=words.members_file_drop,
            limits=words.roster_limits,
            accept=".csv,.tsv,.txt,text/csv",
            on_read=RosterState.take_file,
        ),
        rx.el.a(
            ui.icon("download", size=14),
            words.roster_download,
            href=RosterState.download,
            download="roster.csv",
            target="_blank",
            class_name="inline-flex items-center gap-1.5 self-start text-sm text-accent-ink hover:underline",
        ),
        rx.el.form(
            ui.field(
                words.members_file_paste,
                ui.textarea,
                name="pasted",
                rows=5,
                required=True,
                max_length=900_000,
                spell_check=False,
                placeholder="agent,date,start,end,zone\ncamila@example.com,2027-05-31,22:00,06:00,America/Bogota",
            ),
            id="roster-paste",
            on_submit=RosterState.take_text,
        ),
    )


def _lines() -> rx.Component:
    state = RosterState
    return rx.fragment(
        ui.table(
            [
                ui.column(words.members_file_line, class_name="w-12 text-right max-sm:hidden"),
                ui.column(words.roster_agent),
                ui.column(words.members_file_what),
                ui.column(words.members_file_detail, class_name="max-sm:hidden"),
            ],
            rx.foreach(state.lines, _line),
            label=words.roster_lines,
            class_name="max-h-80 overflow-y-auto",
            tab_index=0,
        ),
        rx.cond(
            state.unshown > 0,
            rx.el.p(words.fill("members_file_more", count=state.unshown), class_name="text-sm text-muted"),
            rx.fragment(),
        ),
    )


def _line(line: ShiftLine) -> rx.Component:
    return ui.row(
        ui.cell(line.line, class_name="text-right align-top py-2 text-faint max-sm:hidden"),
        ui.cell(
            rx.el.p(line.agent, class_name="max-w-40 truncate font-medium empty:hidden sm:max-w-44"),
            rx.el.p(line.time, class_name="tabular text-xs text-faint empty:hidden"),
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


def _footer() -> rx.Component:
    state = RosterState
    return rx.cond(
        state.lines.length() > 0,
        rx.fragment(
            ui.button(words.members_file_another, kind="ghost", on_click=state.start_over),
            rx.cond(
                state.good > 0,
                ui.button(
                    rx.cond(
                        state.bad > 0,
                        words.fill("roster_act_good", count=state.good),
                        words.fill("roster_act", count=state.good),
                    ),
                    kind="primary",
                    on_click=state.apply,
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(words.members_file_check, kind="primary", type="submit", form="roster-paste"),
        ),
    )
