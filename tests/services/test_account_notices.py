"""Whoever changes the way into an account, its person hears of it by e-mail; the operator's log says who came and who not."""

import logging
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from pyotp.totp import TOTP
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, NotAllowed, SecondStepNeeded
from console.scheduling.messages.notices import write
from console.scheduling.models import App, Member, Person, StaffNotice
from console.scheduling.services import (
    access,
    members,
    notices,
    passwords,
    people,
    second_factor,
    security_log,
    sessions,
    signing_in,
    throttle,
)
from console.scheduling.services.notices import SentNotice, sending
from console.scheduling.settings import settings
from tests.services.conftest import Acme

BO, SECRET = "bo@agents.test", "correct horse"


@pytest.fixture
def bo(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    """Bo, whose password is quickly hashed, where there is a mail server."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(sending, "database_now", lambda session: clock.now())
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    throttle.forget_all()
    with database.writing() as session:
        session.get_one(Person, acme.bo).password_hash = passwords.hashed(SECRET)
    yield acme.agent(acme.bo)
    settings.cache_clear()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "callboard.security")
    return caplog


def told() -> list[tuple[str, str]]:
    """To whom which letter goes out now, in the order of the alphabet."""
    due = notices.claim_due("host:1:a")
    notices.record("host:1:a", [SentNotice(one) for one in due])
    return sorted((one.recipient, write(one.letter).subject) for one in due)  # pyright: ignore[reportArgumentType]


def turn_on(bo: Actor) -> str:
    secret = second_factor.begin(bo, SECRET).secret
    second_factor.turn_on(bo, TOTP(secret).at(clock.now()))
    return secret


def test_each_change_is_told_to_its_person_alone(acme: Acme, bo: Actor):
    people.change_password(bo, SECRET, "battery staple")
    assert told() == [(BO, "Your password was changed")]
    people.change_password(bo, "battery staple", SECRET)
    secret = turn_on(bo)
    acme.hand.shift(60)
    second_factor.renew_codes(bo, SECRET, TOTP(secret).at(clock.now()))
    acme.hand.shift(60)
    second_factor.turn_off(bo, SECRET, TOTP(secret).at(clock.now()))
    assert told() == [
        (BO, "You have other recovery codes"),
        (BO, "You now sign in with a code, too"),
        (BO, "You now sign in without a code"),
        (BO, "Your password was changed"),
    ]
    with database.reading() as session:
        assert {row.channel for row in session.exec(select(StaffNotice))} == {"email"}


def test_an_admin_s_help_is_told_too_and_the_letter_says_what_to_do(acme: Acme, bo: Actor):
    turn_on(bo)
    told()
    members.turn_second_factor_off(acme.admin, acme.bo)
    [due] = notices.claim_due("host:1:a")
    letter = write(due.letter)  # pyright: ignore[reportArgumentType]
    assert "If this was not you" in letter.text and "an admin of Acme" in letter.text
    assert f"{settings().base_url}/app/{acme.app_id}/profile" in letter.text


def test_a_first_password_is_no_change(acme: Acme, bo: Actor):
    with database.writing() as session:
        session.get_one(Person, acme.bo).password_hash = None
    people.accept_link(people.password_link(BO).rpartition("/")[2], SECRET)
    assert told() == []


def test_who_belongs_to_no_app_is_told_nothing(acme: Acme, bo: Actor):
    with database.writing() as session:
        session.delete(session.get_one(Member, (acme.app_id, acme.bo)))
    people.accept_link(people.password_link(BO).rpartition("/")[2], "battery staple")
    assert told() == []


def test_who_comes_and_who_is_refused_stands_in_the_log(acme: Acme, bo: Actor, log: pytest.LogCaptureFixture):
    with pytest.raises(Invalid):
        signing_in.with_password(BO, "wrong password", address="192.0.2.7")
    with pytest.raises(Invalid):
        signing_in.with_password("my secret typed into the wrong field", "x", address="192.0.2.7")
    sessions.sign_out(signing_in.with_password(BO, SECRET, address="192.0.2.7"))
    secret = turn_on(bo)
    with pytest.raises(SecondStepNeeded) as half:
        signing_in.with_password(BO, SECRET)
    with pytest.raises(Invalid):
        signing_in.with_code(half.value.token, "000000")
    acme.hand.shift(60)
    signing_in.with_code(half.value.token, TOTP(secret).at(clock.now()))
    assert access.authenticate("cli_unknown", "a secret", "192.0.2.7") is None
    assert access.authenticate("a secret", "cli_unknown") is None
    assert [(record.levelname, record.getMessage()) for record in log.records] == [
        ("WARNING", f'sign_in.refused person="{acme.bo}" address="192.0.2.7"'),
        ("WARNING", 'sign_in.refused address="192.0.2.7"'),
        ("INFO", f'sign_in.password_right person="{acme.bo}" address="192.0.2.7" then="signed in"'),
        ("INFO", f'sign_out person="{acme.bo}"'),
        ("INFO", f'person.second_factor_on person="{acme.bo}"'),
        ("INFO", f'sign_in.password_right person="{acme.bo}" then="half"'),
        ("WARNING", f'sign_in.code_refused person="{acme.bo}"'),
        ("INFO", f'sign_in.code_right person="{acme.bo}"'),
        ("WARNING", 'client.refused client="cli_unknown" address="192.0.2.7"'),
        ("WARNING", "client.refused"),
    ]


def test_what_nobody_may_do_stands_in_the_log_with_who_tried(acme: Acme, bo: Actor, log: pytest.LogCaptureFixture):
    with pytest.raises(NotAllowed):
        members.disable(bo, acme.ada)
    said = f'not_allowed verb="disable" surface="agent" actor="{acme.bo}" app="{acme.app_id}"'
    assert [record.getMessage() for record in log.records] == [said]


def test_no_value_forges_a_line(log: pytest.LogCaptureFixture):
    security_log.warning("sign_in.refused", address='1" sign_out person="per_x"\r\n\x1b[2J\u2028signed in')
    [line] = [record.getMessage() for record in log.records]
    assert line.isprintable() and line.startswith('sign_in.refused address="1\\" sign_out person=')


def test_a_test_app_writes_to_nobody(acme: Acme, bo: Actor):
    with database.writing() as session:
        other = App(name="Other", timezone="UTC", widget_key="wk2", created_at=clock.now())
        session.add(other)
        session.flush()
        session.get_one(App, acme.app_id).test_of_app_id = other.id
    people.change_password(bo, SECRET, "battery staple")
    assert told() == []
