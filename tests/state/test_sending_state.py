"""The banner of a restored installation: what is held back, for admins; an owner decides."""

import pytest

from console.scheduling import clock
from console.scheduling.actors import operator
from console.scheduling.errors import NotAllowed
from console.scheduling.services import sending, webhooks
from console.scheduling.services.webhooks import NewSubscription, delivering
from console.state.sending import SendingState
from console.state.session import SessionState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


@pytest.fixture
def held(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Acme:
    """An app with a webhook to send, and sending paused; PostgreSQL's clock does not travel, so ours is asked."""
    for room in (delivering, sending):
        monkeypatch.setattr(room, "database_now", lambda session: clock.now())
    webhooks.subscribe(acme.admin, NewSubscription("https://crm.example/hooks", ["scheduled.created"]))
    acme.book(hours=30)
    sending.pause(operator(acme.app_id))
    return acme


def test_an_owner_sees_what_is_due_and_decides_of_each_kind(held: Acme, tab: Tab):
    tab.sign_in(held.bo, "owner")
    tab.do(SessionState.arrive)
    state = tab.do(SendingState.load)
    assert "Today, 07:00" in state.told and state.may_decide
    assert [row.told.split(",")[0] for row in state.rows] == [
        "1 webhook",
        "0 messages to customers",
        "0 notices to staff",
    ]
    assert state.rows[0].skip == "Skip: 1 webhook"
    assert [(row.is_due, row.resume) for row in state.rows[:2]] == [
        (True, "Resume: 1 webhook"),
        (False, "Resume: 0 messages to customers"),
    ]
    assert [row.kind for row in tab.do(SendingState.skip, "webhooks").rows] == ["messages", "notices"]
    assert not webhooks.has_due()
    tab.do(SendingState.send, "messages")
    state = tab.do(SendingState.send, "notices")
    assert (state.told, state.rows) == ("", [])


def test_an_admin_is_told_that_an_owner_decides(held: Acme, tab: Tab):
    state = tab.do(SendingState.load)
    assert state.rows and not state.may_decide
    with pytest.raises(NotAllowed):
        tab.do(SendingState.send, "webhooks")


def test_nobody_is_told_anything_while_nothing_is_held_back(acme: Acme, tab: Tab):
    assert tab.do(SendingState.load).told == ""
