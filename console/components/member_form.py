"""The forms of a member: an invitation, and what an admin may change."""

import reflex as rx

from console.components import ui
from console.components.zone_select import zone_select
from console.scheduling.services.members import ROLES
from console.state.members import MembersState
from console.state.words import words


def invitation() -> rx.Component:
    """The form by which somebody is invited."""
    return _form(
        ui.field(words.member_name, name="name", required=True, error=MembersState.problems["name"]),
        ui.field(words.email, name="email", type="email", required=True, error=MembersState.problems["email"]),
        kind="invite",
        act=words.invite,
        on_submit=MembersState.invite,
        title=words.invite_member,
        description=words.invite_hint,
    )


def change() -> rx.Component:
    """The form by which a member is made another one."""
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
