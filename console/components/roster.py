"""A roster from a file, in one dialog: choose or drop it, see what each line comes to, and take it."""

import reflex as rx

from console.components.file_choice import file_choice
from console.components.file_dialog import download_link, file_dialog, line_acts, lines_table, pasted_lines
from console.components.once import once
from console.state.roster import RosterState, ShiftLine
from console.state.words import words

_EXAMPLE = "agent,date,start,end,zone\ncamila@example.com,2027-05-31,22:00,06:00,America/Bogota"


def roster() -> rx.Component:
    """The dialog, which comes when it is first opened."""
    return once(roster_dialog, wanted=RosterState.is_open)


@rx.memo
def roster_dialog() -> rx.Component:
    """The dialog, as `once` shows it."""
    state = RosterState
    has_lines = state.lines.length() > 0
    return file_dialog(
        state,
        is_read=has_lines,
        read=lines_table(state, label=words.roster_lines, who=words.roster_agent, told=_told),
        choice=_choice(),
        title=words.roster_title,
        description=rx.cond(has_lines, state.summary, words.roster_hint),
        footer=line_acts(state, act="roster_act", act_good="roster_act_good", form="roster-paste"),
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
        download_link(words.roster_download, href=RosterState.download, name="roster.csv"),
        pasted_lines("roster-paste", _EXAMPLE, RosterState.take_text),
    )


def _told(line: ShiftLine) -> rx.Component:
    return rx.fragment(
        rx.el.p(line.agent, class_name="max-w-40 truncate font-medium empty:hidden sm:max-w-44"),
        rx.el.p(line.time, class_name="tabular text-xs text-faint empty:hidden"),
    )
