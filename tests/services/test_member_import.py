"""Members from a file: what each line comes to, and that it is done whole, or without the bad lines."""

from dataclasses import replace

import pytest

from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.services import audit, members
from console.scheduling.services.members import MemberTerms, PlannedMember
from tests.statements import statements

from .conftest import Acme

HEAD = "name,email,role,team,timezone,languages,weight\n"


def file(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


def told(planned: list[PlannedMember]) -> list[tuple[int, str, tuple[str, ...], list[str]]]:
    return [(one.line, one.act, one.fields, [problem.field for problem in one.problems]) for one in planned]


def test_each_line_says_what_it_comes_to(acme: Acme) -> None:
    members.disable(acme.admin, members.invite(acme.admin, "Di", "di@agents.test", MemberTerms()).person_id)
    planned = members.preview(
        acme.admin,
        file(
            "Cy,cy@agents.test,lead,North,Europe/Madrid,es en,2",
            "Whoever,BO@agents.test,,,,,",
            ",ada@agents.test,agent,North,,,",
            "Di,di@agents.test",
            ",ed@agents.test",
            "Cy,CY@agents.test",
            "Fay,fay@,boss,,Mars/Base,english!,0",
            "=1,gus@agents.test",
        ),
    )
    assert told(planned) == [
        (2, "invite", ("name", "email", "role", "team", "timezone", "languages", "weight"), []),
        (3, "nothing", (), []),
        (4, "change", ("team",), []),
        (5, "invite", ("name", "email"), []),
        (6, "error", (), ["name"]),
        (7, "error", (), ["email"]),
        (8, "error", (), ["email", "role", "timezone", "languages", "weight"]),
        (9, "error", (), ["line"]),
    ]
    assert (planned[1].name, planned[0].terms.languages) == ("bo", ["es", "en"])
    assert len(members.list_members(acme.admin)) == 3


def test_one_bad_line_stops_all_of_it_unless_bad_lines_are_left_out(acme: Acme) -> None:
    data = file("Cy,cy@agents.test", "Di,di@", ",bo@agents.test,lead,South")
    with pytest.raises(Invalid, match="Line 3 is bad"):
        members.import_file(acme.admin, data)
    assert len(members.list_members(acme.admin)) == 2
    done = members.import_file(acme.admin, data, skip_bad=True)
    assert [(one.planned.act, one.invitation is not None) for one in done] == [
        ("invite", True),
        ("error", False),
        ("change", False),
    ]
    assert {(one.name, one.role, one.team) for one in members.list_members(acme.admin)} == {
        ("ada", "agent", None),
        ("bo", "lead", "South"),
        ("Cy", "agent", None),
    }
    assert sorted(entry.act for entry in audit.list_entries(acme.admin)) == ["member.changed", "member.invited"]
    again = members.preview(acme.admin, file("Cy,cy@agents.test", ",bo@agents.test,lead,south"))
    assert [one.act for one in again] == ["nothing", "nothing"]


def test_nobody_is_given_a_role_above_the_actors_own(acme: Acme) -> None:
    olga, owen = (
        members.invite(replace(acme.admin, role="owner"), name, f"{name}@acme.test", MemberTerms(role="owner"))
        for name in ("olga", "owen")
    )
    owner = replace(acme.admin, id=olga.person_id, role="owner")
    lines = file("Cy,cy@agents.test,owner", ",olga@acme.test,agent", ",owen@acme.test,,North")
    assert [one.problems[0].code for one in members.preview(acme.admin, lines)] == ["not_allowed"] * 3
    assert [one.act for one in members.preview(owner, lines)] == ["invite", "change", "change"]
    members.import_file(owner, file(",owen@acme.test,admin"))
    (last,) = members.preview(owner, file(",olga@acme.test,admin"))
    assert (last.act, last.problems[0].code) == ("error", "last_owner")
    assert owen.person_id


def test_two_owners_do_not_leave_in_one_file(acme: Acme) -> None:
    owner = replace(acme.admin, role="owner")
    for name in ("olga", "owen"):
        members.invite(owner, name, f"{name}@acme.test", MemberTerms(role="owner"))
    both = members.preview(owner, file(",olga@acme.test,agent", ",owen@acme.test,agent"))
    assert [one.act for one in both] == ["change", "error"]


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_only_who_edits_members_reads_a_file_of_them(acme: Acme, role) -> None:
    for act in (members.preview, members.import_file):
        with pytest.raises(NotAllowed):
            act(replace(acme.admin, role=role), b"")


def test_looking_and_doing_take_as_many_statements_for_many_lines(acme: Acme) -> None:
    data = file(*(f"Guest,g{number}@agents.test,,T{number % 3}" for number in range(200)))
    with statements() as looked:
        members.preview(acme.admin, data)
    with statements() as done:
        members.import_file(acme.admin, data)
    assert len(looked) <= 5
    assert len(done) <= 25
