"""Members from a file, in one dialog: choose or drop it, see what each line comes to, and do it."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_code
from console.components.file_choice import file_choice
from console.components.file_dialog import download_link, file_dialog, line_acts, lines_table, pasted_lines
from console.components.once import once
from console.state.members_file import FileLine, MembersFileState
from console.state.words import words

_EXAMPLE = "name,email,role,team\nCamila Torres,camila@example.com,agent,North"


def members_file_button() -> rx.Component:
    """The way into the dialog."""
    return ui.button(
        rx.el.span(words.members_file, class_name="max-sm:hidden"),
        rx.el.span(words.members_file_short, class_name="sm:hidden"),
        glyph="file-up",
        on_click=MembersFileState.set_open(True),
    )


def members_file() -> rx.Component:
    """The dialog, which comes when it is first opened."""
    return once(members_file_dialog, wanted=MembersFileState.is_open)


@rx.memo
def members_file_dialog() -> rx.Component:
    """The dialog, as `once` shows it."""
    state = MembersFileState
    has_lines = state.lines.length() > 0
    acts = line_acts(
        state, act="members_file_act", act_good="members_file_act_good", form="members-paste", busy=state.is_working
    )
    return file_dialog(
        state,
        is_read=has_lines,
        read=rx.fragment(
            _links(), lines_table(state, label=words.members_file_lines, who=words.member_name, told=_told)
        ),
        choice=_choice(),
        title=rx.cond(state.is_done, words.members_file_done_title, words.members_file_title),
        description=rx.cond(has_lines, state.summary, words.members_file_hint),
        footer=rx.cond(state.is_done, ui.button(words.done, kind="primary", on_click=state.set_open(False)), acts),
    )


def _choice() -> rx.Component:
    return rx.fragment(
        file_choice(
            "members-file",
            label=words.members_file_drop,
            limits=words.members_file_limits,
            accept=".csv,.tsv,.txt,text/csv",
            on_read=MembersFileState.take_file,
        ),
        download_link(words.members_file_template, href="/members.csv", name="members.csv"),
        pasted_lines("members-paste", _EXAMPLE, MembersFileState.take_text),
    )


def _links() -> rx.Component:
    """How those who were invited hear of it."""
    state = MembersFileState
    return rx.fragment(
        rx.cond(state.mailed != "", ui.banner(state.mailed, tone="success", glyph="send"), rx.fragment()),
        rx.cond(
            state.links != "",
            rx.el.div(
                rx.el.p(words.members_file_links_hint, class_name="text-sm text-muted"),
                copy_code(words.members_file_links, state.links, id="members-links", rows=4),
                class_name="flex flex-col gap-2",
            ),
            rx.fragment(),
        ),
    )


def _told(line: FileLine) -> rx.Component:
    return rx.fragment(
        rx.el.p(line.name, class_name="max-w-40 truncate font-medium empty:hidden sm:max-w-44"),
        rx.el.p(line.email, class_name="max-w-40 truncate text-xs text-faint sm:max-w-44"),
    )
