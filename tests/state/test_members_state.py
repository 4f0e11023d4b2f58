"""The members page: how each stands, and what becomes of an invitation."""

from datetime import timedelta

import pytest

from console.scheduling.messages.account_letters import AccountLetter
from console.scheduling.services import members
from console.scheduling.services.members import MemberTerms
from console.scheduling.settings import settings
from console.state import post
from console.state.members import MembersState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements

FORM = {"name": "Cy", "email": "cy@agents.test", "role": "agent", "team": "North", "timezone": "", "weight": "2"}


def _standing(tab: Tab) -> dict[str, str]:
    return {row.name: row.status for row in tab.do(MembersState.load).rows}


def test_each_member_tells_how_their_invitation_stands(acme: Acme, tab: Tab) -> None:
    members.invite(acme.admin, "Cy", FORM["email"], MemberTerms())
    assert _standing(tab) == {"ada": "No link yet", "bo": "No link yet", "Cy": "Invited now"}
    acme.hand.shift(timedelta(days=3))
    assert _standing(tab)["Cy"] == "Invited 3 days ago"
    acme.hand.shift(timedelta(days=4))
    assert _standing(tab)["Cy"] == "Link expired"
    with statements() as sent:
        tab.do(MembersState.load)
    assert len(sent) <= 4


def test_an_invitation_is_shown_to_copy_again_and_withdrawn(acme: Acme, tab: Tab) -> None:
    page = tab.do(MembersState.invite, FORM)
    first, cy = page.link, page.chosen.id
    assert "/invitation/" in first and "Hand it on yourself" in page.told
    page = tab.do(MembersState.invite_again, cy)
    assert page.link not in ("", first)
    tab.do(MembersState.ask_first, cy)
    assert [row.name for row in tab.do(MembersState.disable).rows] == ["ada", "bo"]
    assert tab.notice == "The invitation of Cy is withdrawn."


@pytest.mark.parametrize(("takes", "said"), [(True, "We have mailed it to"), (False, "could not be sent")])
def test_an_invitation_is_mailed_where_mail_goes_out(
    acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch, takes: bool, said: str
) -> None:
    letters: list[AccountLetter] = []

    async def send(letter: AccountLetter) -> bool:
        letters.append(letter)
        return takes

    monkeypatch.setattr(settings(), "smtp_url", "smtp://127.0.0.1:9")
    monkeypatch.setattr(post, "send", send)
    page = tab.do(MembersState.invite, FORM)
    assert ([letter.to for letter in letters], said in page.told) == (["cy@agents.test"], True)


def test_a_member_is_found_among_many(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.state.members._PAGE", 2)
    members.invite(acme.admin, "Cy", FORM["email"], MemberTerms(team="North"))
    page = tab.do(MembersState.load)
    assert (len(page.rows), page.more) == (2, 1)
    assert (len(tab.do(MembersState.show_more).rows), page.more) == (3, 0)
    assert [row.name for row in tab.do(MembersState.search_for, "nORTH ").rows] == ["Cy"]
    tab.do(MembersState.ask_first, acme.bo)
    assert page.chosen.name == "bo"  # although the search hides him
