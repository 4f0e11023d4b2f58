"""A person's own account: links that work once, passwords, and what ends a session."""

from datetime import timedelta

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.errors import Invalid, NotFound, SignInNeeded, TooMany
from console.scheduling.models import App, AuditEntry, Member
from console.scheduling.services import changes, members, people, sessions, signing_in, throttle, tokens
from console.scheduling.services.members import MemberTerms

from .conftest import Acme

CY, ADA = "cy@agents.test", "ada@agents.test"
SECRET, OTHER = "correct horse", "battery staple"


@pytest.fixture
def link(acme: Acme) -> str:
    """The token of Cy's invitation."""
    throttle.forget_all()
    url = members.invite(acme.admin, "Cy", CY, MemberTerms()).url
    assert url is not None
    assert "/invitation/" in url
    return url.rpartition("/")[2]


def test_an_invitation_lets_a_person_choose_a_password_once(acme: Acme, link: str) -> None:
    seen = people.look_at_link(link)
    assert (seen.purpose, seen.name, seen.email) == ("invitation", "Cy", CY)
    with pytest.raises(Invalid):
        people.accept_link(link, "short")
    assert people.accept_link(link, SECRET) == CY
    assert sessions.resolve(signing_in.with_password(CY, SECRET))
    with pytest.raises(NotFound):
        people.accept_link(link, OTHER)
    with pytest.raises(NotFound):
        people.look_at_link(link)


def test_an_invitation_ends_after_a_week(acme: Acme, link: str) -> None:
    acme.hand.shift(timedelta(days=7))
    with pytest.raises(NotFound):
        people.accept_link(link, SECRET)


def test_a_password_link_ends_every_session_and_every_other_link(acme: Acme, link: str) -> None:
    people.accept_link(link, SECRET)
    session = signing_in.with_password(CY, SECRET)
    letters = [people.password_letter(CY.upper()) for _ in range(2)]
    first, second = (letter.url.rpartition("/")[2] for letter in letters if letter)
    people.accept_link(second, OTHER)
    assert sessions.resolve(session) is None
    assert signing_in.with_password(CY, OTHER)
    with pytest.raises(NotFound):
        people.accept_link(first, SECRET)


def test_asking_for_a_password_says_nothing_about_who_has_an_account(acme: Acme, link: str) -> None:
    assert people.password_letter("nobody@agents.test") is None
    for account in ("nobody@agents.test", CY):
        for _ in range(5):
            people.count_password_request(account)
        with pytest.raises(TooMany):
            people.count_password_request(account.upper())


def test_changing_the_password_needs_the_old_one_and_ends_every_other_session(acme: Acme, link: str) -> None:
    people.accept_link(link, SECRET)
    token = signing_in.with_password(CY, SECRET)
    signed_in = sessions.resolve(token)
    assert signed_in is not None
    cy = sessions.actor_for(signed_in, acme.app_id, "agent")
    for old, new, field in ((OTHER, OTHER, "old"), (SECRET, "short", "new")):
        with pytest.raises(Invalid) as refused:
            people.change_password(cy, old, new)
        assert refused.value.field == field
    kept = signing_in.with_password(CY, SECRET)
    people.change_password(cy, SECRET, OTHER, but=tokens.digest(kept))
    assert sessions.resolve(token) is None
    assert sessions.resolve(kept)
    assert signing_in.with_password(CY, OTHER)


def test_the_open_tabs_of_who_is_signed_out_are_told_in_every_app_of_theirs(acme: Acme, link: str) -> None:
    people.accept_link(link, SECRET)
    token, told = signing_in.with_password(CY, SECRET), []
    signed_in = sessions.resolve(token)
    assert signed_in is not None
    with database.writing() as session:
        session.add(App(id="app_2", name="Other", timezone="UTC", widget_key="other", created_at=clock.now()))
        session.flush()
        session.add(_member("app_2", signed_in.person.id))
    stop = changes.subscribe(told.append)
    sessions.sign_out(token)
    sessions.sign_out(token)
    stop()
    assert {(one.app_id, one.subject, one.agent_id) for one in told} == {
        (app_id, "session", signed_in.person.id) for app_id in (acme.app_id, "app_2")
    }
    assert len(told) == 2


