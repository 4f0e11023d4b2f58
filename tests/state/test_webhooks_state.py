"""The webhooks page's states: subscriptions, their secrets, and the log of what was sent."""

from datetime import timedelta

import pytest

from console.scheduling import clock
from console.scheduling.messages.deliveries import compose
from console.scheduling.services import bookings as bookings_service
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import EVENTS, Reply, Tried
from console.scheduling.settings import settings
from console.state import deliveries
from console.state.call_drawer import MasterDrawerState
from console.state.deliveries import DeliveriesState
from console.state.delivery_rows import DeliveryRow
from console.state.replays import ReplaysState
from console.state.webhook_health import WebhookHealthState
from console.state.webhooks import WebhooksState, box
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements

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
    assert tab.do(WebhooksState.ask_to_rotate, state.rows[0].id).form == "rotate"
    state = tab.do(WebhooksState.rotate, state.rows[0].id)
    assert state.secret not in ("", first) and state.form == ""
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
    tab.do(ReplaysState.replay, row.id)
    attempt(Reply(200))
    assert tab.do(DeliveriesState.choose_status, "delivered").rows[-1].attempts == 2


def test_a_selection_or_all_failed_since_a_time_are_sent_again_after_a_question(
    acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CALLBOARD_WEBHOOK_RETRY_SECONDS", "0.001")
    settings.cache_clear()
    made = subscribe(tab)
    for hours in range(3):
        acme.book(hours=hours)
    while any(row.remark != "Answered 500" or row.tone != "danger" for row in log(tab, made)):
        acme.hand.shift(timedelta(seconds=1))
        attempt(Reply(500, "refused", "no"))
    assert tab.do(ReplaysState.ask_failed).count == 3
    state = tab.do(ReplaysState.set_since_day, "2031-01-01")
    assert (state.count, state.question) == (0, "failed")
    assert tab.do(ReplaysState.set_since_clock, "25:00").problem
    assert tab.do(ReplaysState.set_asking, False).question == ""
    chosen = [row.id for row in log(tab, made)][:2]
    for one in chosen:
        tab.do(ReplaysState.choose, one, True)
    assert tab.do(ReplaysState.ask_chosen).count == 2
    state = tab.do(ReplaysState.replay_chosen)
    assert (state.chosen, state.progress, state.percent, state.is_running) == ([], "0 of 2 sent", 0, True)
    attempt(Reply(200))
    assert tab.do(ReplaysState.refresh).progress == "1 of 2 sent"
    assert tab.do(ReplaysState.stop).progress == "Stopped"
    assert [row.status_label for row in log(tab, made)] == ["Failed", "Delivered", "Failed"]
    tab.do(ReplaysState.ask_failed)
    assert tab.do(ReplaysState.replay_failed).progress == "0 of 2 sent"


def test_the_log_is_narrowed_by_status_event_day_and_call_and_paged(acme: Acme, tab: Tab):
    made = subscribe(tab)
    bookings = [acme.book(hours=hours) for hours in range(3)]
    bookings_service.cancel(acme.admin, bookings[0].id)
    assert [row.event for row in log(tab, made)][:2] == ["scheduled.cancelled", "scheduled.created"]
    assert len(tab.do(DeliveriesState.choose_event, "scheduled.cancelled").rows) == 1
    tab.do(DeliveriesState.clear_filters)
    assert len(tab.do(DeliveriesState.look_for, bookings[0].reference.lower()).rows) == 2
    assert tab.do(DeliveriesState.look_for, "nothing").rows == []
    tab.do(DeliveriesState.clear_filters)
    assert len(tab.do(DeliveriesState.choose_day, "2030-01-06").rows) == 0
    state = tab.do(DeliveriesState.clear_filters)
    assert (state.told, state.is_first, state.is_last) == ("1–4 of 4", True, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "_PAGE", 3)
        assert tab.do(DeliveriesState.refresh).told == "1–3 of 4"
        assert tab.do(DeliveriesState.next_page).told == "4–4 of 4"
        assert tab.do(DeliveriesState.previous_page).told == "1–3 of 4"


def test_each_attempt_says_how_its_signatures_are_checked(acme: Acme, tab: Tab):
    made = subscribe(tab)
    acme.book()
    [owed] = webhooks.claim_due(WORKER)
    letter = compose(owed, "X-Callboard", clock.now())
    told = Tried(owed, clock.now(), timedelta(0), Reply(200), letter.headers, letter.kept_body, 9, "ab" * 32)
    webhooks.record(WORKER, [told])
    [row] = log(tab, made)
    [one] = tab.do(DeliveriesState.open_delivery, row.id).sheet.attempts
    raw, signed, standard, own, compare = one.proof
    assert "9 bytes" in raw.told and raw.text == "ab" * 32
    assert signed.text.startswith(f"{row.event_id}.{letter.headers['webhook-timestamp']}.{{")
    assert "/join/***" in signed.text and "whsec_" not in signed.text
    assert standard.text == letter.headers["webhook-signature"]
    assert own.text == letter.headers["X-Callboard-Signature"] and "constant time" in compare.told


def test_a_row_tells_how_its_receiver_has_been_doing(acme: Acme, tab: Tab):
    made = subscribe(tab)
    assert tab.do(WebhooksState.refresh).rows[0].record_told == "Nothing sent yet"
    acme.book()
    attempt(Reply(500, "refused"))
    acme.book(hours=2)
    attempt(Reply(200))
    row = tab.do(WebhooksState.refresh).rows[0]
    assert (row.accepted, row.p95, row.last_success) == ("50%", "7 ms", "Today, 07:00")
    assert row.record_told == "Latest 2 attempts: 50% accepted, 1 failed; 19 of 20 took at most 7 ms."
    assert row.bad_bars.startswith("M1 24v-") and row.good_bars.startswith("M3 24v-")
    assert tab.do(WebhooksState.open_log, made)


def test_what_was_kept_is_sent_or_skipped_on_resume(acme: Acme, tab: Tab):
    made = subscribe(tab)
    tab.do(WebhooksState.pause, made)
    acme.book()
    assert tab.do(WebhooksState.refresh).rows[0].waiting == 1
    assert tab.do(WebhooksState.resume, made).form == "resume"
    state = tab.do(WebhooksState.resume_chosen, True)
    assert (state.form, state.rows[0].is_paused, state.rows[0].waiting) == ("", False, 0)
    assert log(tab, made)[0].status_label == "Skipped"


def test_admins_see_a_banner_while_a_webhook_is_unwell(acme: Acme, tab: Tab):
    made = subscribe(tab)
    acme.book()
    attempt(Reply(410, "refused"))
    assert tab.do(WebhookHealthState.load).told == "1 webhook is paused since 07:00."
    tab.do(WebhooksState.resume, made)
    tab.do(WebhooksState.resume_chosen, False)
    assert tab.do(WebhookHealthState.refresh).told == ""


def test_any_number_of_subscriptions_takes_as_many_queries(acme: Acme, tab: Tab):
    def asked() -> int:
        with statements() as seen:
            tab.do(WebhooksState.refresh)
        return len(seen)

    subscribe(tab)
    acme.book()
    attempt(Reply(200))
    few = asked()
    for _ in range(9):
        subscribe(tab)
    assert asked() == few


def log(tab: Tab, subscription_id: str) -> list[DeliveryRow]:
    return tab.do(DeliveriesState.open_log, subscription_id).rows


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


def test_a_call_says_what_became_of_its_deliveries(acme: Acme, tab: Tab):
    subscribe(tab)
    booking = acme.book()
    drawer = tab.do(MasterDrawerState.open_call, booking.id).sheet
    assert drawer.deliveries_told == "1 delivery, 1 pending"
    attempt(Reply(200))
    bookings_service.cancel(acme.admin, booking.id)
    attempt(Reply(200))
    sheet = tab.do(MasterDrawerState.open_call, booking.id).sheet
    assert (sheet.deliveries_told, sheet.deliveries[0].receiver) == ("2 deliveries, all accepted", "crm.example")
