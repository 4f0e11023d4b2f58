"""A hold outlives the process that made it, and no longer than it was to last."""

import signal
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

from tests.services.conftest import MONDAY, acme  # noqa: F401 - a fixture

MINUTE = timedelta(minutes=1)


def test_a_hold_outlives_a_killed_process_and_ends_on_time(acme: Any):  # noqa: F811
    assert _run(acme.app_id, MONDAY, "hold").returncode == -signal.SIGKILL
    assert _run(acme.app_id, MONDAY + 4 * MINUTE, "look").stdout == "1\n"
    assert _run(acme.app_id, MONDAY + 6 * MINUTE, "look").stdout == "2\n"


def _run(app_id: str, at: datetime, act: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.faults.holding", app_id, at.isoformat(), act]
    return subprocess.run(command, capture_output=True, text=True)