def test_a_person_who_moves_lives_by_another_zone_in_every_app(acme: Acme) -> None:
    with database.writing() as session:
        session.add(App(id="app_2", name="Other", timezone="UTC", widget_key="other", created_at=clock.now()))
        session.flush()
        session.add(_member("app_2", acme.ada))
    with pytest.raises(Invalid):
        people.change_timezone(acme.agent(acme.ada), "Mars/Olympus")
    for _ in range(2):
        people.change_timezone(acme.agent(acme.ada), "Asia/Tokyo")
    with database.reading() as session:
        zones = session.exec(select(Member.timezone).where(Member.person_id == acme.ada)).all()
        noted = session.exec(select(AuditEntry.app_id).where(AuditEntry.act == "member.changed")).all()
    assert set(zones) == {"Asia/Tokyo"} and sorted(noted) == sorted([acme.app_id, "app_2"])
    for nobody in (acme.visitor, acme.system, SYSTEM):
        with pytest.raises(SignInNeeded):
            people.change_timezone(nobody, "UTC")


def _member(app_id: str, person_id: str) -> Member:
    return Member(app_id=app_id, person_id=person_id, role="agent", timezone="UTC", joined_at=clock.now())


def test_a_person_changes_their_own_name_and_preferences(acme: Acme) -> None:
    ada = acme.agent(acme.ada)
    people.change_profile(ada, " Ada  Byron ", {"theme": "dark"})
    assert (people.profile(ada).name, people.profile(ada).preferences) == ("Ada Byron", {"theme": "dark"})
    people.change_profile(ada, preferences={"theme": "", "times": "app"})
    assert (people.profile(ada).name, people.profile(ada).preferences) == ("Ada Byron", {"times": "app"})
    for nobody in (acme.visitor, acme.system, SYSTEM):
        with pytest.raises(SignInNeeded):
            people.change_profile(nobody, "X", {})


def test_a_closed_account_is_out_everywhere_until_it_is_opened(acme: Acme, link: str) -> None:
    people.accept_link(link, SECRET)
    token = signing_in.with_password(CY, SECRET)
    letter = people.password_letter(CY)
    assert letter is not None
    people.disable(CY)
    assert sessions.resolve(token) is None
    assert people.password_letter(CY) is None
    with pytest.raises(NotFound):
        people.accept_link(letter.url.rpartition("/")[2], OTHER)
    people.enable(CY)
    assert signing_in.with_password(CY, SECRET)


def test_the_operator_signs_one_person_out_or_everybody(acme: Acme, link: str) -> None:
    people.accept_link(link, SECRET)
    people.accept_link(people.password_link(ADA).rpartition("/")[2], OTHER)
    mine, hers = signing_in.with_password(CY, SECRET), signing_in.with_password(ADA, OTHER)
    assert people.sign_out(CY) == 1
    assert sessions.resolve(mine) is None and sessions.resolve(hers)
    again = signing_in.with_password(CY, SECRET)
    assert people.sign_out() == 2
    assert sessions.resolve(again) is None and sessions.resolve(hers) is None
    with pytest.raises(NotFound):
        people.sign_out("nobody@agents.test")


def test_the_operator_makes_links_for_anybody(acme: Acme, link: str) -> None:
    assert "/invitation/" in people.password_link(CY)
    people.accept_link(people.password_link(CY).rpartition("/")[2], SECRET)
    assert "/password/" in people.password_link(CY)
    with pytest.raises(NotFound, match="nobody@agents"):
        people.password_link("nobody@agents.test")
