"""One attempt against every kind of receiver: it ends in time, and says truly what happened."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import pytest

from console.scheduling.messages.deliveries import Owed
from console.scheduling.messages.signing import Keys, fresh_secret
from console.scheduling.rules.deliveries import REPLY_KEPT
from console.scheduling.services.webhooks import Tried
from jobs import deliveries
from jobs.guard import guarded_client
from tests import receivers
from tests.receivers import receiver, reply

DEADLINE = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _short_deadline(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deliveries, "DEADLINE", DEADLINE)


def attempt(url: str) -> Tried:
    owed = Owed(
        delivery_id="dlv_1",
        attempt=1,
        subscription_id="whk_1",
        url=url,
        keys=Keys(fresh_secret()),
        event_id="evt_1",
        event="scheduled.created",
        sequence=1,
        test=False,
        payload={"scheduled_call": {"id": "bkg_1"}, "change": {}},
        links={"join_url": "https://x.test/join/key"},
    )

    async def go() -> Tried:
        async with guarded_client([ip_network("127.0.0.0/8")]) as client:
            return await deliveries.attempt(client, owed, "X-Callboard")

    return asyncio.run(go())


def test_a_2xx_is_a_success_and_its_body_is_kept():
    with receiver(lambda handler, _: reply(handler, 204 if _ > 1 else 201, b"thank you")) as there:
        tried = attempt(there.url)
        assert tried.reply.ok and (tried.reply.status_code, tried.reply.body) == (201, "thank you")
        sent, _ = there.requests[0]
    assert sent["Accept-Encoding"] == "identity" and sent["Content-Type"] == "application/json"
    assert "Cookie" not in sent and "/join/key" not in tried.sent_body and "/join/***" in tried.sent_body


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 503])
def test_everything_but_2xx_is_a_failure_and_redirects_are_not_followed(status: int):
    with (
        receiver() as elsewhere,
        receiver(
            lambda handler, _: reply(handler, status, Location=elsewhere.url, Retry_After="7", Set_Cookie="a=b")
        ) as there,
    ):
        tried = attempt(there.url)
        assert not tried.reply.ok
        assert (tried.reply.status_code, tried.reply.error, tried.reply.retry_after) == (status, "refused", "7")
        assert elsewhere.requests == []


@pytest.mark.parametrize("hostile", [receivers.hang(), receivers.drip, receivers.drip_body])
def test_a_receiver_that_takes_its_time_is_cut_off_at_the_deadline(hostile: Callable):
    with receiver(hostile) as there:
        tried = attempt(there.url)
        assert tried.took < 5 * DEADLINE
        assert not tried.reply.ok and tried.reply.error == "timed_out"


def test_an_endless_body_is_read_no_further_than_20_kb():
    with receiver(receivers.endless) as there:
        tried = attempt(there.url)
        assert tried.reply.ok and len(tried.reply.body) == REPLY_KEPT


def test_a_compressed_body_is_not_unpacked():
    with receiver(receivers.bomb) as there:
        tried = attempt(there.url)
        assert tried.reply.ok and tried.reply.body.startswith("(gzip, ") and len(tried.reply.body) < 30


@pytest.mark.parametrize("hostile", [receivers.garbage, receivers.reset])
def test_a_receiver_that_breaks_off_is_a_failure(hostile: Callable):
    with receiver(hostile) as there:
        tried = attempt(there.url)
        assert tried.reply.status_code is None and str(tried.reply.error).startswith("broken_off")


def test_nobody_there_is_a_failure():
    with receiver() as there:
        url = there.url
    assert str(attempt(url).reply.error).startswith("not_reached")


def test_an_address_that_may_not_be_dialled_is_a_failure():
    assert str(attempt("http://10.0.0.1/").reply.error).startswith("address_refused")


@pytest.mark.parametrize(
    "url", ["http://", "nonsense", "http://１２７.1/", "http://a..b/", "http://[::1/", "http://" + "a" * 300]
)
def test_an_address_that_is_none_is_a_failure(url: str):
    assert not attempt(url).reply.ok


def test_nul_in_a_reply_can_be_stored():
    with receiver(lambda handler, _: reply(handler, 200, b"a\x00b\xff")) as there:
        assert attempt(there.url).reply.body == "a\ufffdb\ufffd"
