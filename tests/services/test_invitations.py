"""Invitations: how one stands, inviting again, taking one back, and whom the letter goes to."""

from datetime import timedelta

import pytest

from console.scheduling.actors import operator
from console.scheduling.errors import Conflict, NotFound
from console.scheduling.services import apps, audit, members, people, schedules
from console.scheduling.services.apps import AppTerms
from console.scheduling.services.members import Invitation, MemberTerms, MemberView
from console.scheduling.services.schedules import WindowInput
from console.scheduling.settings import settings

from .conftest import Acme

CY = "cy@agents.test"


@pytest.fixture
def invited(acme: Acme) -> Invitation:
    """Cy, who is invited."""
    return members.invite(acme.admin, "Cy", CY, MemberTerms())


def _token(url: str | None) -> str:
    assert url is not None
    return url.rpartition("/")[2]


def _view(acme: Acme, person_id: str) -> MemberView | None:
    return next((each for each in members.list_members(acme.admin) if each.person_id == person_id), None)


def _standing(acme: Acme, person_id: str) -> tuple[bool, bool, bool]:
    found = _view(acme, person_id)
    assert found is not None
    return found.invited, found.invited_at is not None, found.link_is_over


def test_an_invitation_stands_until_it_is_taken_up_or_a_week_is_over(acme: Acme, invited: Invitation) -> None:
    assert _standing(acme, invited.person_id) == (True, True, False)
    acme.hand.shift(timedelta(days=7))
    assert _standing(acme, invited.person_id) == (True, True, True)
    again = members.resend(acme.admin, invited.person_id)
    assert _standing(acme, invited.person_id) == (True, True, False)
    people.accept_link(_token(again.url), "correct horse")
    assert _standing(acme, invited.person_id) == (False, False, False)
    assert _standing(acme, acme.bo) == (True, False, True)  # who came by an import, and has no link yet


def test_a_new_invitation_ends_the_one_before(acme: Acme, invited: Invitation) -> None:
    again = members.resend(acme.admin, invited.person_id)
    with pytest.raises(NotFound):
        people.look_at_link(_token(invited.url))
    made = members.link_for(acme.admin, invited.person_id)
    with pytest.raises(NotFound):
        people.look_at_link(_token(again.url))
    assert people.look_at_link(_token(made)).apps == ("Acme",)
    people.accept_link(_token(made), "correct horse")
    with pytest.raises(Conflict):
        members.resend(acme.admin, invited.person_id)
    with pytest.raises(Conflict):
        members.withdraw(acme.admin, invited.person_id)


def test_a_withdrawn_invitation_leaves_nothing_and_can_be_made_anew(acme: Acme, invited: Invitation) -> None:
    members.withdraw(acme.admin, invited.person_id)
    assert audit.list_entries(acme.admin, limit=1)
    assert _view(acme, invited.person_id) is None
    with pytest.raises(NotFound):
        people.look_at_link(_token(invited.url))
    again = members.invite(acme.admin, "Cyan", CY, MemberTerms())
    found = _view(acme, again.person_id)
    assert found is not None and found.name == "Cyan"


def test_who_was_given_hours_meanwhile_stays_as_disabled(acme: Acme, invited: Invitation) -> None:
    schedules.set_hours(acme.admin, invited.person_id, [WindowInput(0, "09:00", "17:00", "UTC")])
    members.withdraw(acme.admin, invited.person_id)
    found = _view(acme, invited.person_id)
    assert found is not None and found.disabled_at
    with pytest.raises(NotFound):
        people.look_at_link(_token(invited.url))


def test_a_letter_goes_to_the_person_even_where_nobody_else_gets_the_link(acme: Acme, monkeypatch) -> None:
    assert members.invite(acme.admin, "Di", "di@agents.test", MemberTerms()).letter is None
    monkeypatch.setattr(settings(), "smtp_url", "smtp://127.0.0.1:9")
    first = members.invite(acme.admin, "Cy", CY, MemberTerms())
    assert first.letter is not None and first.url is not None
    assert (first.letter.to, first.url in first.letter.text, "ada invites you to Acme" in first.letter.text) == (
        CY,
        True,
        True,
    )
    other = operator(apps.create(operator(), AppTerms(name="Other", timezone="UTC")).id)
    second = members.invite(other, "Cy", CY, MemberTerms())
    assert second.letter is not None
    assert (second.url, "/invitation/" in second.letter.text) == (None, True)
    people.accept_link(_token(second.letter.url), "correct horse")
    third = operator(apps.create(operator(), AppTerms(name="Third", timezone="UTC")).id)
    told = members.invite(third, "Cy", CY, MemberTerms()).letter
    assert told is not None and told.url is None and "sign in as always" in told.text
