"""What a page says when it could not read: for good, or only just now."""

import pytest

from console.scheduling.errors import NotAllowed, Unavailable
from console.scheduling.services import members
from console.state.members import MembersState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def test_what_failed_in_passing_says_so_and_leaves_what_stands(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch):
    def is_away(*_: object) -> None:
        raise Unavailable("The database is busy.")

    shown = tab.sign_in(acme.ada, "admin").do(MembersState.load).rows
    with monkeypatch.context() as away:
        away.setattr(members, "list_members", is_away)
        state = tab.do(MembersState.refresh)
        assert (state.failure, state.refusal, state.rows) == ("The database is busy.", "", shown)
    assert tab.do(MembersState.refresh).failure == ""


def test_before_anything_was_read_a_failure_is_not_an_empty_list(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch):
    def is_away(*_: object) -> None:
        raise Unavailable("The database is busy.")

    monkeypatch.setattr(members, "list_members", is_away)
    state = tab.sign_in(acme.ada, "admin").do(MembersState.load)
    assert state.failure and not state.is_loaded


def test_who_may_not_look_sees_nothing_of_what_stood_there(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise NotAllowed("You may not see this.")

    tab.sign_in(acme.ada, "admin").do(MembersState.load)
    monkeypatch.setattr(members, "list_members", refuse)
    state = tab.do(MembersState.refresh)
    assert (state.refusal, state.failure, state.rows) == ("You may not see this.", "", [])
