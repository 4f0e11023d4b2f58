"""The command line as people and scripts meet it: real processes, JSON alone on stdout, failures in one line."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli import COMMANDS, app

ROOT = Path(__file__).parents[2]
BARE = {"format": "callboard-app/1", "app": {"name": "Acme", "timezone": "America/Bogota"}}
ADA = {"key": "a1", "name": "Ada", "email": "ada@agents.test", "password": "correct horse"}


class Shell:
    """Runs `callboard` on one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(self, *words: str, code: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
        done = subprocess.run(
            [sys.executable, "-m", "console.cli", *words, "--data", str(self.data)],
            cwd=ROOT,
            env={**environment, "PYTHONPATH": str(ROOT), **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == code, done.stderr
        return done

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json").stdout)

    def refusal(self, *words: str, **variables: str) -> str:
        """The one line that a failure says."""
        done = self.run(*words, code=1, **variables)
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        return done.stderr


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("cli"))


@pytest.fixture(scope="module")
def app_id(shell: Shell) -> str:
    file = shell.data / "app.json"
    file.write_text(json.dumps(BARE | {"agents": [ADA], "clients": [{"key": "c", "name": "CRM"}]}))
    made = shell.json("app", "import", str(file))
    assert set(made) == {"app_id", "widget_key", "agents", "presets", "clients", "counts"}
    assert made["counts"] == {"bookings": 0}
    return made["app_id"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    done = CliRunner().invoke(app, [name, "--help"])
    assert done.exit_code == 0
    assert "--data" in done.output or "Commands" in done.output


def test_an_app_goes_out_as_it_came_in(shell: Shell, app_id: str) -> None:
    document = shell.json("app", "export", app_id)
    assert document["app"]["id"] == app_id
    assert document["agents"][0]["email"] == "ada@agents.test"
    assert [found["app_id"] for found in shell.json("app", "list")] == [app_id]


def test_clients_come_and_go(shell: Shell, app_id: str) -> None:
    made = shell.json("client", "add", "--app", app_id, "--name", "N", "--scopes", "scheduling:read")
    assert set(made) == {"client_id", "client_secret"}
    rotated = shell.json("client", "rotate", made["client_id"])
    assert rotated["client_secret"] != made["client_secret"]
    shell.json("client", "disable", made["client_id"])
    listed = {row["client_id"]: row for row in shell.json("client", "list", "--app", app_id)}
    assert listed[made["client_id"]]["disabled"]
    assert (listed[made["client_id"]]["calls_today"], listed[made["client_id"]]["calls_7_days"]) == (0, 0)
    assert "secret" not in json.dumps(listed)
    shell.json("client", "delete", made["client_id"])
    assert made["client_id"] not in {row["client_id"] for row in shell.json("client", "list", "--app", app_id)}
    assert "no such client" in shell.refusal("client", "enable", made["client_id"])


def test_an_app_is_copied_as_a_test_app_and_the_copy_deleted(shell: Shell, app_id: str) -> None:
    made = shell.json("app", "copy-as-test", app_id)
    assert set(made) == {"app_id", "widget_key", "agents", "presets", "client_id", "client_secret"}
    assert len(made["presets"]) == 1
    listed = {row["app_id"]: row for row in shell.json("app", "list")}
    assert (listed[made["app_id"]]["test_of_app_id"], listed[app_id]["test_of_app_id"]) == (app_id, None)
    assert "a test app itself" in shell.refusal("app", "copy-as-test", made["app_id"])
    shell.json("app", "delete-test", made["app_id"])
    assert [row["app_id"] for row in shell.json("app", "list")] == [app_id]
    assert "no such test app" in shell.refusal("app", "delete-test", made["app_id"])
    assert "no test app" in shell.refusal("app", "delete-test", app_id)


def test_people_are_invited(shell: Shell, app_id: str) -> None:
    made = shell.json("user", "add", "--app", app_id, "--email", "bo@agents.test", "--name", "Bo", "--role", "lead")
    assert made["invitation_url"].startswith("http://localhost:8000/")
    assert [row["role"] for row in shell.json("user", "list", "--app", app_id)] == ["agent", "lead"]
    assert shell.json("user", "reset-link", "ada@agents.test")["url"].startswith("http")
    assert shell.json("user", "sign-out", "ada@agents.test") == {"email": "ada@agents.test", "people": 1}
    assert shell.json("user", "sign-out", "--all") == {"email": None, "people": 0}
    assert "--all" in shell.refusal("user", "sign-out")


def test_members_come_from_a_file(shell: Shell, app_id: str) -> None:
    file = shell.data / "members.csv"
    file.write_text("name;email;team\nEd;ed@agents.test;North\nFay;fay@\n")
    done = shell.json("user", "import", str(file), "--app", app_id, "--skip-bad")
    assert [(row["line"], row["act"], bool(row["invitation_url"])) for row in done["rows"]] == [
        (2, "invite", True),
        (3, "error", False),
    ]
    refused = shell.run("user", "import", str(file), "--app", app_id, code=1)
    assert "Nothing was done" in refused.stderr and "not an e-mail address" in refused.stdout


def test_a_bad_file_is_refused_in_one_line_that_names_every_value(shell: Shell, app_id: str) -> None:
    file = shell.data / "bad.json"
    file.write_text(json.dumps(BARE | {"agents": [ADA | {"weight": 0, "working_hours": [{"weekday": 9}]}]}))
    said = shell.refusal("app", "import", str(file), "--json")
    assert "agents[0].weight" in said
    assert "agents[0].working_hours[0].weekday" in said
    file.write_text("{")
    assert "line 1" in shell.refusal("app", "import", str(file))
    assert "cannot be read" in shell.refusal("app", "import", str(shell.data / "none.json"))


def test_a_copy_can_be_put_back(shell: Shell, app_id: str) -> None:
    copy = shell.json("backup")["file"]
    shell.json("app", "create", "--name", "Second", "--timezone", "UTC")
    assert len(shell.json("app", "list")) == 2
    before = shell.json("restore", copy)["before"]
    held = {row["kind"]: row["due"] for row in shell.json("sending", "status", "--app", app_id)}
    assert held == {"webhooks": 0, "messages": 0, "notices": 0}
    assert shell.json("sending", "resume") == [{"app_id": app_id, "resumed": ["webhooks", "messages", "notices"]}]
    assert [found["app_id"] for found in shell.json("app", "list")] == [app_id]
    with sqlite3.connect(before) as kept:
        assert kept.execute("SELECT count(*) FROM app WHERE archived_at IS NULL").fetchone() == (2,)
    assert "not a sound copy" in shell.refusal("restore", str(shell.data / "app.json"))


def test_the_database_is_current_and_the_doctor_content(shell: Shell, app_id: str) -> None:
    assert shell.json("migrate") == {"current": True, "backup": None, "copied": {}}
    found = {row["check"]: row["state"] for row in shell.json("doctor")}
    assert found["Booking guard"] == found["Schema"] == found["Database"] == found["Time zones"] == "fine"


def test_who_migrates_an_empty_database_is_told_how_to_begin(shell: Shell, app_id: str) -> None:
    assert "/set-up/" in Shell(shell.data / "empty").run("migrate").stdout
    assert "/set-up/" not in shell.run("migrate").stdout


def test_the_doctor_says_what_is_wrong(shell: Shell, app_id: str) -> None:
    broken = Shell(shell.data / "broken")
    broken.json("migrate")
    with sqlite3.connect(broken.data / "callboard.db") as database:
        database.execute("DROP TRIGGER booking_guard_insert")
    done = broken.run("doctor", "--json", code=1)
    assert next(row["state"] for row in json.loads(done.stdout) if row["check"] == "Booking guard") == "wrong"


def test_settings_hide_what_is_secret_and_say_where_each_comes_from(shell: Shell) -> None:
    secret = {"CALLBOARD_METRICS_TOKEN": "hush", "CALLBOARD_SMTP_URL": "smtp://me:hush@mail.test:587"}
    done = shell.run("settings", "--json", **secret, CALLBOARD_METRICS_TOKN="misspelt")
    assert "hush" not in done.stdout
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["CALLBOARD_SMTP_URL"]["value"] == "smtp://me:***@mail.test:587"
    assert all(row["meaning"] for row in rows.values())
    sources = {name: rows[f"CALLBOARD_{name}"]["source"] for name in ("DATA", "METRICS_TOKEN", "PORT")}
    assert sources == {"DATA": "option", "METRICS_TOKEN": "environment", "PORT": "default"}
    assert "no setting CALLBOARD_METRICS_TOKN. Did you mean CALLBOARD_METRICS_TOKEN?" in done.stderr


def test_trouble_is_one_clear_line(shell: Shell, app_id: str) -> None:
    assert "There is no database" in Shell(shell.data / "nothing").refusal("app", "list")
    assert "CALLBOARD_PORT" in shell.refusal("app", "list", CALLBOARD_PORT="many")
    away = "postgresql://me@127.0.0.1:1/none"
    assert "cannot be used" in shell.refusal("app", "list", CALLBOARD_DATABASE_URL=away)
    assert "no such app" in shell.refusal("client", "list", "--app", "app_none")
