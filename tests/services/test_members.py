"""Members: who may be let in, as what, by whom, and who must stay."""

from dataclasses import replace

import pytest

from console.scheduling import database
from console.scheduling.actors import Role, operator
from console.scheduling.errors import Conflict, Invalid, NotAllowed, NotFound
from console.scheduling.models import Person
from console.scheduling.services import apps, audit, members, passwords, people, sessions, signing_in
from console.scheduling.services.apps import AppTerms
from console.scheduling.services.members import MemberTerms, MemberView

from .conftest import Acme


def _owner(acme: Acme) -> str:
    """Olga, who owns the app."""
    return members.invite(operator(acme.app_id), "Olga", "olga@acme.test", MemberTerms(role="owner")).person_id


def _view(acme: Acme, person_id: str) -> MemberView:
    return next(each for each in members.list_members(acme.admin) if each.person_id == person_id)


def test_an_invited_person_is_a_member_on_the_given_terms(acme: Acme) -> None:
    wanted = MemberTerms(
        role="lead", team="North", languages=["ES", "en"], weight=3, photo="https://pictures.test/bo.jpg"
    )
    invited = members.invite(acme.admin, " Cy  Young ", "Cy@Agents.Test", wanted)
    assert invited.url
    cy = _view(acme, invited.person_id)
    assert (cy.name, cy.email, cy.role, cy.team, cy.timezone) == (
        "Cy Young",
        "Cy@agents.test",
        "lead",
        "North",
        "America/Bogota",
    )
    assert cy.photo == "https://pictures.test/bo.jpg"
    assert (cy.languages, cy.weight, cy.takes_calls, cy.invited) == (("es", "en"), 3, False, True)
    assert [team.name for team in members.teams(acme.agent(acme.ada))] == ["North"]
    assert audit.list_entries(acme.admin)[0].act == "member.invited"


def test_a_team_is_found_again_by_its_name(acme: Acme) -> None:
    for name in ("North", "north "):
        members.change(acme.admin, acme.bo, MemberTerms(team=name))
    assert [team.name for team in members.teams(acme.admin)] == ["North"]
    members.change(acme.admin, acme.bo, MemberTerms(team=" "))
    assert _view(acme, acme.bo).team is None


def test_every_bad_field_of_an_invitation_is_named(acme: Acme) -> None:
    bad = MemberTerms(
        role="boss",  # pyright: ignore
        timezone="Mars/Base",
        languages=["english!"],
        weight=0,
        photo="bo.jpg",
    )
    with pytest.raises(Invalid) as refused:
        members.invite(acme.admin, "", "ada@", bad)
    assert {problem.field for problem in refused.value.problems} == {
        "name",
        "email",
        "role",
        "timezone",
        "languages",
        "photo",
        "weight",
    }


def test_who_has_an_account_joins_another_app_as_they_are(acme: Acme) -> None:
    other = operator(apps.create(operator(), AppTerms(name="Other", timezone="UTC")).id)
    with database.reading() as session:
        ada = session.get_one(Person, acme.ada)
    invited = members.invite(other, "Not Ada", ada.email.upper(), MemberTerms())
    assert (invited.person_id, invited.url) == (acme.ada, None)
    assert [each.name for each in members.agents(other)] == [ada.name]
    with pytest.raises(Conflict):
        members.invite(other, ada.name, ada.email, MemberTerms())


def test_no_admin_gets_a_link_into_somebodys_other_app(acme: Acme) -> None:
    assert "/invitation/" in members.link_for(acme.admin, acme.bo)
    other = operator(apps.create(operator(), AppTerms(name="Other", timezone="UTC")).id)
    with database.reading() as session:
        email = session.get_one(Person, acme.bo).email
    members.invite(other, "Bo", email, MemberTerms())
    for admin in (acme.admin, other):
        with pytest.raises(NotAllowed):
            members.link_for(admin, acme.bo)


def test_a_disabled_member_is_out_at_once_and_can_be_let_in_again(acme: Acme) -> None:
    url = members.invite(acme.admin, "Cy", "cy@agents.test", MemberTerms()).url or ""
    people.accept_link(url.rpartition("/")[2], "correct horse")
    token = signing_in.with_password("cy@agents.test", "correct horse")
    cy = _resolved(token).person.id
    members.disable(acme.admin, cy)
    members.disable(acme.admin, cy)
    assert sessions.resolve(token) is None
    assert _view(acme, cy).disabled_at
    assert cy not in [agent.id for agent in members.agents(acme.admin)]
    with pytest.raises(Conflict):
        members.link_for(acme.admin, cy)
    members.enable(acme.admin, cy)
    again = _resolved(signing_in.with_password("cy@agents.test", "correct horse"))
    assert [membership.app_id for membership in again.memberships] == [acme.app_id]
    members.disable(acme.admin, cy)
    assert members.invite(acme.admin, "Cy", "cy@agents.test", MemberTerms(role="supervisor")).url is None
    assert _view(acme, cy).role == "supervisor"


