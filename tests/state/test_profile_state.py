"""The profile: what a person says of themself, their password, their second step, and their browsers."""

import pytest
from argon2 import PasswordHasher
from pyotp.totp import TOTP

from console.scheduling import clock, database
from console.scheduling.models import Person
from console.scheduling.services import passwords, people, second_factor, sessions, signing_in, throttle
from console.state import gate
from console.state.browsers import BrowsersState
from console.state.members import MembersState
from console.state.own_password import OwnPasswordState
from console.state.profile import ProfileState
from console.state.second_factor import SecondFactorState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements

ADA = "ada@agents.test"
SECRET = "correct horse"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture
def mine(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Ada's tab, in a browser in which she has signed in with her password."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    throttle.forget_all()
    with database.writing() as session:
        session.get_one(Person, acme.ada).password_hash = passwords.hashed(SECRET)
    _be_in(signing_in.with_password(ADA, SECRET, FIREFOX, "192.0.2.7"))
    return tab


def _be_in(token: str) -> None:
    gate._signed_in.set(sessions.resolve(token))


def test_the_page_asks_as_often_however_many_browsers_there_are(mine: Tab):
    def asked() -> int:
        with statements() as sent:
            for load in (ProfileState.load, SecondFactorState.load, BrowsersState.load):
                mine.do(load)
        return len(sent)

    before = asked()
    for _ in range(3):
        signing_in.with_password(ADA, SECRET)
    assert asked() == before <= 5


def test_a_name_is_saved_or_the_form_says_why_not(mine: Tab, acme: Acme):
    assert mine.do(ProfileState.load).name == "ada"
    state = mine.do(ProfileState.save_name, {"name": " "})
    assert state.problems["name"] and people.profile(acme.agent(acme.ada)).name == "ada"
    state = mine.do(ProfileState.save_name, {"name": "Ada Byron"})
    assert (state.problems, mine.notice) == ({}, "Your name is saved.")
    assert people.profile(acme.agent(acme.ada)).name == "Ada Byron"


def test_zone_times_and_language_are_saved_together(mine: Tab, acme: Acme):
    people.change_profile(acme.agent(acme.ada), preferences={"code": "python"})
    form = {"timezone": "Asia/Tokyo", "times": "app", "language": "en"}
    for wrong in ({"times": "nobody"}, {"language": "xx"}, {"timezone": "Mars/Olympus"}):
        state = mine.do(ProfileState.save_times, form | wrong)
    assert state.problems["timezone"]
    mine.do(ProfileState.save_times, form)
    _be_in(signing_in.with_password(ADA, SECRET))
    state = mine.do(ProfileState.load)
    assert (state.timezone, state.times, state.language) == ("Asia/Tokyo", "app", "en")
    mine.do(ProfileState.save_times, form | {"language": ""})
    assert people.profile(acme.agent(acme.ada)).preferences == {"times": "app", "code": "python"}


def test_another_password_signs_the_other_browsers_out_and_not_this_one(mine: Tab):
    other = signing_in.with_password(ADA, SECRET)
    state = mine.do(OwnPasswordState.change, {"old": "wrong password", "new": "battery staple"})
    assert state.problems == {"old": "This is not your password."} and state.changes == 0
    state = mine.do(OwnPasswordState.change, {"old": SECRET, "new": "short"})
    assert list(state.problems) == ["new"]
    state = mine.do(OwnPasswordState.change, {"old": SECRET, "new": "battery staple"})
    assert (state.problems, state.changes) == ({}, 1)
    assert sessions.resolve(other) is None
    assert [row.is_this for row in mine.do(BrowsersState.load).rows] == [True]


def test_the_second_step_is_set_up_step_by_step(mine: Tab):
    assert not mine.do(SecondFactorState.load).is_on
    assert mine.do(SecondFactorState.ask_for, "codes").step == ""
    mine.do(SecondFactorState.ask_for, "password")
    assert mine.do(SecondFactorState.begin, {"password": "wrong password"}).problems["password"]
    state = mine.do(SecondFactorState.begin, {"password": SECRET})
    assert state.step == "app" and state.qr_code.startswith("data:image/svg+xml")
    assert [len(group) for group in state.secret.split()] == [4] * 8
    secret = state.secret.replace(" ", "")
    assert mine.do(SecondFactorState.turn_on, {"code": "nonsense"}).problems["code"]
    state = mine.do(SecondFactorState.turn_on, {"code": TOTP(secret).at(clock.now())})
    assert (state.step, len(state.codes), state.secret, state.qr_code) == ("codes", 10, "", "")
    mine.do(SecondFactorState.download)
    state = mine.do(SecondFactorState.set_open, False)
    assert (state.codes, state.is_on, state.codes_left) == ([], True, 10)


def test_codes_are_renewed_and_the_step_is_turned_off(mine: Tab, acme: Acme):
    me = acme.agent(acme.ada)
    first = second_factor.turn_on(me, TOTP(second_factor.begin(me, SECRET).secret).at(clock.now()))
    given = {"password": SECRET, "code": first[0]}
    assert mine.do(SecondFactorState.renew, given | {"password": "wrong password"}).problems["password"]
    state = mine.do(SecondFactorState.renew, given)
    assert len(state.codes) == 10 and not set(state.codes).intersection(first)
    fresh = state.codes[0]
    assert mine.do(SecondFactorState.turn_off, given).problems["code"]
    state = mine.do(SecondFactorState.turn_off, given | {"code": fresh})
    assert (state.step, state.is_on) == ("", False)


def test_browsers_are_told_in_words_and_signed_out(mine: Tab):
    phone = signing_in.with_password(ADA, SECRET, "Mozilla/5.0 (iPhone) Version/26.0 Safari/604.1", "192.0.2.8")
    unknown = signing_in.with_password(ADA, SECRET)
    first, *others = mine.do(BrowsersState.load).rows
    assert (first.name, first.address, first.is_this) == ("Firefox on Linux", "192.0.2.7", True)
    by_name = {row.name: row for row in others}
    assert by_name["Safari on iPhone"].is_phone and "Unknown browser" in by_name
    mine.do(BrowsersState.end, by_name["Safari on iPhone"].id)
    assert sessions.resolve(phone) is None and sessions.resolve(unknown)
    assert len(mine.do(BrowsersState.end_others).rows) == 1
    assert sessions.resolve(unknown) is None


def test_an_admin_is_asked_before_they_turn_somebodys_second_step_off(mine: Tab, acme: Acme):
    bo = acme.agent(acme.bo)
    with database.writing() as session:
        session.get_one(Person, acme.bo).password_hash = passwords.hashed(SECRET)
    second_factor.turn_on(bo, TOTP(second_factor.begin(bo, SECRET).secret).at(clock.now()))
    mine.sign_in(acme.ada, "admin")
    mine.do(MembersState.load)
    assert not mine.do(MembersState.ask_to_help, acme.ada).is_helping
    assert mine.do(MembersState.ask_to_help, acme.bo).is_helping
    mine.do(MembersState.turn_second_factor_off)
    assert "password alone" in mine.notice and not second_factor.standing(bo).is_on
