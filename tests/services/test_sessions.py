"""Signing in, staying signed in, and being signed out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from console.scheduling import clock, database
from console.scheduling.errors import AppNotFound, Invalid, TooMany
from console.scheduling.models import App, Member, Person, SignInSession
from console.scheduling.services import passwords, sessions, signing_in, throttle, tokens, upkeep

ADA = "ada@agents.test"
SECRET = "correct horse"
_HASHED = passwords.hashed(SECRET)

pytestmark = pytest.mark.usefixtures("store", "unspent")


@pytest.fixture
def unspent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No attempt was made yet."""
    throttle.forget_all()


@pytest.fixture
def ada(store: str) -> str:
    """Ada's person id: she has a password and is an agent of one app."""
    with database.writing() as session:
        person = Person(name="Ada", email=ADA, email_key=ADA, password_hash=_HASHED, created_at=clock.now())
        app = App(id="app_1", name="Acme", timezone="UTC", widget_key="key", created_at=clock.now())
        session.add_all([person, app])
        session.flush()
        session.add(Member(app_id=app.id, person_id=person.id, role="agent", timezone="UTC", joined_at=clock.now()))
    return person.id


@pytest.fixture
def midday() -> Iterator[time_machine.Traveller]:
    """A clock that stands still at noon."""
    with time_machine.travel(datetime(2027, 1, 4, 12, tzinfo=UTC), tick=False) as clock_hand:
        yield clock_hand


def test_the_right_password_signs_in(ada: str) -> None:
    signed_in = sessions.resolve(signing_in.with_password(" Ada@Agents.test ", SECRET))
    assert signed_in is not None
    assert signed_in.person.id == ada
    assert [(m.app_id, m.role) for m in signed_in.memberships] == [("app_1", "agent")]


def test_an_unknown_address_and_a_wrong_password_read_the_same(ada: str) -> None:
    said = set()
    for email, password in ((ADA, "wrong password"), ("nobody@agents.test", SECRET), ("\0\ud800", "\0\ud800")):
        with pytest.raises(Invalid) as refused:
            signing_in.with_password(email, password)
        said.add(refused.value.problems)
    assert len(said) == 1


def test_a_disabled_person_cannot_sign_in_and_is_signed_out(ada: str) -> None:
    token = signing_in.with_password(ADA, SECRET)
    with database.writing() as session:
        session.get_one(Person, ada).disabled_at = clock.now()
    assert sessions.resolve(token) is None
    with pytest.raises(Invalid):
        signing_in.with_password(ADA, SECRET)


def test_only_the_hash_of_a_token_is_stored(ada: str) -> None:
    token = signing_in.with_password(ADA, SECRET)
    with database.reading() as session:
        assert session.get(SignInSession, token) is None
    assert sessions.resolve("") is None
    assert sessions.resolve(token + "x") is None
    assert sessions.resolve("\ud800") is None


def test_tries_are_counted_for_each_account(ada: str) -> None:
    for _ in range(10):
        with pytest.raises(Invalid):
            signing_in.with_password("nobody@agents.test", "wrong password")
    with pytest.raises(TooMany) as refused:
        signing_in.with_password("nobody@agents.test", "wrong password")
    assert clock.now() < refused.value.next_allowed_at <= clock.now() + timedelta(minutes=5)
    assert signing_in.with_password(ADA, SECRET)


def test_who_guesses_elsewhere_does_not_keep_its_owner_out(ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "matches", lambda kept, password: password == SECRET)
    for _ in range(10):
        with pytest.raises(Invalid):
            signing_in.with_password(ADA, "wrong", address="192.0.2.1")
    with pytest.raises(TooMany):
        signing_in.with_password(ADA, SECRET, address="192.0.2.1")
    assert signing_in.with_password(ADA, SECRET, address="192.0.2.2")


