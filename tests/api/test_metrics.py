"""What the operator's Prometheus is told."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from api.metrics import door, pulse
from console import bundle
from console.scheduling import clock
from console.scheduling.services import counting, installation
from console.scheduling.settings import settings
from tests.api.conftest import Wire
from tests.api.operating import TOKEN
from tests.api.operating import figures as told_by

_DEPLOY = bundle.PROJECT / "assets" / "deploy"


def test_figures_are_for_whoever_knows_the_operators_token(alone: TestClient, monkeypatch: pytest.MonkeyPatch):
    for headers in ({}, {"Authorization": "Bearer another"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = alone.get("/metrics", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "callboard_" not in answer.text
    assert alone.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    monkeypatch.delenv("CALLBOARD_METRICS_TOKEN")
    settings.cache_clear()
    assert alone.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_what_clients_do_is_counted_by_route_source_and_result_and_never_by_id(alone: TestClient, wire: Wire):
    before = told_by(alone)
    alone.headers["Authorization"] = f"Bearer {wire.token}"
    calls = wire.calls()
    booked = alone.post(calls, json=wire.call()).json()["data"]["call"]["id"]
    assert alone.post(calls, json=wire.call()).status_code == 409
    assert alone.get(f"{calls}/{booked}").status_code == 200
    start = clock.now() + timedelta(days=3)
    query = {"fromUtc": start.isoformat(), "toUtc": (start + timedelta(hours=4)).isoformat(), "durationMinutes": 30}
    assert alone.get(wire.video("/availability"), params=query).status_code == 200
    assert alone.get("/api/v1/nobody/there").status_code == 404
    del alone.headers["Authorization"]

    after = told_by(alone)
    moved = Counter({name: value - before.get(name, 0) for name, value in after.items()})
    of_one = "callboard_http_request_seconds_count GET /api/v1/video/{appId}/scheduled-calls/{id} 2xx"
    assert moved[of_one] == 1
    assert moved["callboard_http_request_seconds_count POST /api/v1/video/{appId}/scheduled-calls 4xx"] == 1
    assert moved["callboard_http_request_seconds_count GET /api 4xx"] == 1
    assert moved["callboard_bookings_total done api"] == 1
    assert moved["callboard_bookings_total slot_taken api"] == 1
    assert moved["callboard_conflicts_total slot_taken"] == 1
    assert moved["callboard_slot_query_seconds_count available"] == 1
    assert not [name for name in after if booked in name or wire.app_id in name]
    assert after["callboard_guard_up"] == 1
    assert after["callboard_database_connections_max"] >= 20


def test_whatever_the_core_and_its_doors_tell_is_counted(alone: TestClient):
    pulse.watch_tabs(lambda: 7)
    before = told_by(alone)
    for happening, words in (
        ("retry", {}),
        ("attempt", {"result": "timed_out"}),
        ("first_attempt", {}),
        ("message", {"channel": "email", "result": "sent"}),
        ("refresh", {"part": "page"}),
        ("tick", {"tick": "advance", "result": "done"}),
    ):
        counting.tell(happening, seconds=1.5, **words)
    after = told_by(alone)
    for name in (
        "callboard_transaction_retries_total",
        "callboard_delivery_attempt_seconds_count timed_out",
        "callboard_delivery_first_attempt_seconds_count",
        "callboard_messages_total email sent",
        "callboard_live_refreshes_total page",
        "callboard_tick_seconds_count done advance",
    ):
        assert after[name] - before.get(name, 0) == 1, name
    assert after["callboard_open_tabs"] == 7


def test_processes_of_one_address_count_together(tmp_path: Path):
    program = """
import os
from api.metrics import door, figures
if child := os.fork():
    os.waitpid(child, 0)
figures.RETRIES.inc()
figures.TABS.set(2)
if child:
    print(door.generate_latest(door.together()).decode())
"""
    environment = {**os.environ, door.FOLDER: str(tmp_path), "PYTHONPATH": str(bundle.PROJECT)}
    told = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert "callboard_transaction_retries_total 2.0" in told.stdout
    assert "callboard_open_tabs 2.0" in told.stdout  # the other process is gone, and holds nothing open


def test_the_guide_names_every_figure_and_no_other(alone: TestClient):
    counting.tell("retry")
    counting.tell("first_attempt", seconds=0)
    for happening, words in (
        ("booking", {"source": "api", "result": "done"}),
        ("conflict", {"code": "slot_taken"}),
        ("slot_query", {"ask": "starts"}),
        ("attempt", {"result": "delivered"}),
        ("message", {"channel": "staff", "result": "failed"}),
        ("refresh", {"part": "page"}),
        ("tick", {"tick": "alive", "result": "done"}),
    ):
        counting.tell(happening, **words)
    installation.touch_alive()
    told = {name.split(" ")[0] for name in told_by(alone)} | {"callboard_redis_up"}
    ours = {name for name in told if name.startswith("callboard_") and not name.endswith("_created")}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in ours}
    in_guide = set(re.findall(r"`(callboard_[a-z_]+)", (_DEPLOY / "README.md").read_text()))
    assert in_guide == families


def test_alerts_ask_for_figures_that_exist():
    rules = yaml.safe_load((_DEPLOY / "alerts.yaml").read_text())["groups"][0]["rules"]
    named = {name for rule in rules for name in re.findall(r"callboard_[a-z_]+", rule["expr"])}
    guide = (_DEPLOY / "README.md").read_text()
    assert len(rules) == 5
    assert all(f"`{re.sub('_(bucket|count|sum)$', '', name)}" in guide for name in named), named
