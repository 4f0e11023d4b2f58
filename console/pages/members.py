"""`/app/[app_id]/members`: who belongs to the app, as what, and letting people in."""

import reflex as rx

from console.components import ui
from console.components.away import away_forms, away_items
from console.components.copy_field import copy_field
from console.components.duties import duties
from console.components.frame import frame
from console.components.impact import impact, undo_banner
from console.components.listing import listing
from console.components.member_form import change, invitation
from console.components.members_file import members_file, members_file_button
from console.components.permitted import may, permitted
from console.state.impact import ImpactState
from console.state.members import MemberRow, MembersState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, MembersState.load, ImpactState.load_undoable]

_WIDE = "max-lg:hidden"
"""Columns that a narrow screen does without."""
_BROAD = "max-xl:hidden"


def page() -> rx.Component:
    """The table, and the dialogs over it."""
    return frame(
        undo_banner(),
        rx.cond(MembersState.refusal == "", _search(), rx.fragment()),
        listing(MembersState, _table(), ui.empty_state(words.members_nobody_found, glyph="search"), rows=6),
        rx.cond(
            MembersState.more > 0,
            ui.button(words.show_more, size="sm", on_click=MembersState.show_more, class_name="self-center"),
            rx.fragment(),
        ),
        invitation(),
        members_file(),
        change(),
        _link(),
        _question(),
        _help(),
        away_forms(),
        impact(),
        title=words.members,
        actions=[
            duties(),
            permitted("edit_members", members_file_button()),
            permitted(
                "edit_members",
                ui.button(words.invite, kind="primary", glyph="user-plus", on_click=MembersState.open_invitation),
            ),
        ],
    )


def _search() -> rx.Component:
    return ui.search_input(
        words.search_members,
        value=MembersState.search,
        on_change=MembersState.search_for,
        class_name="w-full sm:w-72",
    )


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.member_name),
            ui.column(words.member_role, class_name="max-sm:hidden"),
            ui.column(words.member_team, class_name=_WIDE),
            ui.column(words.member_timezone, class_name=_WIDE),
            ui.column(words.member_languages, class_name=_BROAD),
            ui.column(words.member_weight, class_name=f"text-right {_BROAD}"),
            ui.column(words.member_status),
            ui.column("", class_name="w-10"),
        ],
        rx.foreach(MembersState.rows, _row),
        label=words.members_of_app,
    )


def _row(member: MemberRow) -> rx.Component:
    return ui.row(
        ui.cell(
            rx.el.p(
                member.name,
                rx.cond(member.is_me, rx.el.span(" (", words.you, ")", class_name="text-faint"), rx.fragment()),
                class_name=rx.cond(member.is_disabled, "text-faint", "font-medium"),
            ),
            rx.el.p(member.email, class_name="truncate text-xs text-faint"),
            rx.el.p(member.role_word, class_name="text-xs text-muted sm:hidden"),
            class_name="max-w-44 py-1.5 sm:max-w-none",
        ),
        ui.cell(member.role_word, class_name="max-sm:hidden"),
        ui.cell(member.team, class_name=f"text-muted {_WIDE}"),
        ui.cell(member.city, class_name=f"text-muted {_WIDE}"),
        ui.cell(member.languages, class_name=f"text-muted {_BROAD}"),
        ui.cell(member.weight, class_name=f"text-right text-muted {_BROAD}"),
        ui.cell(ui.badge(member.status, member.tone)),
        ui.cell(_acts(member), class_name="text-right"),
    )


def _acts(member: MemberRow) -> rx.Component:
    return rx.cond(
        may("edit_members") | ~member.is_disabled,  # else there is nothing to do
        ui.menu(
            ui.icon_button("ellipsis", words.fill("acts_on_member", name=member.name)),
            permitted(
                "edit_members",
                ui.menu_item(words.change, glyph="pencil", on_select=MembersState.open_edit(member.id)),
            ),
            rx.cond(member.is_disabled, _back_in(member), _acts_on_active(member)),
            permitted(
                "see_audit",
                ui.menu_link(
                    words.member_history,
                    to="/app/" + SessionState.app + "/audit-log?range=all&about=" + member.id,
                    glyph="history",
                ),
            ),
            permitted("edit_members", rx.cond(member.is_disabled, rx.fragment(), _way_out(member))),
            align="end",
        ),
        rx.fragment(),
    )


def _back_in(member: MemberRow) -> rx.Component:
    return ui.menu_item(words.enable_member, glyph="user-check", on_select=MembersState.enable(member.id))


def _acts_on_active(member: MemberRow) -> rx.Component:
    return rx.fragment(
        ui.menu_link(
            words.member_hours, to="/app/" + SessionState.app + "/availability?agent=" + member.id, glyph="clock"
        ),
        rx.cond(member.may_be_away, rx.fragment(*away_items(member.id)), rx.fragment()),
        permitted(
            "edit_members",
            rx.cond(
                member.is_invited,
                ui.menu_item(words.invite_again, glyph="send", on_select=MembersState.invite_again(member.id)),
                ui.menu_item(words.make_link, glyph="link", on_select=MembersState.make_link(member.id)),
            ),
        ),
        rx.cond(
            member.may_be_helped,
            ui.menu_item(words.second_step_turn_off, glyph="smartphone", on_select=MembersState.ask_to_help(member.id)),
            rx.fragment(),
        ),
    )


def _way_out(member: MemberRow) -> rx.Component:
    return rx.fragment(
        ui.menu_separator(),
        ui.menu_item(
            rx.cond(member.is_invited, words.withdraw_invitation, words.disable_member),
            glyph="user-x",
            danger=True,
            on_select=MembersState.ask_first(member.id),
        ),
    )


def _link() -> rx.Component:
    has_one, name = MembersState.link != "", MembersState.chosen.name
    return ui.dialog(
        rx.cond(has_one, copy_field(words.link_to_copy, MembersState.link, id="member-link"), rx.fragment()),
        title=rx.cond(has_one, words.fill("link_title", name=name), words.fill("joined_title", name=name)),
        description=MembersState.told,
        footer=[ui.button(words.done, kind="primary", on_click=MembersState.set_link_open(False))],
        open=MembersState.has_link,
        on_open_change=MembersState.set_link_open,
    )


def _question() -> rx.Component:
    name, is_invited = MembersState.chosen.name, MembersState.chosen.is_invited
    return ui.question(
        title=rx.cond(is_invited, words.fill("withdraw_title", name=name), words.fill("disable_title", name=name)),
        description=rx.cond(is_invited, words.withdraw_hint, words.fill("disable_hint", name=name)),
        act=rx.cond(is_invited, words.withdraw_invitation, words.disable_member),
        on_act=MembersState.disable,
        open=MembersState.is_asking,
        on_open_change=MembersState.set_asking,
    )


def _help() -> rx.Component:
    return ui.question(
        title=words.fill("member_second_step_title", name=MembersState.chosen.name),
        description=words.member_second_step_hint,
        act=words.second_step_turn_off,
        on_act=MembersState.turn_second_factor_off,
        open=MembersState.is_helping,
        on_open_change=MembersState.set_helping,
    )
