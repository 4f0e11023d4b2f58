"""The webhooks page's states: subscriptions, their secrets, and the log of what was sent."""

from datetime import timedelta

from console.scheduling import clock
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import EVENTS, Reply, Tried
from console.state.deliveries import DeliveriesState
from console.state.webhooks import WebhooksState, box
from tests.services.conftest import Acme
from tests.state.conftest import Tab

URL = "https://crm.example/hooks"
ALL = {"url": URL, **{box(event): "on" for event in EVENTS}}
WORKER = "here:1:a"


def subscribe(tab: Tab) -> str:
    """A subscription to everything; gives its id."""
    return tab.do(WebhooksState.create, ALL).rows[-1].id


def attempt(reply: Reply) -> None:
    """Let the jobs try whatever is due, and the receivers answer so."""
    for owed in webhooks.claim_due(WORKER):
        webhooks.record(WORKER, [Tried(owed, clock.now(), timedelta(milliseconds=7), reply, {"A": "b"}, '{"id": 1}')])


def test_a_secret_is_shown_until_its_dialog_is_closed(acme: Acme, tab: Tab):
    state = tab.do(WebhooksState.create, {"url": URL, box("scheduled.created"): "on"})
    assert state.secret.startswith("whsec_") and state.form == ""
    assert [(row.url, row.events, row.status_label) for row in state.rows] == [(URL, ["scheduled.created"], "Active")]
    first = state.secret
    assert tab.do(WebhooksState.set_secret_open, False).secret == ""
    assert tab.do(WebhooksState.rotate, state.rows[0].id).secret not in ("", first)
    assert "Two secrets until" in tab.do(WebhooksState.load).rows[0].remark


def test_what_is_wrong_is_said_beside_its_field(acme: Acme, tab: Tab):
    tab.do(WebhooksState.open_new)
    state = tab.do(WebhooksState.create, {"url": "http://crm.example/", box("scheduled.created"): "on"})
    assert "https://" in state.problems["url"] and state.form == "new"
    assert "events" in tab.do(WebhooksState.create, {"url": URL}).problems


def test_a_subscription_is_edited_paused_resumed_and_deleted_after_a_question(acme: Acme, tab: Tab):
    made = subscribe(tab)
    assert tab.do(WebhooksState.open_edit, made).chosen.url == URL
    state = tab.do(WebhooksState.save, {"url": URL + "/2", box("scheduled.no_show"): "on"})
    assert (state.rows[0].url, state.rows[0].events_told) == (URL + "/2", "scheduled.no_show")
    assert tab.do(WebhooksState.pause, made).rows[0].remark == "By hand"
    assert tab.do(WebhooksState.resume, made).rows[0].is_paused is False
    assert tab.do(WebhooksState.ask_first, made).is_asking
    assert tab.do(WebhooksState.delete).rows == []
    assert tab.do(DeliveriesState.open_log, made).subscription_id == ""


def test_the_log_tells_each_attempt_and_sends_again(acme: Acme, tab: Tab):
    made = subscribe(tab)
    booking = acme.book()
    attempt(Reply(500, "refused", "no"))
    (row, *_) = tab.do(DeliveriesState.open_log, made).rows[::-1]
    assert (row.event, row.reference, row.attempts) == ("scheduled.created", booking.reference, 1)
    assert row.remark.startswith("Answered 500 · next try Today, 07:00:0")
    sheet = tab.do(DeliveriesState.open_delivery, row.id).sheet
    assert [(one.number, one.answer, one.took, one.reply) for one in sheet.attempts] == [
        (1, "Answered 500", "7 ms", "no")
    ]
    assert sheet.attempts[0].body == '{\n  "id": 1\n}'
    tab.do(DeliveriesState.replay, row.id)
    attempt(Reply(200))
    assert tab.do(DeliveriesState.choose_status, "delivered").rows[-1].attempts == 2
    tab.do(DeliveriesState.replay_failed, "24")
    assert tab.notice.startswith("0 deliveries")


def test_a_test_is_sent_and_shown_as_one(acme: Acme, tab: Tab):
    made = subscribe(tab)
    tab.do(WebhooksState.send_test, made)
    [row] = tab.do(DeliveriesState.open_log, made).rows
    assert row.is_test and row.reference == ""


def test_an_agent_sees_nothing_but_why(acme: Acme, tab: Tab):
    made = subscribe(tab)
    tab.sign_in(acme.bo, "agent")
    state = tab.do(WebhooksState.load)
    assert state.rows == [] and state.refusal
    assert tab.do(DeliveriesState.open_log, made).rows == []
