"""`/app/[app_id]/members`: who belongs to the app, as what, and letting people in."""

import reflex as rx

from console.components import ui
from console.components.away import away_forms, away_items
from console.components.copy_field import copy_field
from console.components.duties import duties
from console.components.frame import frame
from console.components.impact import impact, undo_banner
from console.components.listing import listing
from console.components.members_file import members_file, members_file_button
from console.components.permitted import may, permitted
from console.components.zone_select import zone_select
from console.scheduling.services.members import ROLES
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
        _invitation(),
        members_file(),
        _change(),
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


def _invitation() -> rx.Component:
    return _form(
        ui.field(words.member_name, name="name", required=True, error=MembersState.problems["name"]),
        ui.field(words.email, name="email", type="email", required=True, error=MembersState.problems["email"]),
        kind="invite",
        act=words.invite,
        on_submit=MembersState.invite,
        title=words.invite_member,
        description=words.invite_hint,
    )


def _change() -> rx.Component:
    return _form(
        kind="edit",
        act=words.save,
        on_submit=MembersState.save,
        title=words.fill("change_member", name=MembersState.chosen.name),
        description=words.fill("change_member_hint", name=MembersState.chosen.name),
    )


def _form(*first, kind: str, act: rx.Var[str], on_submit, **dialog) -> rx.Component:
    """The dialog of both forms: what a member is, after what only an invitation asks."""
    chosen, problems = MembersState.chosen, MembersState.problems
    return ui.dialog(
        rx.el.form(
            *first,
            ui.field(
                words.member_role,
                ui.select,
                name="role",
                options=[(role, getattr(words, f"role_{role}")) for role in ROLES],
                default_value=chosen.role,
                hint=words.member_role_hint,
                error=problems["role"],
            ),
            ui.field(
                words.member_team,
                name="team",
                list="teams",
                default_value=chosen.team,
                hint=words.member_team_hint,
                error=problems["team"],
            ),
            ui.field(
                words.member_timezone, zone_select, name="timezone", chosen=chosen.timezone, error=problems["timezone"]
            ),
            rx.el.div(
                ui.field(
                    words.member_languages,
                    name="languages",
                    default_value=chosen.languages,
                    hint=words.member_languages_hint,
                    error=problems["languages"],
                ),
                ui.field(
                    words.member_weight,
                    name="weight",
                    type="number",
                    min="1",
                    max="100",
                    default_value=chosen.weight,
                    hint=words.member_weight_hint,
                    error=problems["weight"],
                ),
                class_name="grid grid-cols-2 gap-4",
            ),
            ui.field(
                words.member_photo,
                name="photo",
                type="url",
                default_value=chosen.photo,
                hint=words.member_photo_hint,
                error=problems["photo"],
            ),
            rx.el.datalist(rx.foreach(MembersState.teams, lambda team: rx.el.option(value=team)), id="teams"),
            rx.cond(problems["form"], ui.banner(problems["form"], tone="danger", glyph="circle-alert"), rx.fragment()),
            id=f"{kind}-form",
            on_submit=on_submit,
            class_name="flex flex-col gap-4",
        ),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=MembersState.set_form_open(False)),
            ui.button(act, kind="primary", type="submit", form=f"{kind}-form"),
        ],
        open=MembersState.form == kind,
        on_open_change=MembersState.set_form_open,
        **dialog,
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
