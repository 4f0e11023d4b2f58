"""Signing in with a code after the password: setting it up, giving it, losing it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log2

import pytest
from argon2 import PasswordHasher
from pyotp.totp import TOTP
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.errors import (
    CallboardError,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    SecondStepNeeded,
    SignInNeeded,
    TooMany,
)
from console.scheduling.models import App, AuditEntry, Member, Person, RecoveryCode
from console.scheduling.services import codes, members, passwords, people, second_factor, sessions, signing_in, throttle

from .conftest import Acme

BO = "bo@agents.test"
SECRET = "correct horse"
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
STEP = timedelta(seconds=30)


@dataclass
class Phone:
    """Bo's authenticator app, and the recovery codes on a slip of paper."""

    bo: Actor
    secret: str
    recovery: list[str]

    def code(self, steps: int = 0) -> str:
        return TOTP(self.secret).at(clock.now() + steps * STEP)


@pytest.fixture
def bo(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Bo, who has a password; how slowly it is hashed is no matter here."""
    monkeypatch.setattr(passwords, "_hasher", _QUICK)
    throttle.forget_all()
    with database.writing() as session:
        session.get_one(Person, acme.bo).password_hash = _QUICK.hash(SECRET)
    return acme.agent(acme.bo)


@pytest.fixture
def phone(acme: Acme, bo: Actor) -> Phone:
    """Bo has set the app up, and a minute has passed."""
    phone = set_up(bo)
    phone.recovery = second_factor.turn_on(bo, phone.code())
    acme.hand.shift(2 * STEP)
    return phone


def set_up(bo: Actor) -> Phone:
    """An app with a secret whose next codes all differ: one in 30,000 has two that are the same."""
    while True:
        phone = Phone(bo, second_factor.begin(bo, SECRET).secret, [])
        if len({phone.code(steps) for steps in range(-4, 8)}) == 12:
            return phone


def may_be_helped(actor: Actor, person_id: str) -> bool:
    """Whether the page of members offers it."""
    try:
        return any(one.may_be_helped for one in members.list_members(actor) if one.person_id == person_id)
    except NotAllowed:
        return False


def half() -> str:
    with pytest.raises(SecondStepNeeded) as refused:
        signing_in.with_password(BO, SECRET)
    return refused.value.token


def who(token: str) -> str | None:
    found = sessions.resolve(token)
    return found.person.id if found else None


def test_it_is_asked_for_only_once_a_code_has_shown_that_the_app_works(acme: Acme, bo: Actor):
    phone = set_up(bo)
    assert who(signing_in.with_password(BO, SECRET)) == acme.bo
    with pytest.raises(Invalid):
        second_factor.turn_on(bo, phone.code(3))
    assert not second_factor.standing(bo).is_on
    assert len(second_factor.turn_on(bo, phone.code())) == 10
    assert second_factor.standing(bo) == second_factor.Standing(True, 10)
    assert half()


def test_setting_up_needs_the_password_and_begins_anew_each_time(bo: Actor):
    with pytest.raises(Invalid) as refused:
        second_factor.begin(bo, "wrong password")
    assert refused.value.field == "password"
    first, second = (second_factor.begin(bo, SECRET).secret for _ in range(2))
    assert first != second
    second_factor.turn_on(bo, Phone(bo, second, []).code())
    for verb, *given in ((second_factor.begin, SECRET), (second_factor.turn_on, "123456")):
        with pytest.raises(Conflict):
            verb(bo, *given)


def test_the_password_alone_opens_no_session(acme: Acme, phone: Phone):
    token = half()
    assert who(token) is None
    assert who(signing_in.with_code(token, phone.code())) == acme.bo


def test_half_a_sign_in_is_good_once_and_not_for_long(acme: Acme, phone: Phone):
    token = half()
    signing_in.with_code(token, phone.code())
    acme.hand.shift(STEP)
    with pytest.raises(NotFound):
        signing_in.with_code(token, phone.code())
    token = half()
    acme.hand.shift(timedelta(minutes=10))
    for nonsense in (token, "", "\ud800"):
        with pytest.raises(NotFound):
            signing_in.with_code(nonsense, phone.code())


def test_another_password_ends_half_a_sign_in(phone: Phone):
    token = half()
    people.change_password(phone.bo, SECRET, "battery staple")
    with pytest.raises(NotFound):
        signing_in.with_code(token, phone.code())


def test_a_code_works_once_and_none_before_it_does(acme: Acme, phone: Phone):
    code, earlier = phone.code(), phone.code(-1)
    signing_in.with_code(half(), code)
    for used in (code, earlier):
        with pytest.raises(Invalid):
            signing_in.with_code(half(), used)
    assert signing_in.with_code(half(), phone.code(1))


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_two_who_give_one_code_at_once_are_not_both_let_in(phone: Phone, kind: str):
    code, halves = phone.recovery[0] if kind == "recovery" else phone.code(), [half(), half()]

    def give(token: str) -> bool:
        try:
            return bool(signing_in.with_code(token, code))
        except Invalid:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, halves)) == [False, True]


def test_codes_one_step_off_are_taken_and_two_are_not(phone: Phone):
    for steps in (-2, 2):
        with pytest.raises(Invalid):
            signing_in.with_code(half(), phone.code(steps))
    for steps in (-1, 0, 1):
        assert signing_in.with_code(half(), phone.code(steps))


def test_each_recovery_code_works_once_however_it_is_typed(phone: Phone):
    first, second = phone.recovery[:2]
    assert signing_in.with_code(half(), first)
    with pytest.raises(Invalid):
        signing_in.with_code(half(), first)
    assert signing_in.with_code(half(), f" {second.upper().replace('-', ' ')} ")
    assert second_factor.standing(phone.bo).codes_left == 8
    with database.reading() as session:
        kept = session.exec(select(RecoveryCode.code_hash)).all()
    assert not set(phone.recovery).intersection(kept)


def test_a_recovery_code_is_long_enough_for_a_fast_hash(phone: Phone):
    for code in phone.recovery:
        letters = code.replace("-", "")
        assert log2(len(codes._ALPHABET)) * len(letters) >= 112 and set(letters) <= set(codes._ALPHABET)


def test_whatever_is_wrong_with_a_code_reads_the_same(phone: Phone):
    used, recovery = phone.code(), phone.recovery[0]
    signing_in.with_code(half(), used)
    signing_in.with_code(half(), recovery)
    said = set()
    for code in (used, recovery, "", "nonsense", "\0\ud800"):
        with pytest.raises(Invalid) as refused:
            signing_in.with_code(half(), code)
        said.add(refused.value.problems)
    assert len(said) == 1


def test_codes_are_counted_whatever_password_is_given_between_them(acme: Acme, phone: Phone):
    for _ in range(10):
        with pytest.raises(Invalid):
            signing_in.with_code(half(), "nonsense")
    with pytest.raises(TooMany):
        signing_in.with_code(half(), phone.code())


def test_fresh_recovery_codes_end_the_earlier_ones(acme: Acme, phone: Phone):
    with pytest.raises(Invalid):
        second_factor.renew_codes(phone.bo, SECRET, "nonsense")
    fresh = second_factor.renew_codes(phone.bo, SECRET, phone.code())
    with pytest.raises(Invalid):
        signing_in.with_code(half(), phone.recovery[0])
    assert signing_in.with_code(half(), fresh[0])


def test_turning_it_off_needs_the_password_and_a_code(phone: Phone):
    for password, code, field in (("wrong password", phone.code(), "password"), (SECRET, "nonsense", "code")):
        with pytest.raises(Invalid) as refused:
            second_factor.turn_off(phone.bo, password, code)
        assert refused.value.field == field
    second_factor.turn_off(phone.bo, SECRET, phone.recovery[0])
    assert second_factor.standing(phone.bo) == second_factor.Standing(False, 0)
    assert signing_in.with_password(BO, SECRET)


def test_a_password_link_does_not_do_without_the_code(phone: Phone):
    email = people.accept_link(people.password_link(BO).rpartition("/")[2], "battery staple")
    with pytest.raises(SecondStepNeeded):
        signing_in.with_password(email, "battery staple")


def test_an_admin_helps_who_lost_their_phone(acme: Acme, phone: Phone):
    token = signing_in.with_code(half(), phone.code())
    assert may_be_helped(acme.admin, acme.bo)
    members.turn_second_factor_off(acme.admin, acme.bo)
    assert who(token) is None
    assert who(signing_in.with_password(BO, SECRET)) == acme.bo
    with database.reading() as session:
        told = session.exec(select(AuditEntry).where(AuditEntry.act == "member.second_factor_off")).one()
    assert (told.app_id, told.actor_id, told.subject_id) == (acme.app_id, acme.ada, acme.bo)


def test_owners_help_everybody_and_admins_those_below_them(acme: Acme, phone: Phone):
    office = {"owner", "admin"}
    helpers = {"owner": {"owner"}, "admin": {"owner"}, "lead": office, "supervisor": office, "agent": office}
    for role, may in helpers.items():
        with database.writing() as session:
            session.get_one(Member, (acme.app_id, acme.bo)).role = role
        for other in ("owner", "admin", "lead", "supervisor", "agent"):
            actor = replace(acme.admin, role=other)
            assert may_be_helped(actor, acme.bo) == (other in may)
            if other not in may:
                with pytest.raises(NotAllowed):
                    members.turn_second_factor_off(actor, acme.bo)
    assert second_factor.standing(phone.bo).is_on


def test_nobody_helps_themself_nor_who_belongs_to_another_app_too(acme: Acme, phone: Phone):
    with pytest.raises(Conflict):
        members.turn_second_factor_off(acme.admin, acme.ada)
    with database.writing() as session:
        session.add(App(id="app_2", name="Other", timezone="UTC", widget_key="other", created_at=clock.now()))
        session.flush()
        member = Member(app_id="app_2", person_id=acme.bo, role="agent", timezone="UTC", joined_at=clock.now())
        session.add(member)
    with pytest.raises(NotAllowed):
        members.turn_second_factor_off(acme.admin, acme.bo)
    assert people.turn_second_factor_off(BO)
    assert not people.turn_second_factor_off(BO)


def test_nobody_but_a_person_has_one(acme: Acme, bo: Actor):
    for nobody in (acme.visitor, acme.system):
        for ask in (second_factor.standing, lambda actor: second_factor.begin(actor, SECRET)):
            with pytest.raises(SignInNeeded):
                ask(nobody)
        with pytest.raises(CallboardError):
            second_factor.turn_on(nobody, "123456")
