"""A refusal takes as long whatever is wrong: the same work is done for who is known and for who is not."""

import logging

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.errors import Invalid
from console.scheduling.models import Person
from console.scheduling.services import access, clients, passwords, signing_in, throttle
from console.scheduling.services.clients import NewClient
from tests.services.conftest import Acme
from tests.statements import statements


class Counting(PasswordHasher):
    """Hashes quickly, and keeps by which parameters it was asked to compare."""

    asked: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.asked.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(hash, password)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Counting:
    passwords._of_nobody.cache_clear()
    hasher = Counting.from_parameters(CHEAPEST)
    hasher.asked = []
    monkeypatch.setattr(passwords, "_hasher", hasher)
    throttle.forget_all()
    return hasher


def test_argon2_costs_what_owasp_asks_for():
    assert (passwords._hasher.time_cost, passwords._hasher.memory_cost, passwords._hasher.parallelism) == (2, 19456, 1)
    assert passwords._hasher.type.name == "ID" and passwords._hasher.salt_len >= 16


def test_an_unknown_account_costs_what_a_wrong_password_does(acme: Acme, hasher: Counting):
    with database.writing() as session:
        session.get_one(Person, acme.ada).password_hash = passwords.hashed("correct horse")
        gone = session.get_one(Person, acme.bo)
        gone.password_hash, gone.disabled_at = passwords.hashed("correct horse"), clock.now()
    hasher.hash("warm")
    asked = {}
    for who, email, password in (
        ("wrong password", "ada@agents.test", "battery staple"),
        ("nobody", "nobody@agents.test", "battery staple"),
        ("closed", "bo@agents.test", "correct horse"),
        ("no address", "\0", "battery staple"),
    ):
        hasher.asked.clear()
        with statements() as sent, pytest.raises(Invalid) as refused:
            signing_in.with_password(email, password)
        asked[who] = (tuple(hasher.asked), len(sent), str(refused.value))
    assert len(set(asked.values())) == 1, asked
    assert len(asked["nobody"][0]) == 1


def test_an_unknown_client_costs_what_a_wrong_secret_does(acme: Acme, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.CRITICAL, "callboard.security")
    throttle.forget_all()
    keys = clients.create(SYSTEM, NewClient(name="CRM", scopes=("scheduling:read",), app_ids=(acme.app_id,)))
    asked = []
    for client_id in (keys.client_id, "cli_unknown", ""):
        with statements() as sent:
            assert access.authenticate(client_id, "cbs_wrong") is None
        asked.append(sorted(sent))
    assert asked[0] == asked[1] == asked[2]
