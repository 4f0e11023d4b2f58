"""A channel tried out: who may, what is refused, and that the real jobs send it and say what came of it."""

from collections.abc import Iterator

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Conflict, Invalid, NotAllowed, TooMany
from console.scheduling.services import channels, trials
from console.scheduling.services.channels import OwnChannels
from console.scheduling.settings import settings
from tests.jobs.test_messages import Sink, wait_until
from tests.jobs.test_messages import sink as sink
from tests.jobs.working import jobs_at_work
from tests.rows import make_world
from tests.services.conftest import Acme
from tests.whatsapp_double import NUMBER_ID, TOKEN, CloudApi, cloud_api


@pytest.fixture
def api() -> Iterator[CloudApi]:
    with cloud_api() as double:
        yield double


@pytest.fixture
def admin(store: str, sink: Sink, api: CloudApi, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Who runs an app that has a sender and a number of its own; the clock is the real one, by which the jobs go."""
    monkeypatch.setenv("CALLBOARD_SMTP_URL", f"smtp://127.0.0.1:{sink.port}")
    monkeypatch.setenv("CALLBOARD_WHATSAPP_BASE_URL", api.url)
    settings.cache_clear()
    with database.writing() as session:
        world = make_world(session)
    actor = Actor("admin", id=world.agent.id, app_id=world.app.id, role="admin")
    own = OwnChannels(mail_from="calls@acme.test", whatsapp_phone_number_id=NUMBER_ID, whatsapp_token=TOKEN)
    channels.save(actor, own)
    return actor


def outcome_of(admin: Actor, trial_id: str) -> str | None:
    with jobs_at_work():
        wait_until(lambda: trials.outcome(admin, trial_id).is_over)
    return trials.outcome(admin, trial_id).problem


def test_both_channels_are_tried_with_the_apps_own_account(admin: Actor, sink: Sink, api: CloudApi):
    mail = trials.ask(admin, "email", "me@acme.test")
    assert outcome_of(admin, mail) is None
    assert (sink.messages[0]["To"], sink.messages[0]["From"]) == ("me@acme.test", "Acme <calls@acme.test>")
    message = trials.ask(admin, "whatsapp", "+57 300 555 0100")
    assert outcome_of(admin, message) is None
    template = api.sent[0]["template"]
    assert template["name"] == "callboard_message"
    assert "try out how Acme reaches its customers" in template["components"][0]["parameters"][2]["text"]


def test_what_went_wrong_is_said_in_words(admin: Actor, sink: Sink, api: CloudApi):
    sink.answer, api.fault = "554 no such mailbox", (400, 132015)
    assert "554 no such mailbox" in (outcome_of(admin, trials.ask(admin, "email", "me@acme.test")) or "")
    told = outcome_of(admin, trials.ask(admin, "whatsapp", "+573005550100")) or ""
    assert told.startswith("The template is not approved")


def test_what_cannot_be_tried_is_refused(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Conflict, match="WhatsApp is not set up"):
        trials.ask(acme.admin, "whatsapp", "+573005550100")
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    with pytest.raises(Invalid):
        trials.ask(acme.admin, "email", "nowhere")
    with pytest.raises(NotAllowed):
        trials.ask(acme.agent(acme.ada), "email", "me@acme.test")
    for _ in range(20):
        trials.ask(acme.admin, "email", "me@acme.test")
    with pytest.raises(TooMany):
        trials.ask(acme.admin, "email", "me@acme.test")


def test_an_app_takes_only_what_can_be_a_sender_and_a_number(acme: Acme):
    with pytest.raises(Invalid) as refused:
        channels.save(acme.admin, OwnChannels(mail_from="nobody", whatsapp_phone_number_id="../1"))
    assert [problem.field for problem in refused.value.problems] == ["mail_from", "whatsapp_phone_number_id"]
    with pytest.raises(NotAllowed):
        channels.save(acme.agent(acme.ada), OwnChannels())


def test_a_token_is_kept_until_it_is_taken_away_and_never_told(acme: Acme):
    channels.save(acme.admin, OwnChannels(whatsapp_phone_number_id="1", whatsapp_token="secret"))
    channels.save(acme.admin, OwnChannels(whatsapp_phone_number_id="2"))
    view = channels.view(acme.admin)
    assert view.has_own_token and view.own.whatsapp_token is None and view.is_set_up["whatsapp"]
    channels.save(acme.admin, OwnChannels(whatsapp_phone_number_id="2", whatsapp_token=""))
    assert not channels.view(acme.admin).has_own_token