def test_disabling_in_one_app_leaves_the_other_open(acme: Acme) -> None:
    with database.writing() as session:
        session.get_one(Person, acme.ada).password_hash = passwords.hashed("correct horse")
        email = session.get_one(Person, acme.ada).email
    other = operator(apps.create(operator(), AppTerms(name="Other", timezone="UTC")).id)
    members.invite(other, "Ada", email, MemberTerms())
    token = signing_in.with_password(email, "correct horse")
    members.disable(other, acme.ada)
    assert [membership.app_id for membership in _resolved(token).memberships] == [acme.app_id]


def test_a_change_is_audited_by_the_names_of_its_fields(acme: Acme) -> None:
    members.change(acme.admin, acme.bo, MemberTerms(role="lead", team="North", timezone="America/Bogota"))
    members.change(acme.admin, acme.bo, MemberTerms(role="lead", team="North", timezone="America/Bogota"))
    (entry,) = audit.list_entries(acme.admin)
    assert (entry.act, entry.subject_id, entry.fields) == ("member.changed", acme.bo, ("role", "team"))


def test_owners_are_touched_by_owners_alone(acme: Acme) -> None:
    olga = _owner(acme)
    owner = replace(acme.admin, id=olga, role="owner")
    for act in (
        lambda by: members.invite(by, "Pat", "pat@acme.test", MemberTerms(role="owner")),
        lambda by: members.change(by, acme.bo, MemberTerms(role="owner")),
        lambda by: members.change(by, olga, MemberTerms(role="agent")),
        lambda by: members.disable(by, olga),
        lambda by: members.link_for(by, olga),
    ):
        with pytest.raises(NotAllowed):
            act(acme.admin)
    members.change(owner, acme.bo, MemberTerms(role="owner"))
    members.change(owner, olga, MemberTerms(role="agent"))


def test_an_app_keeps_an_owner(acme: Acme) -> None:
    olga = _owner(acme)
    owner = replace(acme.admin, id=olga, role="owner")
    for act in (
        lambda: members.disable(replace(owner, id=acme.bo), olga),
        lambda: members.change(owner, olga, MemberTerms(role="admin")),
    ):
        with pytest.raises(Conflict, match="needs an owner"):
            act()


def test_nobody_closes_the_app_to_themself(acme: Acme) -> None:
    with pytest.raises(Conflict, match="themself"):
        members.disable(acme.admin, acme.ada)


ROLES: tuple[Role, ...] = ("lead", "supervisor", "agent")


@pytest.mark.parametrize("role", ROLES)
def test_only_admins_change_members(acme: Acme, role: Role) -> None:
    actor = replace(acme.admin, role=role)
    for act in (
        lambda: members.invite(actor, "Cy", "cy@agents.test", MemberTerms()),
        lambda: members.change(actor, acme.bo, MemberTerms()),
        lambda: members.disable(actor, acme.bo),
        lambda: members.enable(actor, acme.bo),
        lambda: members.link_for(actor, acme.bo),
        lambda: audit.list_entries(actor),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_lead_sees_the_members_of_their_team_a_supervisor_all_and_an_agent_none(acme: Acme) -> None:
    for name, team in (("Cy", "North"), ("Di", "South")):
        members.invite(acme.admin, name, f"{name}@agents.test", MemberTerms(team=team))
    north = next(team.id for team in members.teams(acme.admin) if team.name == "North")

    def seen(role: Role, team_id: str | None = None) -> set[str]:
        return {one.name for one in members.list_members(replace(acme.admin, role=role, team_id=team_id))}

    assert (seen("lead", north), seen("lead"), len(seen("supervisor"))) == ({"ada", "Cy"}, {"ada"}, 4)
    with pytest.raises(NotAllowed):
        seen("agent")


def test_a_stranger_is_not_a_member(acme: Acme) -> None:
    for act in (members.disable, members.enable, members.link_for):
        with pytest.raises(NotFound):
            act(acme.admin, "per_unknown")


def _resolved(token: str) -> sessions.SignedIn:
    found = sessions.resolve(token)
    assert found is not None
    return found
