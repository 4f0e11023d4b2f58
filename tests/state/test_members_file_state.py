"""Members from a file, as the page shows it: what is wrong with a file, what each line comes to, what came of it."""

import base64

from console.scheduling.services import members
from console.scheduling.settings import settings
from console.state import post
from console.state.members_file import MembersFileState
from tests.services.conftest import Acme
from tests.state.conftest import Tab

GOOD = "name,email,role\nCy,cy@agents.test,lead\n,bo@agents.test,\n"


def _file(text: str, encoding: str = "utf-8") -> str:
    return "data:text/csv;base64," + base64.b64encode(text.encode(encoding)).decode()


def test_a_file_is_looked_at_before_anything_is_done(acme: Acme, tab: Tab) -> None:
    tab.do(MembersFileState.set_open, True)
    page = tab.do(MembersFileState.take_file, _file(GOOD + "Di,di@,boss\n"))
    assert [(line.line, line.told, line.detail) for line in page.lines] == [
        (
            4,
            "Bad",
            "E-mail: This is not an e-mail address. Role: This must be one of: owner, admin, lead, supervisor, agent.",
        ),
        (2, "Invite", "Lead"),
        (3, "As it is", ""),
    ]
    assert (page.summary, page.good, page.bad) == ("1 to invite, 1 as it is, 1 bad line", 1, 1)
    assert len(members.list_members(acme.admin)) == 2
    page = tab.do(MembersFileState.apply)
    assert [line.told for line in page.lines] == ["Left out", "Invited", "As it was"]
    assert page.links.startswith("cy@agents.test\thttp") and page.mailed == ""
    assert {one.name for one in members.list_members(acme.admin)} == {"ada", "bo", "Cy"}


def test_pasted_lines_do_as_well_and_letters_go_out(acme: Acme, tab: Tab, monkeypatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(settings(), "smtp_url", "smtp://127.0.0.1:9")

    async def send_all(letters) -> None:
        sent.extend(letter.to for letter in letters)

    monkeypatch.setattr(post, "send_all", send_all)
    monkeypatch.setattr(post, "soon", _run)
    tab.do(MembersFileState.take_text, {"pasted": GOOD.replace(",", "\t")})
    page = tab.do(MembersFileState.apply)
    assert (sent, page.links, "on its way" in page.mailed) == (["cy@agents.test"], "", True)


def test_a_file_that_is_not_read_says_why(acme: Acme, tab: Tab) -> None:
    for told, why in (
        (_file("name,email\nJosé,j@x.test", "latin-1"), "not in UTF-8"),
        ("size:1000001", "too large"),
        ("data:text/csv;base64,x", "could not be read"),
        ("data:,", "nothing in this file"),
    ):
        page = tab.do(MembersFileState.take_file, told)
        assert (why in page.problem, list(page.lines)) == (True, [])
    assert tab.do(MembersFileState.start_over).problem == ""


def test_who_may_not_sees_why(acme: Acme, tab: Tab) -> None:
    tab.sign_in(acme.bo, "lead")
    page = tab.do(MembersFileState.take_file, _file(GOOD))
    assert (list(page.lines), page.problem != "") == ([], True)
    assert tab.do(MembersFileState.apply).is_done is False


def _run(work) -> None:
    try:
        work.send(None)
    except StopIteration:
        return
