"""The API guide's samples as an integrator runs them: each a program of its own, exactly as it is shown."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from console.scheduling.messages import guide
from console.scheduling.messages.guide import Example, Language
from console.scheduling.messages.instants import iso
from tests.e2e.conftest import PROJECT, Server

_BUN = shutil.which("bun", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "bun"
PROGRAMS: dict[Language, list[str]] = {"curl": ["bash", "-eu"], "python": [sys.executable], "javascript": [_BUN]}
_SECONDS = 30
_TO_KEEP_THE_CURSOR = 0.3


_ALWAYS = [{"weekday": day, "start": "00:00", "end": "24:00", "timezone": "UTC"} for day in range(7)]
_APP = {
    "format": "callboard-app/1",
    "app": {"name": "Guide", "timezone": "America/Bogota", "language": "en", "meeting_url_template": None},
    "agents": [
        {"key": key, "name": key.title(), "email": f"{key}@guide.test", "role": "agent", "working_hours": _ALWAYS}
        for key in ("ada", "bo")
    ],
    "presets": [
        {"key": "std", "name": "Standard", "slug": "guide", "active": True}
        | {"durations": [30], "limits": {"open": None, "per_day": None, "per_week": None}}
    ],
    "clients": [{"key": "main", "name": "CRM", "scopes": ["scheduling:read", "scheduling:write"]}],
    "bookings": [],
}


@dataclass(frozen=True)
class Desk:
    """An app with two agents who always work, and a client that has a token."""

    base_url: str
    app_id: str
    preset_id: str
    ada: str
    bo: str
    client_id: str
    client_secret: str
    token: str

    @classmethod
    def opened(cls, server: Server, folder: Path) -> "Desk":
        """Import it while the server runs."""
        (folder / "app.json").write_text(json.dumps(_APP))
        command = [sys.executable, "-m", "console.cli", "app", "import", str(folder / "app.json"), "--json"]
        done = subprocess.run(
            [*command, "--data", str(server.data)], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        made = json.loads(done.stdout)
        keys = made["clients"]["main"]
        answer = httpx.post(f"{server.base_url}/api/v1/oauth/token", json={"grant_type": "client_credentials", **keys})
        return cls(
            server.base_url,
            made["app_id"],
            made["presets"]["std"]["id"],
            *(made["agents"][key]["id"] for key in ("ada", "bo")),
            **keys,
            token=answer.json()["data"]["access_token"],
        )

    def at(self, hours: float = 0) -> str:
        """An instant that many hours after 09:00 UTC of the day after tomorrow."""
        day = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)
        return iso(day + timedelta(hours=hours))

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Ask the API about this app; what it answers with, or a failed test."""
        url = f"{self.base_url}/api/v1/video/{self.app_id}{path}"
        answer = httpx.request(method, url, headers={"Authorization": f"Bearer {self.token}"}, **options)
        assert answer.is_success, answer.text
        return answer.json()["data"]

    def book(self, at: str, **fields: Any) -> dict[str, Any]:
        """Book a call."""
        call = {"guestName": "Jane", "guestEmail": "jane@guests.test", "appTimezone": "UTC", "scheduledAtUtc": at}
        return self.ask("POST", "/scheduled-calls", json=call | fields)["call"]

    def call(self, call_id: str) -> dict[str, Any]:
        """The call as it is now."""
        return self.ask("GET", f"/scheduled-calls/{call_id}")["call"]

    def events(self) -> list[str]:
        """The ids of all that happened."""
        return [event["id"] for event in self.ask("GET", "/events", params={"limit": 500})["events"]]


@dataclass(frozen=True)
class Bench:
    """Where samples run: a folder, what they are filled with, and what their environment tells them."""

    folder: Path
    example: Example
    environment: dict[str, str]

    def filled(self, *, folder: str = "", **fields: Any) -> "Bench":
        """The same with other fillings, in a folder within this one."""
        return replace(self, folder=self.folder / folder, example=replace(self.example, **fields))

    def run(self, name: str, language: Language, more: str = "", told: str = "", **environment: str) -> str:
        """Run a sample, and after it what a test adds; `told` is its standard input. Gives what it prints."""
        done = subprocess.run(
            self._saved(name, language, more),
            cwd=self.folder,
            env=self._surroundings(**environment),
            input=told,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
        assert done.returncode == 0, f"{name} in {language}: {done.stdout}{done.stderr}"
        return done.stdout

    def follow(self, name: str, language: Language, *, until: str) -> list[str]:
        """Run a sample that does not end by itself until it waits after this event: the ids that it printed."""
        command = self._saved(name, language)
        with subprocess.Popen(
            command, cwd=self.folder, env=self._surroundings(), stdout=subprocess.PIPE, text=True
        ) as program:
            ids: list[str] = []
            while until not in ids:
                ids.append((program.stdout or sys.stdin).readline().split()[0])
            time.sleep(_TO_KEEP_THE_CURSOR)
            program.kill()
        return ids

    def _saved(self, name: str, language: Language, more: str = "") -> list[str]:
        self.folder.mkdir(exist_ok=True)
        file = self.folder / f"{name}{guide.SUFFIXES[language].replace('.js', '.mjs')}"
        file.write_text(guide.sample(name, language, self.example) + more)
        return [*PROGRAMS[language], file.name]

    def _surroundings(self, **more: str) -> dict[str, str]:
        """This process's environment, and no proxy between the sample and the server."""
        return {**os.environ, "NO_PROXY": "*", "no_proxy": "*", **self.environment, **more}
