"""`callboard webhook`, as an operator and a script use it."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli import app
from console.scheduling import database
from tests.rows import make_world


@pytest.fixture
def app_id(sqlite_store: str) -> str:
    with database.writing() as session:
        return make_world(session).app.id


def run(*words: str) -> Any:
    """What the command prints as JSON; it must succeed and print nothing else."""
    result = CliRunner().invoke(app, ["webhook", *words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_add_prints_the_secret_once_and_list_does_not(app_id: str):
    url, events = "https://crm.example/hooks", "scheduled.created,scheduled.cancelled"
    made = run("add", "--app", app_id, "--url", url, "--events", events)
    assert set(made) == {"id", "url", "events", "status", "secret"}
    assert (made["url"], made["events"], made["status"]) == (url, events.split(","), "active")
    [listed] = run("list", "--app", app_id)
    assert listed["id"] == made["id"] and made["secret"] not in json.dumps(listed)
    assert (listed["success_rate"], listed["p95_ms"], listed["last_success_at"]) == (None, None, None)


def test_a_subscription_is_edited_paused_resumed_rotated_and_deleted(app_id: str):
    made = run("add", "--app", app_id, "--url", "https://crm.example/", "--events", "scheduled.created")
    whose = (made["id"], "--app", app_id)
    assert run("edit", *whose, "--events", "scheduled.no_show")["events"] == ["scheduled.no_show"]
    assert run("pause", *whose)["status"] == "paused"
    assert run("resume", *whose)["status"] == "active"
    assert run("rotate", *whose)["secret"].startswith("whsec_")
    run("delete", *whose)
    assert run("list", "--app", app_id) == []


def test_a_test_send_stands_in_the_log_and_can_be_replayed(app_id: str):
    made = run("add", "--app", app_id, "--url", "https://crm.example/", "--events", "scheduled.created")
    sent = run("test", made["id"], "--app", app_id)
    [line] = run("deliveries", made["id"], "--app", app_id)
    assert (line["id"], line["test"], line["status"]) == (sent["delivery_id"], True, "pending")
    assert run("deliveries", made["id"], "--app", app_id, "--search", line["event_id"]) == [line]
    for nothing in (("--status", "failed"), ("--event", "scheduled.no_show"), ("--before", line["event_id"])):
        assert run("deliveries", made["id"], "--app", app_id, *nothing) == []
    assert run("replay", line["id"], "--app", app_id) == {"replayed": 1}
    assert run("replay", "--subscription", made["id"], "--app", app_id) == {"replayed": 0}


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--app", "app_nobodys"),
        ("add", "--app", "app_nobodys", "--url", "https://crm.example/", "--events", "scheduled.created"),
        ("pause", "whk_nobodys", "--app", "app_nobodys"),
        ("replay", "--app", "app_nobodys"),
    ],
)
def test_what_cannot_be_done_is_a_failure(sqlite_store: str, words: tuple[str, ...]):
    assert CliRunner().invoke(app, ["webhook", *words]).exit_code != 0