def test_guesses_from_everywhere_are_counted_together_and_a_link_still_lets_its_owner_in(
    ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", lambda kept, password: password == SECRET)
    for number in range(300):
        with pytest.raises(Invalid):
            signing_in.with_password(ADA, "wrong", address=f"192.0.2.{number % 60}")
    with pytest.raises(TooMany) as refused:
        signing_in.with_password(ADA, SECRET, address="198.51.100.1")
    assert refused.value.next_allowed_at <= clock.now() + timedelta(hours=1)
    assert signing_in.with_password(ADA, SECRET, address="198.51.100.1", just_chosen=True)


def test_a_household_s_many_addresses_are_one(ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "matches", lambda kept, password: password == SECRET)
    for number in range(50):
        with pytest.raises(Invalid):
            signing_in.with_password(f"nobody{number}@agents.test", "wrong", address=f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooMany):
        signing_in.with_password(ADA, SECRET, address="2001:db8:1:2:ffff::1")
    assert signing_in.with_password(ADA, SECRET, address="2001:db8:1:3::1")


def test_failures_are_counted_for_each_address(ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "matches", lambda kept, password: password == SECRET)
    for number in range(50):
        with pytest.raises(Invalid):
            signing_in.with_password(f"nobody{number}@agents.test", "wrong", address="192.0.2.1")
    with pytest.raises(TooMany):
        signing_in.with_password(ADA, SECRET, address="192.0.2.1")
    assert signing_in.with_password(ADA, SECRET, address="192.0.2.2")


def test_a_session_ends_after_twelve_idle_hours(ada: str, midday: time_machine.Traveller) -> None:
    token = signing_in.with_password(ADA, SECRET)
    midday.shift(timedelta(hours=11, minutes=59))
    assert sessions.resolve(token)
    midday.shift(timedelta(hours=11, minutes=59))
    assert sessions.resolve(token)
    midday.shift(timedelta(hours=12))
    assert sessions.resolve(token) is None


def test_a_session_ends_after_seven_days_however_busy(ada: str, midday: time_machine.Traveller) -> None:
    token = signing_in.with_password(ADA, SECRET)
    for _ in range(14):
        assert sessions.resolve(token)
        midday.shift(timedelta(hours=11, minutes=59))
    midday.shift(timedelta(minutes=14))
    assert sessions.resolve(token) is None
    upkeep.sweep()
    with database.reading() as session:
        assert session.get(SignInSession, _hash(token)) is None


def test_being_seen_is_written_at_most_once_a_minute(ada: str, midday: time_machine.Traveller) -> None:
    token = signing_in.with_password(ADA, SECRET)
    signed_in_at = clock.now()
    midday.shift(59)
    sessions.resolve(token)
    assert _last_seen(token) == signed_in_at
    midday.shift(1)
    sessions.resolve(token)
    assert _last_seen(token) == clock.now()


def test_signing_out_ends_one_browser_or_all(ada: str) -> None:
    here, there, elsewhere = (signing_in.with_password(ADA, SECRET) for _ in range(3))
    actor = sessions.actor_for(_resolved(here), "app_1", "agent")
    sessions.sign_out(here)
    assert sessions.resolve(here) is None
    assert len(sessions.browsers(actor)) == 2
    sessions.end(actor, _resolved(there).token_hash)
    assert sessions.resolve(there) is None
    sessions.end_all(actor)
    assert sessions.resolve(elsewhere) is None


def test_a_person_acts_in_their_own_apps_only(ada: str) -> None:
    signed_in = _resolved(signing_in.with_password(ADA, SECRET))
    actor = sessions.actor_for(signed_in, "app_1", "agent")
    assert (actor.id, actor.app_id, actor.role, actor.kind) == (ada, "app_1", "agent", "agent")
    with pytest.raises(AppNotFound):
        sessions.actor_for(signed_in, "app_2", "admin")


def _resolved(token: str) -> sessions.SignedIn:
    found = sessions.resolve(token)
    assert found is not None
    return found


def _hash(token: str) -> str:
    return tokens.digest(token)


def _last_seen(token: str) -> datetime:
    with database.reading() as session:
        return session.get_one(SignInSession, _hash(token)).last_seen_at
